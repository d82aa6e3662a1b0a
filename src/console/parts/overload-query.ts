import { queryOptions } from '@tanstack/react-query';
import { listOverload } from '../../contract/overview.ts';
import { client } from '../client.ts';

/** The server reads it at most once a second, whoever asks. */
const askEveryMs = 5000;

/** How the overload contracts in force stand. */
export const overloadQuery = queryOptions({
  queryKey: ['overload'],
  queryFn: () => client.call(listOverload),
  refetchInterval: askEveryMs,
});
