import { parentPort } from 'node:worker_threads';
import type { Answered, Asked } from './thread.ts';

/** The inside of a thread that `openThread` started: answers what it is asked. */
export function answerInThread<Question, Answer>(answer: (question: Question) => Answer): void {
  parentPort?.on('message', ({ number, question }: Asked<Question>) => {
    parentPort?.postMessage(answered(number, () => answer(question)));
  });
}

function answered<Answer>(number: number, make: () => Answer): Answered<Answer> {
  try {
    return { number, answer: make() };
  } catch (error) {
    return { number, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
