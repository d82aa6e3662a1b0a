import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../../../platform/refusal.ts';
import type { Progress } from './execute-replay.ts';
import type { FromThread, ThreadSetup, ThreadTask, ToThread } from './thread-main.ts';

/** Work over segments in a thread of its own, so that neither ingest nor anybody's page waits for it. */
export type ReplayThread = {
  /** Rejects with `ThreadFailure` where the task says why it cannot be done. */
  ask<T>(
    task: ThreadTask,
    options?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
  ): Promise<T>;
  /** Ends the thread at once; what it was asked is answered with a failure. */
  end(): Promise<void>;
};

/** A sentence for the one who asked; neither `expected` nor `away` is what is a bug. */
export class ThreadFailure extends Error {
  override name = 'ThreadFailure';
  readonly expected: boolean;
  /** The database did not answer: the same may be asked again later. */
  readonly away: boolean;

  constructor(message: string, { expected = false, away = false } = {}) {
    super(message);
    this.expected = expected;
    this.away = away;
  }
}

/** A thread takes 40 MB and a third of a second to start; its cache is worth keeping while somebody tries thresholds. */
const idleMs = 120_000;

type Waiting = {
  thread: Worker;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  onProgress: ((progress: Progress) => void) | undefined;
};

/** The thread starts with the first task and ends when nothing was asked for a while. It keeps no process alive. */
export function openReplayThread(setup: ThreadSetup): ReplayThread {
  const waiting = new Map<string, Waiting>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;

  function started(): Worker {
    clearTimeout(idle);
    if (worker) return worker;
    const thread = new Worker(new URL('./thread-main.ts', import.meta.url), { workerData: setup });
    thread.on('message', receive);
    thread.on('error', (error: Error) => lose(thread, error));
    thread.on('exit', () => lose(thread, new ThreadFailure('The thread that ran it has ended.')));
    // After the listeners: one for messages makes the thread keep the process alive again.
    thread.unref();
    worker = thread;
    return thread;
  }

  function receive(message: FromThread): void {
    const asked = waiting.get(message.taskId);
    if (!asked) return;
    if (message.kind === 'progress') {
      asked.onProgress?.(message.progress);
      return;
    }
    waiting.delete(message.taskId);
    if (message.kind === 'done')
      asked.resolve(message.value as never); // what the task answers
    else asked.reject(failureOf(message));
    if (waiting.size === 0) idle = setTimeout(() => void end(), idleMs).unref();
  }

  /** Fails what this thread was asked: the next one may have tasks already. */
  function lose(thread: Worker, error: Error): void {
    if (worker === thread) worker = null;
    for (const [taskId, asked] of waiting) {
      if (asked.thread !== thread) continue;
      waiting.delete(taskId);
      asked.reject(error);
    }
  }

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  return {
    ask(task, { signal, onProgress } = {}) {
      const taskId = randomUUID();
      const thread = started();
      const post = (message: ToThread) => thread.postMessage(message);
      return new Promise((resolve, reject) => {
        waiting.set(taskId, { thread, resolve, reject, onProgress });
        signal?.addEventListener('abort', () => post({ kind: 'cancel', taskId }), { once: true });
        post({ kind: 'task', taskId, task });
        if (signal?.aborted) post({ kind: 'cancel', taskId });
      });
    },
    end,
  };
}

function failureOf(message: Extract<FromThread, { kind: 'failed' }>): Error {
  const { refusal } = message;
  if (refusal) return new Refusal(refusal.kind, refusal.code, message.sentence, refusal.details);
  return new ThreadFailure(message.sentence, message);
}
