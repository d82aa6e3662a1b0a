import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, columnsFrom, columnsOfTable, levelsFrom } from '../../../testing/observations.ts';
import type { Levels } from '../observations/levels.ts';
import { columnsOf } from '../observations/observations.ts';
import { sigmoid } from './calibration-map.ts';
import { isSeparable } from './fit.ts';
import { fitLogistic } from './logistic-fit.ts';

/** Derivative of the mean loss by every coefficient, label by label. */
function gradientAt(levels: Levels, features: readonly Float64Array[], at: readonly number[]): number[] {
  const gradient = at.map((value, place) => (place < features.length ? 1e-6 * value : 0));
  for (let level = 0; level < levels.unit.length; level += 1) {
    const row = [...features.map((column) => column[level] ?? 0), 1];
    const p = sigmoid(row.reduce((sum, value, place) => sum + value * (at[place] ?? 0), 0));
    const weight = levels.weight[level] ?? 0;
    const off = (weight * p - (levels.rightWeight[level] ?? 0)) / levels.totals.weight;
    row.forEach((value, place) => {
      gradient[place] = (gradient[place] ?? 0) + off * value;
    });
  }
  return gradient;
}

test('without features the intercept is the logit of the weighted accuracy', () => {
  const [intercept] = fitLogistic(levelsFrom(columnsFrom([0.4, 0.6], [1, 0], [3, 1])), []) ?? [];
  near(intercept, Math.log(3), { absolute: 1e-9 });
});

test('two groups are fitted exactly: the line goes through both of their logits', () => {
  const levels = levelsFrom(
    columnsOfTable([
      [0.2, 2, 8, 1],
      [0.7, 9, 3, 1],
    ]),
  );
  const [slope = 0, intercept = 0] = fitLogistic(levels, [levels.confidence]) ?? [];
  near(sigmoid(slope * 0.2 + intercept), 0.2, { absolute: 1e-4 });
  near(sigmoid(slope * 0.7 + intercept), 0.75, { absolute: 1e-4 });
});

test('where it settles, no coefficient can be bettered', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 4 }), (observations) => {
      const levels = levelsFrom(columnsOf(observations));
      const features = [levels.confidence, levels.confidence.map((confidence) => confidence ** 2)];
      const found = fitLogistic(levels, features);
      if (found === null) return;
      for (const slope of gradientAt(levels, features, found)) near(slope, 0, { absolute: 1e-7 });
    }),
    { numRuns: 300 },
  );
});

test('features of very different size are no harder', () => {
  const levels = levelsFrom(
    columnsOfTable([
      [0.2, 2, 8, 1],
      [0.5, 5, 4, 2],
      [0.7, 9, 3, 1],
    ]),
  );
  const features = [levels.confidence.map((c) => c * 100), levels.confidence.map((c) => c * c - 0.3)];
  const found = fitLogistic(levels, features);
  assert.ok(found);
  for (const slope of gradientAt(levels, features, found)) near(slope, 0, { absolute: 1e-8 });
});

test('labels are separable when some threshold has all right ones at or above it and all wrong ones at or below', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 2 }), (observations) => {
      const outcomes = new Set(observations.map(({ correct }) => correct));
      if (outcomes.size < 2) return;
      const rounded = observations.map(({ confidence, correct }) => ({
        unit: Math.round(confidence * 1e6),
        correct,
      }));
      const parted = rounded.some(({ unit: threshold }) =>
        rounded.every(({ unit, correct }) => (correct ? unit >= threshold : unit <= threshold)),
      );
      assert.equal(isSeparable(levelsFrom(columnsOf(observations))), parted);
    }),
  );
});
