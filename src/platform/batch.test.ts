import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answered, openBatcher } from './batch.ts';
import { Refusal } from './refusal.ts';

type Gate = { open(): void; passed: Promise<void> };

function gate(): Gate {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

function doubled(items: readonly number[]): Answered<number>[] {
  return items.map((item) => ({ ok: true, answer: item * 2 }));
}

test('what arrives while a batch is being committed becomes the next batch, in order', async () => {
  const batches: number[][] = [];
  const first = gate();
  const batcher = openBatcher<number, number>({
    batchLimit: 10,
    queueLimit: 100,
    async commit(items) {
      batches.push([...items]);
      if (batches.length === 1) await first.passed;
      return doubled(items);
    },
  });
  const early = batcher.submit([1]);
  await new Promise((resolve) => setImmediate(resolve));
  const late = [batcher.submit([2]), batcher.submit([3, 4])];
  first.open();
  assert.deepEqual(await early, [{ ok: true, answer: 2 }]);
  assert.deepEqual(await Promise.all(late), [
    [{ ok: true, answer: 4 }],
    [
      { ok: true, answer: 6 },
      { ok: true, answer: 8 },
    ],
  ]);
  assert.deepEqual(batches, [[1], [2, 3, 4]]);
});

test('large items fill batch and queue sooner than their number does, but one is always let in', async () => {
  const first = gate();
  const sizes: number[] = [];
  const batcher = openBatcher<number, number>({
    batchLimit: 100,
    queueLimit: 100,
    bytes: { of: (item) => item, batchLimit: 50, queueLimit: 80 },
    async commit(items) {
      sizes.push(items.length);
      if (sizes.length === 1) await first.passed;
      return doubled(items);
    },
  });
  const alone = batcher.submit([500]);
  await new Promise((resolve) => setImmediate(resolve));
  const queued = [batcher.submit([30]), batcher.submit([20]), batcher.submit([30])];
  await assert.rejects(batcher.submit([1]), { code: 'ingest.overloaded' });
  first.open();
  await Promise.all([alone, ...queued]);
  assert.deepEqual(sizes, [1, 2, 1]);
  await batcher.submit([80]);
});

test('a batch takes no more than the limit, but a larger group is never cut', async () => {
  const sizes: number[] = [];
  const batcher = openBatcher<number, number>({
    batchLimit: 3,
    queueLimit: 100,
    async commit(items) {
      sizes.push(items.length);
      return doubled(items);
    },
  });
  await Promise.all([batcher.submit([1, 2]), batcher.submit([3, 4]), batcher.submit([5, 6, 7, 8, 9])]);
  assert.deepEqual(sizes, [2, 2, 5]);
});

test('one bad row is found by halving and fails alone', async () => {
  const batcher = openBatcher<number, number>({
    batchLimit: 100,
    queueLimit: 100,
    async commit(items) {
      if (items.includes(5)) throw new Error('bad row');
      return doubled(items);
    },
  });
  const answers = await batcher.submit([1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(
    answers.map((answer) => answer.ok),
    [true, true, true, true, false, true, true],
  );
});

test('a database that is away is asked once, not again in halves', async () => {
  let asked = 0;
  const batcher = openBatcher<number, number>({
    batchLimit: 100,
    queueLimit: 100,
    async commit() {
      asked += 1;
      throw Object.assign(new Error('no server'), { code: 'ECONNREFUSED' });
    },
  });
  const answers = await batcher.submit([1, 2, 3, 4]);
  assert.equal(asked, 1);
  assert.ok(answers.every((answer) => !answer.ok));
});

test('a full queue refuses at once and says when to come back; what was taken is still answered', async () => {
  const blocked = gate();
  const batcher = openBatcher<number, number>({
    batchLimit: 1,
    queueLimit: 2,
    async commit(items) {
      await blocked.passed;
      return doubled(items);
    },
  });
  const taken = [batcher.submit([1])];
  await new Promise((resolve) => setImmediate(resolve));
  taken.push(batcher.submit([2]), batcher.submit([3]));
  await assert.rejects(batcher.submit([4]), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, 'ingest.overloaded');
    assert.equal(error.details.retryAfterSeconds, 1);
    return true;
  });
  assert.equal(batcher.depth(), 3);
  blocked.open();
  await Promise.all(taken);
  await batcher.drained();
  assert.equal(batcher.depth(), 0);
});

test('a second commit joins while a full batch waits, and only then', async () => {
  const gates = [gate(), gate(), gate()];
  const batches: number[][] = [];
  const batcher = openBatcher<number, number>({
    batchLimit: 3,
    queueLimit: 100,
    async commit(items) {
      batches.push([...items]);
      await gates[batches.length - 1]?.passed;
      return doubled(items);
    },
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const taken = [batcher.submit([1])];
  await turn();
  taken.push(batcher.submit([2, 3]));
  await turn();
  assert.deepEqual(batches, [[1]], 'two of three: they wait for the commit in flight');
  taken.push(batcher.submit([4]), batcher.submit([5, 6, 7]));
  await turn();
  assert.deepEqual(batches, [[1], [2, 3, 4]]);
  await turn();
  assert.equal(batches.length, 2, 'a third commit never joins');
  gates[1]?.open();
  await turn();
  assert.deepEqual(batches, [[1], [2, 3, 4], [5, 6, 7]]);
  gates[0]?.open();
  gates[2]?.open();
  await Promise.all(taken);
  await batcher.drained();
  assert.equal(batcher.depth(), 0);
});

test('whoever submits at the moment of an answer is not left waiting', async () => {
  const batcher = openBatcher<number, number>({
    batchLimit: 2,
    queueLimit: 100,
    commit: async (items) => doubled(items),
  });
  for (let i = 0; i < 200; i++) {
    const [answer] = await batcher.submit(i % 3 === 0 ? [i, i] : [i]);
    assert.deepEqual(answer, { ok: true, answer: i * 2 });
  }
});
