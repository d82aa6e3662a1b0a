import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../../core/use-cases/use-case.ts';
import { knownSlices, partings, withSliceValue } from './slice-values.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [{ name: 'fraud', impact: 1 }],
  metadataFields: [
    { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
    { name: 'vip', type: 'boolean', required: false },
    { name: 'country', type: 'string', required: false },
  ],
};

test('values can differ by class and by every metadata field', () => {
  assert.deepEqual(
    partings(subject).map(({ value, label }) => [value, label]),
    [
      ['label', 'class'],
      ['metadata.channel', 'channel'],
      ['metadata.vip', 'vip'],
      ['metadata.country', 'country'],
    ],
  );
  assert.deepEqual(partings({ outputKind: 'text', classes: [], metadataFields: [] }), []);
});

test('slices are listed where it is known which there are', () => {
  assert.deepEqual(knownSlices(subject, 'label'), ['fraud']);
  assert.deepEqual(knownSlices(subject, 'metadata.channel'), ['app', 'web']);
  assert.deepEqual(knownSlices(subject, 'metadata.vip'), ['true', 'false']);
  assert.equal(knownSlices(subject, 'metadata.country'), null);
});

test('a slice gets a value of its own, another one, and none again', () => {
  const own = { by: 'metadata.channel', values: { app: 0.95 } };
  assert.deepEqual(withSliceValue(own, 'web', 0.7).values, { app: 0.95, web: 0.7 });
  assert.deepEqual(withSliceValue(own, 'app', 0.99).values, { app: 0.99 });
  assert.deepEqual(withSliceValue(own, 'app', null), { by: 'metadata.channel', values: {} });
});
