import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../../testing/near.ts';
import { columnsFrom, dataA, drawLabels, levelsFrom, weightedTable } from '../../../testing/observations.ts';
import { brierScore, logLoss, skill } from './proper-scores.ts';

test('A11: the Brier score of data A', () => {
  near(brierScore(levelsFrom(dataA))?.value, 0.17925, { absolute: 1e-9 });
});

test('A12: the log-loss of data A', () => {
  near(logLoss(levelsFrom(dataA))?.value, 0.534112387579, { absolute: 1e-9 });
});

test('skill is what confidence saves of the uncertainty: 1 − Brier/UNC', () => {
  near(skill(levelsFrom(dataA)), 1 - 0.17925 / 0.25, { absolute: 1e-9 });
});

test('with weights both are those of the decisions spoken for', () => {
  // Computed with NumPy from the same table.
  near(brierScore(levelsFrom(weightedTable))?.value, 0.127789467360833, { absolute: 1e-12 });
  near(logLoss(levelsFrom(weightedTable))?.value, 0.43650133359038346, { absolute: 1e-12 });
});

test('certain and wrong costs 13.8 nats and is counted', () => {
  const score = logLoss(levelsFrom(columnsFrom([1, 0, 1, 0, 1], [0, 1, 1, 0, 0])));
  assert.equal(score?.clippedAndWrong, 3);
  near(score?.value, (3 * -Math.log(1e-6) + 2 * 1e-6) / 5, { absolute: 1e-9 });
  near(logLoss(levelsFrom(columnsFrom([1], [0])))?.value, 13.815510557964, { absolute: 1e-9 });
});

test('a confidence a millionth off is not clipped', () => {
  assert.equal(logLoss(levelsFrom(columnsFrom([0.999999], [0])))?.clippedAndWrong, 0);
});

test('below five of either outcome there is a value but no interval', () => {
  const score = brierScore(
    levelsFrom(columnsFrom(new Array(50).fill(0.9), [0, 0, 0, 0, ...new Array(46).fill(1)])),
  );
  assert.equal(score?.interval, null);
  assert.ok((score?.value ?? 0) > 0);
});

test('intervals hold the true score in about 95 of 100 samples, also with weights that differ', () => {
  // E(c − y)² = E c(1−c) = 1/6 for a calibrated model with uniform confidence.
  const worlds = 400;
  let [plain, weighted] = [0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const columns = drawLabels({ labels: 400, seed, truth: (confidence) => confidence });
    const weight = columns.confidence.map((_, label) => (label % 2 === 0 ? 9 : 1));
    const [one, other] = [columns, { ...columns, weight }].map(
      (each) => brierScore(levelsFrom(each))?.interval,
    );
    if (one && one.low <= 1 / 6 && one.high >= 1 / 6) plain += 1;
    if (other && other.low <= 1 / 6 && other.high >= 1 / 6) weighted += 1;
  }
  // Binomial(400, 0.95): 380, 4 standard deviations of 4.4 below is 362.
  assert.ok(plain >= 362 && weighted >= 362, `${plain}, ${weighted} of ${worlds}`);
});

test('worse than always saying the base rate is a negative skill', () => {
  assert.ok((skill(levelsFrom(columnsFrom([0.1, 0.9, 0.2, 0.8], [1, 0, 1, 0]))) ?? 1) < 0);
});

test('where every label has one outcome there is nothing to resolve', () => {
  assert.equal(skill(levelsFrom(columnsFrom([0.4, 0.9], [1, 1]))), null);
  assert.equal(skill(levelsFrom(columnsFrom([0.4, 0.9], [0, 0]))), null);
});

test('without labels there are no scores', () => {
  const none = levelsFrom(columnsFrom([], []));
  assert.equal(brierScore(none), null);
  assert.equal(logLoss(none), null);
  assert.equal(skill(none), null);
});
