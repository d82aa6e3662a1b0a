import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import {
  columnsFrom,
  columnsOfTable,
  drawLabels,
  levelsFrom,
  weightedTable,
} from '../../../testing/observations.ts';
import { openRandom } from '../../stats/random.ts';
import { microBinCount } from '../observations/bins.ts';
import { weightClasses } from '../observations/cells.ts';
import type { Columns } from '../observations/observations.ts';
import { tallyOf } from '../observations/tally.ts';
import { consistencyBand } from './consistency-band.ts';
import { fittedCurve } from './reliability-curve.ts';

function bandOf(columns: Columns, { seed = 1, replicates = 200 } = {}) {
  const tally = tallyOf(columns);
  const levels = levelsFrom(columns);
  return consistencyBand(
    { tally, levels, classes: weightClasses(tally) },
    { random: openRandom(seed), replicates },
  );
}

test('there is a point for every distinct confidence, and the band rises', () => {
  const band = bandOf(weightedTable);
  const confidences = [0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
  assert.equal(band.length, confidences.length);
  for (const [place, { confidence, low, high }] of band.entries()) {
    near(confidence, confidences[place] ?? -1, { absolute: 1e-12 });
    assert.ok(low >= 0 && low <= high && high <= 1);
    assert.ok(place === 0 || (low >= (band[place - 1]?.low ?? 1) && high >= (band[place - 1]?.high ?? 1)));
  }
});

test('with more confidences than micro-bins it is drawn on micro-bins', () => {
  const columns = drawLabels({ labels: 3000, seed: 1, truth: (confidence) => confidence });
  const band = bandOf(columns, { replicates: 50 });
  assert.ok(band.length <= microBinCount && band.length > 500);
  assert.ok(band.every(({ low, high, confidence }) => low <= confidence + 0.02 && high >= confidence - 0.02));
});

test('the curve of a calibrated model lies in the band at nine points of ten', () => {
  let [inside, points] = [0, 0];
  const rows = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = openRandom(seed);
    const columns = columnsOfTable(
      rows.map((confidence) => {
        const right = random.binomial(40, confidence);
        return [confidence, right, 40 - right, 1];
      }),
    );
    const curve = fittedCurve(levelsFrom(columns));
    for (const [level, { low, high }] of bandOf(columns, { seed }).entries()) {
      const fitted = curve[level] ?? -1;
      points += 1;
      if (fitted >= low - 1e-12 && fitted <= high + 1e-12) inside += 1;
    }
  }
  // Discrete outcomes make the band a little wide.
  assert.ok(inside / points > 0.88 && inside / points < 0.97, `${inside / points}`);
});

test('weights that differ make the band wider', () => {
  const columns = columnsFrom(new Array(100).fill(0.8), [...new Array(80).fill(1), ...new Array(20).fill(0)]);
  const uneven = { ...columns, weight: columns.weight.map((_, label) => (label % 10 === 0 ? 30 : 1)) };
  const [equal, unequal] = [bandOf(columns), bandOf(uneven)].map(
    ([point]) => (point?.high ?? 0) - (point?.low ?? 0),
  );
  assert.ok((unequal ?? 0) > 1.5 * (equal ?? 1));
});

test('the same seed gives the same band, another one nearly the same', () => {
  assert.deepEqual(bandOf(weightedTable), bandOf(weightedTable));
  const [one, other] = [bandOf(weightedTable), bandOf(weightedTable, { seed: 2 })];
  assert.ok(one.every(({ low }, place) => Math.abs(low - (other[place]?.low ?? 9)) < 0.12));
});

test('without labels the band is empty', () => {
  assert.deepEqual(bandOf(columnsFrom([], [])), []);
});
