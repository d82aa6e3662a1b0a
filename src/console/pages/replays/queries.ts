import { queryOptions } from '@tanstack/react-query';
import { getReplay, listReplays, replayExamples } from '../../../contract/replays.ts';
import { client } from '../../client.ts';

/** While one runs, its progress is asked for. */
const askEveryMs = 700;

export function isRunning({ state }: { state: string }): boolean {
  return state === 'waiting' || state === 'running';
}

export function replaysQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['replays', 'of', useCaseId],
    queryFn: () => client.call(listReplays, { params: { useCaseId }, query: { limit: 50 } }),
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? askEveryMs * 3 : false),
  });
}

export function replayQuery(replayId: string) {
  return queryOptions({
    queryKey: ['replays', 'one', replayId],
    queryFn: () => client.call(getReplay, { params: { replayId } }),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? askEveryMs : false),
  });
}

export function examplesQuery(replayId: string) {
  return queryOptions({
    queryKey: ['replays', 'one', replayId, 'examples'],
    queryFn: () => client.call(replayExamples, { params: { replayId } }),
  });
}
