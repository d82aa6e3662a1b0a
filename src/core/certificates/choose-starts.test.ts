import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { chooseStarts, guessFromCounts } from './choose-starts.ts';

const goal = { target: 0.01, delta: 0.05 };
const even = Array.from({ length: 200 }, (_, rung) => (rung + 1) * 25); // 5000 labels

test('without a guess there are four starts, at 1.5, 2.5, 4 and 6.5 times 299 labels', () => {
  const starts = chooseStarts(even, null, goal);
  assert.deepEqual(
    starts.map(({ rung, kind }) => ({ labels: even[rung], kind })),
    [450, 750, 1200, 1950].map((labels) => ({ labels, kind: 'fallback' })),
  );
  for (const { weight } of starts) near(weight, 0.0125, { absolute: 1e-15 });
});

test('with a guess most of delta goes where it promises most, the rest to 2 and 5 times 299 labels', () => {
  const guess = even.map((_, rung) => (rung < 100 ? 0.0019 : 0.02));
  const starts = chooseStarts(even, guess, goal);
  assert.deepEqual(
    starts.map(({ rung, kind }) => ({ labels: even[rung], kind })),
    [
      { labels: 600, kind: 'fallback' },
      { labels: 1500, kind: 'fallback' },
      { labels: 2500, kind: 'history' },
    ],
  );
  assert.deepEqual(
    starts.map(({ weight }) => Number(weight.toFixed(12))),
    [0.005, 0.005, 0.04],
  );
});

test('a start that coincides with another one adds its weight to it', () => {
  const guess = even.map((labels) => (labels <= 600 ? 0.001 : 0.5));
  const starts = chooseStarts(even, guess, goal);
  assert.deepEqual(
    starts.map(({ rung, weight, kind }) => [even[rung], Number(weight.toFixed(12)), kind]),
    [
      [600, 0.045, 'history'],
      [1500, 0.005, 'fallback'],
    ],
  );
});

test('a start that no rung reaches leaves its weight to the others', () => {
  const starts = chooseStarts([200, 450, 800], null, goal);
  assert.deepEqual(
    starts.map(({ rung, weight }) => [rung, Number(weight.toFixed(12))]),
    [
      [1, 0.025],
      [2, 0.025],
    ],
  );
});

test('with hardly any labels everything is put on the loosest rung', () => {
  assert.deepEqual(chooseStarts([100, 200, 310], null, goal), [{ rung: 2, weight: 0.05, kind: 'fallback' }]);
  assert.deepEqual(chooseStarts([0], null, goal), [{ rung: 0, weight: 0.05, kind: 'fallback' }]);
  assert.deepEqual(chooseStarts([], null, goal), []);
});

test('weights always add up to delta, on different rungs in their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 }),
      fc.option(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 })),
      (steps, guess) => {
        let sum = 0;
        const labels = steps.map((step) => {
          sum += step;
          return sum;
        });
        const starts = chooseStarts(labels, guess, goal);
        near(
          starts.reduce((all, { weight }) => all + weight, 0),
          goal.delta,
          { absolute: 1e-15 },
        );
        const rungs = starts.map(({ rung }) => rung);
        assert.deepEqual(
          rungs,
          [...new Set(rungs)].sort((a, b) => a - b),
        );
        assert.ok(rungs.every((rung) => rung >= 0 && rung < labels.length));
      },
    ),
  );
});

test('a guess that is no number is passed over', () => {
  const guess = even.map((_, rung) => (rung === 80 ? 0.001 : Number.NaN));
  assert.equal(chooseStarts(even, guess, goal).find(({ kind }) => kind === 'history')?.rung, 80);
});

test('nobody is guessed to be perfect, and of nothing half is guessed', () => {
  assert.deepEqual(guessFromCounts({ labels: [99, 199, 0], wrong: [0, 1, 0] }), [0.005, 0.0075, 0.5]);
});
