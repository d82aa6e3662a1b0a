import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialCdf } from '../stats/binomial.ts';
import { clopperPearsonUpper } from '../stats/clopper-pearson.ts';
import { leastLabels, mostErrors } from './least-labels.ts';

// statistics.md A31 and 3.2: the fewest labels for 0 to 5 errors at 95 %.
const table = [
  { target: 0.01, labels: [299, 473, 628, 773, 913, 1049] },
  { target: 0.05, labels: [59, 93, 124, 153, 181, 208] },
  { target: 0.001, labels: [2995, 4742, 6294, 7752, 9151, 10511] },
];

for (const { target, labels } of table) {
  test(`known answers: the fewest labels for 0 to 5 errors at a target of ${target}`, () => {
    assert.deepEqual(
      labels.map((_, errors) => leastLabels(errors, target, 0.05)),
      labels,
    );
  });
}

test('known answer: 299 labels without an error certify 1 %, 298 do not (statistics.md A30)', () => {
  near(clopperPearsonUpper(0, 299), 0.009969146793, { absolute: 1e-12 });
  near(clopperPearsonUpper(0, 298), 0.010002432438, { absolute: 1e-12 });
  assert.equal(leastLabels(0, 0.01, 0.05), 299);
  assert.equal(mostErrors(299, 0.01, 0.05), 0);
  assert.equal(mostErrors(298, 0.01, 0.05), null);
});

test('one label less is too few, and that many errors more are too many', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.double({ min: 0.001, max: 0.9, noNaN: true }),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      (errors, target, delta) => {
        const least = leastLabels(errors, target, delta);
        assert.ok(binomialCdf(errors, least, target) <= delta);
        assert.ok(least === errors + 1 || binomialCdf(errors, least - 1, target) > delta);
      },
    ),
    { numRuns: 200 },
  );
});

test('the most errors are those whose fewest labels are there', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.double({ min: 0.005, max: 0.5, noNaN: true }),
      (labels, target) => {
        const most = mostErrors(labels, target, 0.05);
        assert.ok(most === null || leastLabels(most, target, 0.05) <= labels);
        assert.ok(leastLabels((most ?? -1) + 1, target, 0.05) > labels);
      },
    ),
    { numRuns: 200 },
  );
});

test('a rung certifies exactly when its one-sided Clopper–Pearson bound keeps the target', () => {
  for (const [errors, labels] of [
    [0, 299],
    [0, 298],
    [3, 772],
    [3, 773],
    [5, 1048],
    [5, 1049],
  ] as const)
    assert.equal(
      (clopperPearsonUpper(errors, labels) ?? 1) <= 0.01,
      labels >= leastLabels(errors, 0.01, 0.05),
    );
});

test('a target of one in a million, and a delta near 1, have answers', () => {
  assert.equal(leastLabels(0, 1e-6, 0.05), 2_995_731);
  assert.equal(leastLabels(0, 0.5, 0.999), 1);
  assert.equal(leastLabels(4, 0.999, 0.05), 5);
});

test('arguments without a meaning give no number', () => {
  for (const [errors, target, delta] of [
    [-1, 0.01, 0.05],
    [1.5, 0.01, 0.05],
    [Number.NaN, 0.01, 0.05],
    [0, 0, 0.05],
    [0, 1, 0.05],
    [0, 0.01, 0],
    [0, 0.01, 1],
    [0, Number.NaN, 0.05],
  ] as const)
    assert.ok(Number.isNaN(leastLabels(errors, target, delta)), `${errors}, ${target}, ${delta}`);
  assert.equal(mostErrors(Number.NaN, 0.01, 0.05), null);
  assert.equal(mostErrors(0, 0.01, 0.05), null);
});
