// The thread that reads segments: it has connections and a cache of its own, and is told what to do by messages.
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../../db/database.ts';
import { isDatabaseAway } from '../../../platform/database-away.ts';
import { Refusal, type RefusalDetails } from '../../../platform/refusal.ts';
import { openColumnCache } from '../../segments/column-cache.ts';
import { type SweepAsk, sweepSegments } from '../sweeping/sweep-segments.ts';
import { CannotReplay, executeReplay, type Progress } from './execute-replay.ts';

export type ThreadSetup = {
  databaseUrl: string;
  cacheBytes: number;
  /** Somebody looks at an empty page until the answer is there: it gives way to callers of ingest, but not to everybody. */
  awaited?: boolean;
};
export type ThreadTask = { name: 'replay'; replayId: string } | { name: 'sweep'; ask: SweepAsk };
export type ToThread =
  | { kind: 'task'; taskId: string; task: ThreadTask }
  | { kind: 'cancel'; taskId: string };
export type FromThread =
  | { kind: 'progress'; taskId: string; progress: Progress }
  | { kind: 'done'; taskId: string; value: unknown }
  | {
      kind: 'failed';
      taskId: string;
      sentence: string;
      expected: boolean;
      /** The database does not answer; later it may. */
      away: boolean;
      refusal: { kind: Refusal['kind']; code: string; details: RefusalDetails } | null;
    };

const setup = workerData as ThreadSetup; // given by openReplayThread
giveWay(setup.awaited ? constants.priority.PRIORITY_BELOW_NORMAL : constants.priority.PRIORITY_LOW);

const port = parentPort;
if (!port) throw new Error('thread-main.ts runs in a thread');

// One fetches the next segment while the other reads grades and contexts of this one.
const db = openDatabase({ url: setup.databaseUrl, connections: 3, onError: () => undefined });
const cache = openColumnCache(setup.cacheBytes);
const running = new Map<string, AbortController>();

port.on('message', (message: ToThread) => {
  if (message.kind === 'cancel') return running.get(message.taskId)?.abort();
  const stopping = new AbortController();
  running.set(message.taskId, stopping);
  run(message.taskId, message.task, stopping.signal)
    .then((value) => answer({ kind: 'done', taskId: message.taskId, value }))
    .catch((error: unknown) => answer(failed(message.taskId, error)))
    .finally(() => running.delete(message.taskId));
});

/**
 * Gives the processor to whoever else wants it: a replay may take longer, a caller of ingest may not. Linux knows threads by
 * ids of their own, and takes them where others take processes; elsewhere nothing is changed.
 */
function giveWay(priority: number): void {
  try {
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isInteger(threadId) && threadId > 0) setPriority(threadId, priority);
  } catch {
    // No Linux, or not allowed: everything works, only less politely.
  }
}

async function run(taskId: string, task: ThreadTask, signal: AbortSignal): Promise<unknown> {
  if (task.name === 'sweep') return sweepSegments(db, task.ask, cache);
  const onProgress = (progress: Progress) => answer({ kind: 'progress', taskId, progress });
  const { result, examples } = await executeReplay(db, task.replayId, { cache, signal, onProgress });
  return { result, examples };
}

function answer(message: FromThread): void {
  port?.postMessage(message);
}

function failed(taskId: string, error: unknown): FromThread {
  const sentence = error instanceof Error ? error.message : String(error);
  const refusal =
    error instanceof Refusal ? { kind: error.kind, code: error.code, details: error.details } : null;
  return {
    kind: 'failed',
    taskId,
    sentence,
    expected: error instanceof CannotReplay,
    away: isDatabaseAway(error),
    refusal,
  };
}
