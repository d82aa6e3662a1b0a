import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openThread } from './thread.ts';

const answers = new URL('./thread-answers.ts', import.meta.url).href;

/** A thread that doubles numbers, throws at negative ones and dies at 13. */
function doubling() {
  const source = `
    import { answerInThread } from ${JSON.stringify(answers)};
    answerInThread((asked) => {
      if (asked < 0) throw new Error('no negative numbers');
      if (asked === 13) process.exit(3);
      return 2 * asked;
    });`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

test('each question gets its own answer, whatever is asked meanwhile', async () => {
  const thread = openThread<number, number>(doubling());
  assert.deepEqual(await Promise.all([1, 2, 3].map((asked) => thread.ask(asked))), [2, 4, 6]);
  await thread.close();
});

test('what a question throws fails that question alone', async () => {
  const thread = openThread<number, number>(doubling());
  const [bad, good] = await Promise.allSettled([thread.ask(-1), thread.ask(4)]);
  assert.equal(bad.status, 'rejected');
  assert.match(String(bad.status === 'rejected' && bad.reason), /no negative numbers/);
  assert.deepEqual(good, { status: 'fulfilled', value: 8 });
  await thread.close();
});

test('a thread that dies fails what it was asked, and the next question starts another', async () => {
  const thread = openThread<number, number>(doubling());
  await assert.rejects(thread.ask(13), /ended with code 3/);
  assert.equal(await thread.ask(5), 10);
  await thread.close();
});

test('an idle thread is given back, and started again when it is needed', async () => {
  const thread = openThread<number, number>(doubling(), { idleMs: 10 });
  assert.equal(await thread.ask(1), 2);
  await sleep(60);
  assert.equal(await thread.ask(2), 4);
  await thread.close();
});

test('who waits for a thread that is closed is told', async () => {
  const thread = openThread<number, number>(doubling());
  const waiting = thread.ask(1);
  await thread.close();
  await assert.rejects(waiting, /closed/);
});
