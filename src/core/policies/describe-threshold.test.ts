import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeThreshold } from './describe-threshold.ts';

test('a threshold tells its values and whether it is certified', () => {
  assert.equal(describeThreshold({ name: 'sure', value: 0.9 }), 'sure: 0.9');
  assert.equal(
    describeThreshold({
      name: 'sure',
      value: 0.9,
      bySlice: { by: 'label', values: { fraud: 0.99, spam: 0.5 } },
    }),
    'sure: 0.9, 0.99 for "fraud", 0.5 for "spam"',
  );
  assert.equal(
    describeThreshold({
      name: 'sure',
      value: 0.9,
      bySlice: { by: 'metadata.channel', values: { app: 0.8 } },
    }),
    'sure: 0.9, 0.8 for channel "app"',
  );
  assert.equal(describeThreshold({ name: 'sure', value: 0.9, certificateId: 'c' }), 'sure: 0.9 (certified)');
});
