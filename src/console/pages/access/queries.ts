import { queryOptions } from '@tanstack/react-query';
import { listApiKeys, listPeople, listSessions } from '../../../contract/access.ts';
import { client } from '../../client.ts';

export function peopleQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['people', cursor ?? null],
    queryFn: () => client.call(listPeople, { query: { limit: 50, ...(cursor ? { cursor } : {}) } }),
  });
}

export function apiKeysQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: ['api-keys', cursor ?? null],
    queryFn: () => client.call(listApiKeys, { query: { limit: 50, ...(cursor ? { cursor } : {}) } }),
  });
}

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => client.call(listSessions),
});
