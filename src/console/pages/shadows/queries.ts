import { queryOptions } from '@tanstack/react-query';
import { compareShadow, listShadows } from '../../../contract/shadows.ts';
import { client } from '../../client.ts';

/** A running shadow grows with the traffic. */
const askEveryMs = 5000;

export function shadowsQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['shadows', 'of', useCaseId],
    queryFn: () => client.call(listShadows, { params: { useCaseId }, query: { limit: 100 } }),
  });
}

export function comparisonQuery(shadowId: string) {
  return queryOptions({
    queryKey: ['shadows', 'one', shadowId],
    queryFn: () => client.call(compareShadow, { params: { shadowId } }),
    refetchInterval: (query) =>
      query.state.data && query.state.data.shadow.state !== 'ended' ? askEveryMs : false,
  });
}
