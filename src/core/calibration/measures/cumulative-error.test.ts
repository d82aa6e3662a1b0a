import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import { columnsFrom, dataA, drawLabels, levelsFrom, weightedTable } from '../../../testing/observations.ts';
import { cumulativeError } from './cumulative-error.ts';

test('A16: deviation, range and scale of data A', () => {
  const { deviation, range, scale } = cumulativeError(levelsFrom(dataA)) ?? {
    deviation: 0,
    range: 0,
    scale: 0,
  };
  near(deviation, 0.14, { absolute: 1e-9 });
  near(range, 0.14, { absolute: 1e-9 });
  near(scale, 0.128743931896, { absolute: 1e-9 });
  near(deviation / scale, 1.087429892333, { absolute: 1e-9 });
});

test('A17: p-values of data A', () => {
  const error = cumulativeError(levelsFrom(dataA));
  near(error?.deviationP, 0.551483518242, { absolute: 1e-9 });
  near(error?.rangeP, 0.8833073832, { absolute: 1e-9 });
});

test('with weights it is that of the weighted sums', () => {
  // Computed with NumPy from the same table.
  const error = cumulativeError(levelsFrom(weightedTable));
  near(error?.deviation, 0.06374449339207047, { absolute: 1e-12 });
  near(error?.range, 0.06630756908289946, { absolute: 1e-12 });
  near(error?.scale, 0.029094025273760094, { absolute: 1e-12 });
});

test('groups of equal confidence are added before looking, whatever their order', () => {
  const rising = cumulativeError(levelsFrom(columnsFrom([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0])));
  const falling = cumulativeError(levelsFrom(columnsFrom([0.5, 0.5, 0.5, 0.5], [0, 0, 1, 1])));
  assert.deepEqual(rising, falling);
  assert.equal(rising?.deviation, 0);
});

test('a calibrated model is suspected as often as the p-value says, also with weights that differ', () => {
  const worlds = 400;
  let [plain, weighted] = [0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const columns = drawLabels({ labels: 600, seed, truth: (confidence) => confidence });
    const weight = columns.confidence.map((_, label) => (label % 3 === 0 ? 15 : 1));
    if ((cumulativeError(levelsFrom(columns))?.deviationP ?? 1) <= 0.1) plain += 1;
    if ((cumulativeError(levelsFrom({ ...columns, weight }))?.deviationP ?? 1) <= 0.1) weighted += 1;
  }
  // Binomial(400, 0.1): 40 ± 4 standard deviations of 6; steps of few labels make the test a little shy.
  for (const suspected of [plain, weighted]) assert.ok(suspected >= 14 && suspected <= 64, `${suspected}`);
});

test('a model that is too confident is found out', () => {
  const columns = drawLabels({ labels: 600, seed: 1, truth: (confidence) => confidence * 0.85 });
  assert.ok((cumulativeError(levelsFrom(columns))?.deviationP ?? 1) < 1e-3);
});

test('gaps that cancel in the mean show in the range', () => {
  const tilted = (confidence: number) => 0.5 + 0.5 * (confidence - 0.5);
  const error = cumulativeError(levelsFrom(drawLabels({ labels: 3000, seed: 1, truth: tilted })));
  assert.ok((error?.rangeP ?? 1) < 1e-6);
});

test('certainty that is never contradicted tests nothing; one contradiction is impossible', () => {
  assert.equal(cumulativeError(levelsFrom(columnsFrom([0, 1], [0, 1]))), null);
  assert.equal(cumulativeError(levelsFrom(columnsFrom([0, 1], [1, 1])))?.deviationP, 0);
});

test('without labels there is no test', () => {
  assert.equal(cumulativeError(levelsFrom(columnsFrom([], []))), null);
});
