import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import {
  anyObservations,
  columnsFrom,
  dataA,
  levelsFrom,
  weightedTable,
} from '../../../testing/observations.ts';
import { columnsOf } from '../observations/observations.ts';
import { brierScore } from './proper-scores.ts';
import { fittedCurve, reliabilityCurve } from './reliability-curve.ts';

test('A20: miscalibration, discrimination and uncertainty of data A', () => {
  const curve = reliabilityCurve(levelsFrom(dataA));
  near(curve?.miscalibration, 0.062583333333, { absolute: 1e-9 });
  near(curve?.discrimination, 0.133333333333, { absolute: 1e-9 });
  near(curve?.uncertainty, 0.25, { absolute: 1e-9 });
});

test('the steps of data A: where they begin and end, and how much they hold', () => {
  const steps = reliabilityCurve(levelsFrom(dataA))?.steps ?? [];
  assert.deepEqual(
    steps.map(({ from, to, count }) => [from, to, count]),
    [
      [0.1, 0.45, 3],
      [0.55, 0.65, 2],
      [0.7, 0.85, 3],
      [0.9, 0.95, 2],
    ],
  );
  [0, 1 / 2, 2 / 3, 1].forEach((probability, step) => {
    near(steps[step]?.probability, probability, { absolute: 1e-12 });
  });
});

test('the weighted curve is the weighted isotonic fit', () => {
  // By pooling adjacent violators in Python.
  const expected = [2 / 3, 2 / 3, 5 / 7, 3 / 4, 5 / 6, 6 / 7, 40 / 41];
  fittedCurve(levelsFrom(weightedTable)).forEach((probability, level) => {
    near(probability, expected[level] ?? 0, { absolute: 1e-12 });
  });
});

test('the parts make the Brier score, none below 0, and the steps rise and hold everything', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const levels = levelsFrom(columnsOf(observations));
      const curve = reliabilityCurve(levels);
      assert.ok(curve);
      const { miscalibration, discrimination, uncertainty, steps } = curve;
      near(miscalibration - discrimination + uncertainty, brierScore(levels)?.value ?? -1, {
        absolute: 1e-12,
      });
      assert.ok(miscalibration >= 0 && discrimination >= 0 && uncertainty >= 0);
      for (const [place, { probability, from, to }] of steps.entries()) {
        assert.ok(from <= to && probability >= 0 && probability <= 1);
        assert.ok(place === 0 || probability > (steps[place - 1]?.probability ?? 1));
      }
      assert.equal(
        steps.reduce((sum, { count }) => sum + count, 0),
        observations.length,
      );
    }),
  );
});

test('whole weights are as good as repetition', () => {
  const repeated = columnsFrom([0.2, 0.6, 0.6, 0.6, 0.9, 0.9], [1, 0, 0, 0, 1, 1]);
  const weighted = columnsFrom([0.2, 0.6, 0.9], [1, 0, 1], [1, 3, 2]);
  const [one, other] = [repeated, weighted].map((columns) => reliabilityCurve(levelsFrom(columns)));
  for (const part of ['miscalibration', 'discrimination', 'uncertainty'] as const)
    near(other?.[part], one?.[part] ?? -1, { absolute: 1e-12 });
  assert.deepEqual(
    other?.steps.map(({ probability, share }) => [probability, share]),
    one?.steps.map(({ probability, share }) => [probability, share]),
  );
});

test('one outcome makes one step', () => {
  const curve = reliabilityCurve(levelsFrom(columnsFrom([0.3, 0.9], [1, 1])));
  assert.equal(curve?.steps.length, 1);
  assert.equal(curve?.uncertainty, 0);
  assert.equal(reliabilityCurve(levelsFrom(columnsFrom([], []))), null);
});
