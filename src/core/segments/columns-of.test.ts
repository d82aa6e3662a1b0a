import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded } from '../../testing/recorded.ts';
import type { CodeColumn } from './column.ts';
import { codesOf, columnsOf } from './columns-of.ts';
import { idAt } from './uuid-bytes.ts';

const noon = Date.UTC(2026, 0, 5, 12);

test('a decision becomes a row in every column that has something to say about it', () => {
  const columns = columnsOf([
    recorded({ recordedAtMs: noon, metadata: { amount: 12.5, country: 'DE', first: true } }),
    recorded({ recordedAtMs: noon + 1, confidence: 0.25, metadata: { country: 'FR' } }),
  ]);
  assert.deepEqual([...columns.keys()].sort(), [
    ...['confidence', 'decisionId', 'label', 'metadata.amount', 'metadata.country', 'metadata.first'],
    ...['modelVersion', 'place', 'recordedAt', 'routing', 'thousandth'],
  ]);
  assert.deepEqual(columns.get('confidence'), { kind: 'numbers', numbers: Float64Array.of(0.9, 0.25) });
  assert.deepEqual(columns.get('metadata.amount'), {
    kind: 'numbers',
    numbers: Float64Array.of(12.5, Number.NaN),
  });
  assert.deepEqual(columns.get('metadata.country'), {
    kind: 'codes',
    codes: Uint8Array.of(0, 1),
    dictionary: ['DE', 'FR'],
  });
  assert.deepEqual(columns.get('metadata.first'), {
    kind: 'codes',
    codes: Uint8Array.of(0, 1),
    dictionary: [true, null],
  });
});

test('columns of nothing are left out', () => {
  const names = [...columnsOf([recorded({ label: null })]).keys()];
  for (const name of ['label', 'probabilities', 'pairedWith']) assert.ok(!names.includes(name), name);
});

test('probabilities keep their classes in the order they came', () => {
  const columns = columnsOf([
    recorded({ probabilities: { fraud: 0.25, refund: 0.75 } }),
    recorded({ probabilities: null }),
    recorded({ probabilities: { refund: 0.5 } }),
  ]);
  assert.deepEqual(columns.get('probabilities'), {
    kind: 'maps',
    ends: Uint32Array.of(2, 2, 3),
    keys: Uint8Array.of(0, 1, 1),
    values: Float64Array.of(0.25, 0.75, 0.5),
    dictionary: ['fraud', 'refund'],
  });
});

test('equal routings are one entry of the dictionary, whether or not they are one object', () => {
  const one = recorded({});
  const columns = columnsOf([
    one,
    one,
    recorded({}),
    recorded({ routing: { ...one.routing, route: 'hold' } }),
  ]);
  const routing = columns.get('routing') as CodeColumn; // always codes
  assert.deepEqual([...routing.codes], [0, 0, 0, 1]);
  assert.deepEqual(routing.dictionary, [one.routing, { ...one.routing, route: 'hold' }]);
});

test('a pair points to the live decision, and to none where there is none', () => {
  const live = recorded({}).decisionId;
  const column = columnsOf([recorded({ pairedWith: live }), recorded({})]).get('pairedWith');
  assert.ok(column?.kind === 'ids');
  assert.deepEqual([idAt(column.ids, 0), idAt(column.ids, 1)], [live, null]);
});

test('values that look alike are told apart: a number, its text, a flag, an object and its text', () => {
  const cells = [1, '1', true, 'true', null, 'null', { a: 1 }, '{"a":1}'];
  assert.deepEqual(codesOf(cells), {
    kind: 'codes',
    codes: Uint8Array.from(cells.keys()),
    dictionary: cells,
  });
});
