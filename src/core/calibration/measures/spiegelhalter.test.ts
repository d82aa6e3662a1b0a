import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import { columnsFrom, dataA, drawLabels, levelsFrom, weightedTable } from '../../../testing/observations.ts';
import { spiegelhalter } from './spiegelhalter.ts';

test('A13: Z and two-sided p of data A', () => {
  const { z, pValue } = spiegelhalter(levelsFrom(dataA)) ?? {};
  near(z, 0.223033886745, { absolute: 1e-9 });
  near(pValue, 0.823509132862, { absolute: 1e-9 });
});

test('with weights it is that of the weighted sums', () => {
  // Computed with NumPy from the same table.
  near(spiegelhalter(levelsFrom(weightedTable))?.z, 2.4119342142865814, { absolute: 1e-10 });
});

test('for a calibrated model Z is standard normal', () => {
  const worlds = 400;
  let [sum, squares] = [0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { z } = spiegelhalter(levelsFrom(drawLabels({ labels: 300, seed, truth: (c) => c }))) ?? { z: 9 };
    sum += z / worlds;
    squares += (z * z) / worlds;
  }
  // Standard errors 0.05 and 0.07.
  near(sum, 0, { absolute: 0.2 });
  near(squares, 1, { absolute: 0.28 });
});

test('over-confidence gives a positive Z, under-confidence a negative one', () => {
  const zOf = (truth: (confidence: number) => number) =>
    spiegelhalter(levelsFrom(drawLabels({ labels: 2000, seed: 1, truth, from: 0.6 })))?.z ?? 0;
  assert.ok(zOf((confidence) => confidence - 0.1) > 3);
  assert.ok(zOf((confidence) => confidence + 0.05) < -2);
});

test('labels at 0, ½ and 1 carry no information for it', () => {
  assert.equal(spiegelhalter(levelsFrom(columnsFrom([0, 0.5, 1], [1, 0, 0]))), null);
  assert.equal(spiegelhalter(levelsFrom(columnsFrom([], []))), null);
});
