import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Threshold } from './document.ts';
import { forWhom, moveThreshold } from './move-threshold.ts';

const sure: Threshold = { name: 'sure', value: 0.8 };
const sliced: Threshold = { ...sure, bySlice: { by: 'metadata.channel', values: { app: 0.9, web: 0.6 } } };
const halve = (value: number) => value / 2;
const app = { slice: { by: 'metadata.channel', value: 'app' }, others: null };
const everybody = { slice: null, others: null };

test('for everybody all values move, and a certificate for the values before goes', () => {
  assert.deepEqual(moveThreshold({ ...sliced, certificateId: 'c' }, everybody, halve), {
    ok: true,
    threshold: { ...sure, value: 0.4, bySlice: { by: 'metadata.channel', values: { app: 0.45, web: 0.3 } } },
    before: 0.8,
    after: 0.4,
  });
  assert.deepEqual(moveThreshold(sure, everybody, halve), {
    ok: true,
    threshold: { ...sure, value: 0.4 },
    before: 0.8,
    after: 0.4,
  });
});

test('for a slice its value moves alone, from the general one where it had none', () => {
  const moved = moveThreshold(sliced, app, halve);
  assert.deepEqual(
    moved.ok && [moved.threshold.value, moved.threshold.bySlice?.values, moved.before, moved.after],
    [0.8, { app: 0.45, web: 0.6 }, 0.9, 0.45],
  );
  const first = moveThreshold(sure, app, halve);
  assert.deepEqual(first.ok && first.threshold, {
    ...sure,
    bySlice: { by: 'metadata.channel', values: { app: 0.4 } },
  });
});

test('slices with a map of their own stay where they are when all others move', () => {
  const others = { by: 'metadata.channel', values: { app: 3, fax: 4 } };
  const moved = moveThreshold(sliced, { slice: null, others }, halve);
  assert.deepEqual(moved.ok && moved.threshold, {
    ...sure,
    value: 0.4,
    bySlice: { by: 'metadata.channel', values: { app: 0.9, web: 0.3, fax: 0.8 } },
  });
});

test('a threshold parted by something else cannot move for some', () => {
  const byClass: Threshold = { ...sure, bySlice: { by: 'label', values: { fraud: 0.9 } } };
  assert.deepEqual(moveThreshold(byClass, app, halve), {
    ok: false,
    because: 'it is parted by class, and the maps by channel',
  });
  assert.equal(moveThreshold(byClass, everybody, halve).ok, true);
});

test('a sentence says for whom', () => {
  assert.equal(forWhom(app), ' for channel "app"');
  assert.match(
    forWhom({ slice: null, others: { by: 'label', values: { x: 1 } } }),
    /all slices without a map of their own/,
  );
  assert.equal(forWhom(everybody), '');
});
