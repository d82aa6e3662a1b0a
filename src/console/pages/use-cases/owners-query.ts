import { queryOptions } from '@tanstack/react-query';
import { listPeople } from '../../../contract/access.ts';
import { client } from '../../client.ts';

/** Who could own a use case; the largest page the API gives. */
export const ownersQuery = queryOptions({
  queryKey: ['people', 'owners'],
  queryFn: () => client.call(listPeople, { query: { limit: 200 } }),
});
