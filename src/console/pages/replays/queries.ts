import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getReplay, listReplays, replayExamples, sweepThresholds } from '../../../contract/replays.ts';
import { client } from '../../client.ts';
import { type ReplaySearch, timesOf, usualWindow } from './replay-search.ts';

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

/** The answer to a sweep, asked for anew only when another is asked: it goes over every decision of the window. */
export function sweepQuery(useCaseId: string, { score = 'confidence', ...search }: ReplaySearch) {
  const { window = usualWindow, sliceBy, modelVersionId } = search;
  return queryOptions({
    queryKey: ['replays', 'sweep', useCaseId, { score, window, sliceBy, modelVersionId }],
    queryFn: () =>
      client.call(sweepThresholds, {
        params: { useCaseId },
        body: {
          score,
          ...timesOf(window, Date.now()),
          ...(sliceBy ? { sliceBy } : null),
          ...(modelVersionId ? { modelVersionId } : null),
        },
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
