import { queryOptions } from '@tanstack/react-query';
import { getDecision, listDecisions } from '../../../contract/decisions.ts';
import type { QueryOf } from '../../../contract/endpoint.ts';
import { client } from '../../client.ts';
import type { DecisionSearch } from './read-search.ts';

/** How many decisions a page of the list shows: what fits two screens. */
const limit = 50;

export function decisionsQuery(search: DecisionSearch) {
  const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
  return queryOptions({
    queryKey: ['decisions', 'list', given],
    queryFn: () =>
      client.call(listDecisions, { query: { ...given, limit } as QueryOf<typeof listDecisions> }), // only undefined values were left out
  });
}

export function decisionQuery(decisionId: string) {
  return queryOptions({
    queryKey: ['decisions', decisionId],
    queryFn: () => client.call(getDecision, { params: { decisionId } }),
  });
}
