import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSlice, slicedField, sliceIn } from './slice.ts';

const none = { label: null, metadata: {} };

test('a decision is in the slice of its class, or of the text of a metadata field', () => {
  assert.deepEqual([slicedField('label'), slicedField('metadata.channel')], [null, 'channel']);
  assert.deepEqual([sliceIn(null, { ...none, label: 'fraud' }), sliceIn(null, none)], ['fraud', null]);
  for (const [value, slice] of [
    ['app', 'app'],
    ['', ''],
    [true, 'true'],
    [false, 'false'],
    [42, '42'],
    [-0.5, '-0.5'],
    [-0, '0'],
  ] as const)
    assert.equal(sliceIn('field', { label: 'x', metadata: { field: value } }), slice);
});

test('a field that is absent, or that a replay keeps as undefined, is no slice, and neither is what every object inherits', () => {
  const metadata = { field: undefined } as unknown as Record<string, string>;
  assert.equal(sliceIn('field', { label: 'x', metadata }), null);
  assert.equal(sliceIn('other', { label: 'x', metadata }), null);
  assert.equal(sliceIn('constructor', none), null);
});

test('a sentence names the field, not the class', () => {
  assert.deepEqual(
    [describeSlice('label', 'fraud'), describeSlice('metadata.channel', 'app')],
    ['"fraud"', 'channel "app"'],
  );
});
