import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binomialCdf } from '../stats/binomial.ts';
import { leastLabelsByEvidence } from './evidence.ts';
import { labelsNeeded } from './labels-needed.ts';
import { leastLabels, mostErrors } from './least-labels.ts';

const goal = { target: 0.01, delta: 0.05 };

/** How likely so many labels certify. */
function powerOf(labels: number, rate: number): number {
  const most = mostErrors(labels, goal.target, goal.delta);
  return most === null ? 0 : binomialCdf(most, labels, rate);
}

const table = [
  { rate: 0.002, least: 628, byStepsOfOnePercent: 632 },
  { rate: 0.003, least: 913, byStepsOfOnePercent: 915 },
  { rate: 0.005, least: 1941, byStepsOfOnePercent: 1948 },
  { rate: 0.007, least: 5876, byStepsOfOnePercent: 6103 },
];

for (const { rate, least, byStepsOfOnePercent } of table) {
  test(`known answer: at a true error of ${rate * 100} % the fewest labels for 1 % are ${least}`, () => {
    assert.equal(labelsNeeded({ rate, ...goal }), least);
    assert.ok(powerOf(least, rate) >= 0.8);
  });

  test(`the reference's ${byStepsOfOnePercent} for ${rate * 100} % is the same rule, looked for in steps of 1 %`, () => {
    let labels = 299;
    while (powerOf(labels, rate) < 0.8) labels = Math.floor(labels * 1.01) + 1;
    assert.equal(labels, byStepsOfOnePercent);
  });
}

test('no smaller number of labels is as likely to certify, tried one by one', () => {
  for (const rate of [0, 0.001, 0.0025, 0.004]) {
    let labels = 1;
    while (powerOf(labels, rate) < 0.8) labels += 1;
    assert.equal(labelsNeeded({ rate, ...goal }), labels, `rate ${rate}`);
  }
});

test('beyond 64 errors the number still suffices, and is within 2 % of the fewest', () => {
  const found = labelsNeeded({ rate: 0.0075, ...goal }) ?? 0;
  assert.ok(powerOf(found, 0.0075) >= 0.8);
  let first = 0;
  while (binomialCdf(first, leastLabels(first, 0.01, 0.05), 0.0075) < 0.8) first += 1;
  assert.ok(found <= leastLabels(first, 0.01, 0.05) * 1.02);
});

test('more power, less delta, and a test that may look at any time need more', () => {
  const usual = labelsNeeded({ rate: 0.004, ...goal }) ?? 0;
  assert.ok((labelsNeeded({ rate: 0.004, ...goal, power: 0.95 }) ?? 0) > usual);
  assert.ok((labelsNeeded({ rate: 0.004, target: 0.01, delta: 0.01 }) ?? 0) > usual);
  assert.ok((labelsNeeded({ rate: 0.004, ...goal, least: leastLabelsByEvidence }) ?? 0) > usual);
});

test('an error at the target, above it, or a hair below it cannot be certified with any number', () => {
  for (const rate of [0.01, 0.02, 1, 0.0099, Number.NaN, -0.001])
    assert.equal(labelsNeeded({ rate, ...goal }), null, `rate ${rate}`);
});
