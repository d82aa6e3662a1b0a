import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import { columnsFrom } from '../../../testing/observations.ts';
import { lossDifference, lossesPerLabel } from './compare-losses.ts';

test('the loss of a label is −ln of what was said of its outcome', () => {
  const losses = lossesPerLabel(columnsFrom([0.5, 0.5, 0.5], [1, 0, 0]), Float64Array.of(0.8, 0.8, 1));
  [-Math.log(0.8), -Math.log(0.2), -Math.log(1e-6)].forEach((loss, label) => {
    near(losses[label], loss, { absolute: 1e-9 });
  });
});

test('the difference is the weighted mean, and its interval that of paired differences', () => {
  const columns = columnsFrom([0.1, 0.2, 0.3, 0.4], [1, 1, 1, 1]);
  const { value, standardError, low, high } = lossDifference(
    columns,
    Float64Array.of(101, 202, 303, 404),
    Float64Array.of(100, 200, 300, 400),
  );
  // Differences 1, 2, 3, 4: mean 2.5, sample variance 5/3, over 4 labels.
  near(value, 2.5, { absolute: 1e-12 });
  near(standardError, Math.sqrt(5 / 12), { absolute: 1e-12 });
  near(high - value, 1.959963984540054 * Math.sqrt(5 / 12), { absolute: 1e-12 });
  near(value - low, high - value, { absolute: 1e-12 });
});

test('weights count as decisions in the mean, not as labels in the certainty', () => {
  const columns = columnsFrom([0.1, 0.2, 0.3], [1, 1, 1], [1, 1, 2]);
  const { value, standardError } = lossDifference(columns, Float64Array.of(1, 2, 3), new Float64Array(3));
  near(value, 2.25, { absolute: 1e-12 });
  // Σw²(d−mean)² = 1.5625 + 0.0625 + 4·0.5625 = 3.875; n = 16/6; times n/(n−1) = 1.6, over (Σw)² = 16.
  near(standardError, Math.sqrt((3.875 * 1.6) / 16), { absolute: 1e-12 });
});

test('the same losses differ by nothing, with certainty', () => {
  const losses = Float64Array.of(0.5, 0.1);
  const { value, low, high } = lossDifference(columnsFrom([0.1, 0.2], [1, 1]), losses, losses);
  assert.deepEqual([value, low, high], [0, 0, 0]);
});
