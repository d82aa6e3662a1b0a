// What chance alone does to the ECE: the floor in closed form, the null distribution by resampling.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import {
  columnsFrom,
  columnsOfTable,
  dataA,
  drawLabels,
  levelsFrom,
  weightedTable,
} from '../../../testing/observations.ts';
import { openRandom } from '../../stats/random.ts';
import { equalWidthBins, filledBins, placeAmongFilled } from '../observations/bins.ts';
import { cellsOf, weightClasses } from '../observations/cells.ts';
import type { Columns } from '../observations/observations.ts';
import { tallyOf } from '../observations/tally.ts';
import { expectedError } from './calibration-error.ts';
import { noiseFloor } from './noise-floor.ts';
import { nullError } from './null-error.ts';

function floorOf(columns: Columns, bins: number): number | null {
  return noiseFloor(filledBins(equalWidthBins(levelsFrom(columns), bins)));
}

function chanceOf(columns: Columns, { bins = 15, replicates = 500, seed = 1 } = {}) {
  const tally = tallyOf(columns);
  const grid = equalWidthBins(levelsFrom(columns), bins);
  const cells = cellsOf(tally, { classes: weightClasses(tally), groupOf: placeAmongFilled(grid) });
  const seen = expectedError(filledBins(grid)) ?? 0;
  return nullError(cells, seen, { random: openRandom(seed), replicates });
}

const calibrated = (confidence: number) => confidence;

test('A14: the noise floor of data A over 5 bins', () => {
  near(floorOf(dataA, 5), 0.222544704506, { absolute: 1e-9 });
});

test('the floor goes by effective labels: weights that differ raise it, a common factor does not', () => {
  const rows = [0.6, 0.7, 0.8, 0.9];
  const equal = columnsOfTable(rows.map((confidence) => [confidence, 30, 10, 1]));
  const scaled = columnsOfTable(rows.map((confidence) => [confidence, 30, 10, 7]));
  const uneven = columnsFrom(
    [...equal.confidence],
    [...equal.correct],
    [...equal.weight].map((_, label) => (label % 8 === 0 ? 50 : 1)),
  );
  near(floorOf(scaled, 10), floorOf(equal, 10) ?? 0, { relative: 1e-12 });
  assert.ok((floorOf(uneven, 10) ?? 0) > 1.5 * (floorOf(equal, 10) ?? 0));
});

test('a calibrated model shows an ECE of the floor on average, and above q95 once in twenty', () => {
  const worlds = 300;
  let [floors, errors, above] = [0, 0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const columns = drawLabels({ labels: 500, seed, truth: calibrated });
    const error = expectedError(filledBins(equalWidthBins(levelsFrom(columns), 15))) ?? 0;
    errors += error / worlds;
    floors += (floorOf(columns, 15) ?? 0) / worlds;
    if (error > (chanceOf(columns, { replicates: 200, seed })?.q95 ?? 0)) above += 1;
  }
  near(floors, errors, { relative: 0.03 });
  // Binomial(300, 0.05): 15 ± 4 standard deviations of 3.8.
  assert.ok(above >= 1 && above <= 30, `${above} of ${worlds}`);
});

test('the quantile is the same for the same seed and hardly another for another', () => {
  const columns = drawLabels({ labels: 400, seed: 8, truth: calibrated });
  assert.deepEqual(chanceOf(columns), chanceOf(columns));
  near(chanceOf(columns, { seed: 2 })?.q95, chanceOf(columns)?.q95 ?? 0, { relative: 0.1 });
});

test('with weights the quantile is that of the weighted sums, drawn label by label', () => {
  const random = openRandom(11);
  const errors = Array.from({ length: 2000 }, () => {
    const correct = [...weightedTable.confidence].map((confidence) =>
      random.uniform() < confidence ? 1 : 0,
    );
    const drawn = columnsFrom([...weightedTable.confidence], correct, [...weightedTable.weight]);
    return expectedError(filledBins(equalWidthBins(levelsFrom(drawn), 15))) ?? 0;
  }).sort((one, other) => one - other);
  near(chanceOf(weightedTable, { replicates: 2000 })?.q95, errors[1899] ?? 0, { relative: 0.06 });
});

test('an ECE that chance hardly reaches has a small p-value, never one of 0', () => {
  const overconfident = drawLabels({ labels: 2000, seed: 4, truth: (confidence) => confidence * 0.8 });
  assert.equal(chanceOf(overconfident, { replicates: 99 })?.pValue, 0.01);
});

test('confidences of 0 and 1 that are right have an ECE of 0, which is no surprise', () => {
  assert.deepEqual(chanceOf(columnsFrom([0, 1, 1], [0, 1, 1])), { q95: 0, pValue: 1 });
});

test('without labels there is neither floor nor quantile', () => {
  assert.equal(noiseFloor([]), null);
  assert.equal(chanceOf(columnsFrom([], [])), null);
});
