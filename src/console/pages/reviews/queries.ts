import { queryOptions } from '@tanstack/react-query';
import { listMyVerdicts, listQueues } from '../../../contract/reviews.ts';
import { client } from '../../client.ts';

export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: () => client.call(listQueues),
});

/** The largest page the API gives: enough to count the verdicts of a working day. */
export const mostVerdicts = 200;

export const myVerdictsQuery = queryOptions({
  queryKey: ['my-verdicts'],
  queryFn: () => client.call(listMyVerdicts, { query: { limit: mostVerdicts } }),
});
