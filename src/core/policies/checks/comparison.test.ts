import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '@marcbachmann/cel-js';
import { allNodes, comparisonOf, keyOf, writtenValue } from './comparison.ts';

function compared(text: string) {
  return comparisonOf(parse(text).ast);
}

test('a comparison is read from the side of what it reads', () => {
  const value = (one: string | number) => ({ kind: 'value', value: one });
  assert.deepEqual(compared('confidence >= 0.9'), { key: 'confidence', sign: '>=', bound: value(0.9) });
  assert.deepEqual(compared('0.9 <= confidence'), { key: 'confidence', sign: '>=', bound: value(0.9) });
  assert.deepEqual(compared('5 > metadata.amount'), { key: 'metadata.amount', sign: '<', bound: value(5) });
  assert.deepEqual(compared('metadata["amount"] != -5'), {
    key: 'metadata.amount',
    sign: '!=',
    bound: value(-5),
  });
  assert.deepEqual(compared('"fraud" == label'), { key: 'label', sign: '==', bound: value('fraud') });
  assert.deepEqual(compared('thresholds.sure < probabilities.fraud'), {
    key: 'probabilities.fraud',
    sign: '>',
    bound: { kind: 'threshold', name: 'sure' },
  });
});

test('what compares two things that are read, or none, is no such comparison', () => {
  for (const text of [
    'confidence > calibrated',
    '1 < 2',
    'confidence + 1.0 > 2.0',
    'true',
    'label in ["a"]',
    'probabilities[label] > 0.5',
  ])
    assert.equal(compared(text), null, text);
});

test('plain reads have one key, however they are written', () => {
  assert.equal(keyOf(parse('metadata.amount').ast), 'metadata.amount');
  assert.equal(keyOf(parse('metadata["amount"]').ast), 'metadata.amount');
  assert.equal(keyOf(parse('thresholds.sure').ast), null);
  assert.equal(keyOf(parse('size(label)').ast), null);
});

test('written values are plain ones', () => {
  assert.deepEqual(
    ['1', '1.5', '-2', '"x"', 'true', 'null', 'confidence', '-"x"'].map((text) =>
      writtenValue(parse(text).ast),
    ),
    [1, 1.5, -2, 'x', true, null, null, null],
  );
});

test('a tree is walked to its last leaf', () => {
  const ops = allNodes(parse('!(a.b > 1) && ["x"].exists(c, c == d) ? has(e.f) : g[h] in [1, 2]').ast).map(
    ({ op }) => op,
  );
  assert.equal(ops.filter((op) => op === 'id').length, 7);
  assert.equal(ops.filter((op) => op === 'value').length, 4);
});
