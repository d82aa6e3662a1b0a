import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closure, compiled, facts, said } from '../../../testing/both-ways.ts';

const signs = ['==', '!=', '<', '<=', '>', '>='] as const;

/** A small table: three operands against each other, one row per sign. */
function table(low: string, high: string): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    signs.map((sign) => [
      sign,
      [said(`${low} ${sign} ${high}`), said(`${high} ${sign} ${low}`), said(`${low} ${sign} ${low}`)],
    ]),
  );
}

test('all orders are one order, whatever is compared and whichever side is written down', () => {
  const expected = {
    '==': [false, false, true],
    '!=': [true, true, false],
    '<': [true, false, false],
    '<=': [true, false, true],
    '>': [false, true, false],
    '>=': [false, true, true],
  };
  for (const [low, high] of [
    ['metadata.other', 'metadata.count'],
    ['3', 'metadata.count'],
    ['confidence', 'metadata.amount'],
    ['0.25', 'confidence'],
    ['confidence', 'metadata.other'],
    ['metadata.other', '3.5'],
    ['metadata.country', 'label'],
    ['"A"', 'metadata.country'],
    ['false', 'metadata.vip'],
    ['metadata.seenAt', 'now'],
    ['timestamp("2025-01-01T00:00:00Z")', 'metadata.seenAt'],
    ['duration("1h")', '(now - metadata.seenAt)'],
  ] as const)
    assert.deepEqual(table(low, high), expected, `${low}, ${high}`);
});

test('whole numbers stay whole, and one decimal makes all decimal', () => {
  assert.equal(closure('metadata.count + 1')?.type, 'int');
  assert.equal(closure('metadata.count + 1.0')?.type, 'double');
  assert.equal(closure('metadata.amount * 2')?.type, 'double');
  assert.equal(said('metadata.count / 3'), 1n);
  assert.equal(said('metadata.count / 3.2'), 1.25);
});

test('a decision that brings a zero to divide by cannot be evaluated, whatever is compared with the result', () => {
  for (const amount of [0, -0]) {
    const zero = { ...facts, metadata: { amount } };
    for (const sign of signs)
      for (const divided of ['confidence', '-confidence', 'metadata.amount', 'thresholds.sure'])
        assert.equal(compiled(`${divided} / metadata.amount ${sign} 1.0`, zero), 'cannot');
  }
});

test('texts are joined, in order', () => {
  assert.equal(said('label + "/" + model'), 'refund/intent-2');
  assert.equal(closure('label - model'), null);
});

test('times take spans and give spans', () => {
  assert.equal(closure('now - metadata.seenAt')?.type, 'span');
  assert.equal(closure('now - duration("1h")')?.type, 'time');
  assert.equal(said('now - duration("1h") + duration("1h") == now'), true);
  for (const text of [
    'duration("1h") + now',
    'now + now',
    'duration("1h") - duration("1s")',
    'duration("1h") - now',
    'now - 1',
  ])
    assert.equal(closure(text), null, text);
});

test('a sign is changed of numbers only', () => {
  assert.equal(said('-metadata.count'), -4n);
  assert.equal(said('--metadata.count'), 4n);
  assert.equal(said('-confidence'), -0.9);
  assert.equal(closure('-label'), null);
});

test('whatever the numbers, decimals calculate as doubles do', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, fc.integer({ min: -9, max: 9 }), (amount, count) => {
      const given = { ...facts, metadata: { amount, count } };
      for (const [text, value] of [
        ['metadata.amount + metadata.count', amount + count],
        ['metadata.count - metadata.amount', count - amount],
        ['metadata.amount * metadata.count', amount * count],
        ['metadata.count / 0.3', count / 0.3],
      ] as const) {
        const run = closure(text)?.run as (of: typeof given, beside: unknown) => number;
        assert.equal(run(given, null), value, text);
      }
    }),
  );
});
