import { Worker } from 'node:worker_threads';

/** Calculations in a thread of their own, one after the other, so that requests and ingest do not wait for them. */
export type Thread<Question, Answer> = {
  ask(question: Question): Promise<Answer>;
  close(): Promise<void>;
};

/** What is sent and what comes back; `thread-answers.ts` is the other end. */
export type Asked<Question> = { number: number; question: Question };
export type Answered<Answer> = { number: number } & ({ answer: Answer } | { failure: string });

/** Starting costs 0.2 s and 30 MB: kept for those who ask again, given back when nobody does. */
const usualIdleMs = 60_000;

type Waiting<Answer> = { resolve(answer: Answer): void; reject(error: Error): void };

/** Starts the thread with the first question. One that dies fails what it was asked; the next question starts another. */
export function openThread<Question, Answer>(
  file: URL,
  { idleMs = usualIdleMs }: { idleMs?: number } = {},
): Thread<Question, Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let asked = 0;

  function start(): Worker {
    const started = new Worker(file);
    started.on('message', (message: Answered<Answer>) => {
      const waiter = waiting.get(message.number);
      waiting.delete(message.number);
      if ('failure' in message) waiter?.reject(new Error(message.failure));
      else waiter?.resolve(message.answer);
      if (waiting.size === 0) rest(started);
    });
    started.once('error', (error) => fail(started, error));
    started.once('exit', (code) =>
      fail(started, new Error(`The thread of ${file} ended with code ${code}.`)),
    );
    return started;
  }

  /** A thread that waits for questions does not keep the process running. */
  function rest(resting: Worker): void {
    resting.unref();
    idle = setTimeout(() => {
      if (worker === resting) worker = null;
      void resting.terminate();
    }, idleMs);
    idle.unref();
  }

  function fail(failed: Worker, error: Error): void {
    if (worker !== failed) return;
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  return {
    ask(question) {
      if (idle) clearTimeout(idle);
      worker ??= start();
      worker.ref();
      asked += 1;
      const number = asked;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        worker?.postMessage({ number, question } satisfies Asked<Question>);
      });
    },
    async close() {
      if (idle) clearTimeout(idle);
      const closing = worker;
      worker = null;
      await closing?.terminate();
      for (const { reject } of waiting.values()) reject(new Error('The thread was closed.'));
      waiting.clear();
    },
  };
}
