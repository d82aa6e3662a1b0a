import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openRecall } from './recall.ts';

type Value = { text: string };

function recallOf(ages: { freshMs: number; staleMs: number; most?: number }) {
  const asked: string[] = [];
  const answers = { next: (key: string): Promise<Value | null> => Promise.resolve({ text: key }) };
  const load = (key: string) => {
    asked.push(key);
    return answers.next(key);
  };
  return { recall: openRecall<Value>({ load, most: 10, ...ages }), asked, answers };
}

test('a fresh value is answered at once, without asking', async () => {
  const { recall, asked } = recallOf({ freshMs: 10_000, staleMs: 10_000 });
  assert.deepEqual(await recall.of('a'), { text: 'a' });
  assert.deepEqual(recall.of('a'), { text: 'a' });
  assert.deepEqual(asked, ['a']);
});

test('many who ask for one value at the same time cause one question', async () => {
  const { recall, asked } = recallOf({ freshMs: 10_000, staleMs: 10_000 });
  await Promise.all(Array.from({ length: 50 }, () => recall.of('a')));
  assert.deepEqual(asked, ['a']);
});

test('a stale value is answered at once and asked for again in the background', async () => {
  const { recall, asked, answers } = recallOf({ freshMs: 5, staleMs: 10_000 });
  await recall.of('a');
  answers.next = async () => ({ text: 'new' });
  await wait(10);
  assert.deepEqual(recall.of('a'), { text: 'a' });
  await wait(1);
  assert.deepEqual(recall.of('a'), { text: 'new' });
  assert.deepEqual(asked, ['a', 'a']);
});

test('a value beyond its stale age is never answered', async () => {
  const { recall, answers } = recallOf({ freshMs: 1, staleMs: 5 });
  await recall.of('a');
  answers.next = async () => null;
  await wait(10);
  assert.equal(await recall.of('a'), null);
  assert.equal(recall.knows('a'), false);
});

test('when the database fails a value lives to its stale age and then the error is seen', async () => {
  const { recall, answers } = recallOf({ freshMs: 1, staleMs: 30 });
  await recall.of('a');
  answers.next = () => Promise.reject(new Error('away'));
  await wait(5);
  assert.deepEqual(recall.of('a'), { text: 'a' });
  await wait(40);
  await assert.rejects(async () => recall.of('a'), /away/);
  assert.ok(recall.knows('a'));
});

test('what is absent is not kept', async () => {
  const { recall, asked, answers } = recallOf({ freshMs: 10_000, staleMs: 10_000 });
  answers.next = async () => null;
  assert.equal(await recall.of('a'), null);
  assert.equal(await recall.of('a'), null);
  assert.deepEqual(asked, ['a', 'a']);
});

test('what is forgotten is asked for again at once', async () => {
  const { recall, asked } = recallOf({ freshMs: 10_000, staleMs: 10_000 });
  await recall.of('a');
  await recall.of('b');
  recall.forget((value) => value.text === 'a');
  await recall.of('a');
  assert.deepEqual(recall.of('b'), { text: 'b' });
  assert.deepEqual(asked, ['a', 'b', 'a']);
});

test('an answer on its way while its value is forgotten is neither kept nor shared', async () => {
  const { recall, answers } = recallOf({ freshMs: 10_000, staleMs: 10_000 });
  const old = Promise.withResolvers<Value | null>();
  answers.next = () => old.promise;
  const before = recall.of('a');
  recall.forget(() => true);
  answers.next = async () => null;
  assert.equal(await recall.of('a'), null);
  old.resolve({ text: 'old' });
  assert.deepEqual(await before, { text: 'old' });
  assert.equal(await recall.of('a'), null);
});

test('no more than the bound is kept', async () => {
  const { recall } = recallOf({ freshMs: 10_000, staleMs: 10_000, most: 3 });
  for (const key of ['a', 'b', 'c', 'd']) await recall.of(key);
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => recall.knows(key)),
    [false, true, true, true],
  );
});
