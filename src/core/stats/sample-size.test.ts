import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { openRandom } from './random.ts';
import { labelsForMargin, labelsPerArm } from './sample-size.ts';
import { wilson } from './wilson.ts';

test('known answer: ± 0.2 points at 1 % (statistics.md A93)', () => {
  assert.equal(labelsForMargin(0.01, 0.002), 9508);
});

test('known answer: 5 % against 6 % (statistics.md A92)', () => {
  assert.equal(labelsPerArm(0.05, 0.06), 8158);
});

test('known answers: the classic ± 3 points of a poll, and halves of it', () => {
  assert.equal(labelsForMargin(0.5, 0.03), 1068);
  assert.equal(labelsForMargin(0.5, 0.015), 4269);
  assert.equal(labelsForMargin(0.5, 0.05, 0.9), 271);
});

test('an interval of that many labels is as wide as asked', () => {
  const total = labelsForMargin(0.04, 0.005) ?? 0;
  const interval = wilson(Math.round(0.04 * total), total);
  near(((interval?.high ?? 0) - (interval?.low ?? 0)) / 2, 0.005, { relative: 0.01 });
});

test('a test with that many labels finds the difference as often as asked: 4000 seeded pairs', () => {
  const perArm = labelsPerArm(0.1, 0.15, { power: 0.9 }) ?? 0;
  const random = openRandom(26);
  let found = 0;
  for (let pair = 0; pair < 4000; pair += 1) {
    const [one, other] = [random.binomial(perArm, 0.1), random.binomial(perArm, 0.15)];
    const pooled = (one + other) / (2 * perArm);
    const error = Math.sqrt((2 * pooled * (1 - pooled)) / perArm);
    if (Math.abs(other - one) / perArm > 1.96 * error) found += 1;
  }
  near(found / 4000, 0.9, { absolute: 0.02 });
});

test('more power, more level or less difference need more labels', () => {
  const least = labelsPerArm(0.05, 0.06) ?? 0;
  assert.ok((labelsPerArm(0.05, 0.06, { power: 0.9 }) ?? 0) > least);
  assert.ok((labelsPerArm(0.05, 0.06, { level: 0.99 }) ?? 0) > least);
  assert.ok((labelsPerArm(0.05, 0.055) ?? 0) > least);
  assert.equal(labelsPerArm(0.06, 0.05), least);
});

test('questions without an answer', () => {
  assert.equal(labelsForMargin(0.5, 0), null);
  assert.equal(labelsForMargin(0, 0.1), null);
  assert.equal(labelsForMargin(0.5, 0.1, 1), null);
  assert.equal(labelsPerArm(0.05, 0.05), null);
  assert.equal(labelsPerArm(0.05, 1), null);
  assert.equal(labelsPerArm(0.05, 0.06, { power: 1 }), null);
  assert.equal(labelsPerArm(Number.NaN, 0.06), null);
});
