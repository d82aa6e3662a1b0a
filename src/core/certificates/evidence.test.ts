import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialPmf } from '../stats/binomial.ts';
import { openRandom } from '../stats/random.ts';
import { leastLabelsByEvidence, logEvidenceAbove, logEvidenceBelow, priorBelow } from './evidence.ts';

test('known answer: 400 labels without an error are evidence of 21.39 for less than 1 % (statistics.md A64)', () => {
  const seen = { labels: 400, wrong: 0, rate: 0.01 };
  near(Math.exp(logEvidenceBelow(seen, { a: 1, b: 200 })), 21.390802658, { absolute: 1e-8 });
  assert.deepEqual(priorBelow(0.01), { a: 1, b: 200 });
});

test('known answer: 12 errors in 300 labels are evidence of 68.3 for more than 1 % (statistics.md A72)', () => {
  const seen = { labels: 300, wrong: 12, rate: 0.01 };
  near(Math.exp(logEvidenceAbove(seen, { a: 1, b: 1 })), 68.316798704, { absolute: 1e-8 });
});

test('known answers: 392, 640, 850 and 1042 labels certify 1 % with 0 to 3 errors (statistics.md 3.5)', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((errors) => leastLabelsByEvidence(errors, 0.01, 0.05)),
    [392, 640, 850, 1042],
  );
});

test('one label less is too few', () => {
  for (const errors of [0, 1, 5, 20]) {
    const labels = leastLabelsByEvidence(errors, 0.02, 0.05);
    const log = (n: number) => logEvidenceBelow({ labels: n, wrong: errors, rate: 0.02 });
    assert.ok(log(labels) >= Math.log(20) && log(labels - 1) < Math.log(20));
  }
});

test('before the first label there is no evidence', () => {
  near(logEvidenceBelow({ labels: 0, wrong: 0, rate: 0.01 }), 0, { absolute: 1e-13 });
  near(logEvidenceAbove({ labels: 0, wrong: 0, rate: 0.01 }), 0, { absolute: 1e-13 });
});

test('its mean is exactly 1 if the rate is the one to refute: a fair bet', () => {
  for (const [labels, rate] of [
    [1, 0.01],
    [40, 0.01],
    [25, 0.3],
    [200, 0.05],
  ] as const)
    for (const log of [logEvidenceBelow, logEvidenceAbove]) {
      let mean = 0;
      for (let wrong = 0; wrong <= labels; wrong += 1)
        mean += binomialPmf(wrong, labels, rate) * Math.exp(log({ labels, wrong, rate }));
      near(mean, 1, { absolute: 1e-10 }, `${labels} labels at ${rate}`);
    }
});

test('its mean is at most 1 where the claim to refute is true otherwise', () => {
  for (const [log, truth] of [
    [logEvidenceBelow, 0.08],
    [logEvidenceAbove, 0.02],
  ] as const) {
    let mean = 0;
    for (let wrong = 0; wrong <= 60; wrong += 1)
      mean += binomialPmf(wrong, 60, truth) * Math.exp(log({ labels: 60, wrong, rate: 0.05 }));
    assert.ok(mean < 1);
  }
});

test('looked at after every label, it reaches 20 in at most 5 % of windows at the boundary', () => {
  const random = openRandom(4);
  let reached = 0;
  for (let run = 0; run < 400; run += 1) {
    let wrong = 0;
    for (let labels = 1; labels <= 600; labels += 1) {
      if (random.uniform() < 0.05) wrong += 1;
      if (labels % 5 > 0 || logEvidenceBelow({ labels, wrong, rate: 0.05 }) < Math.log(20)) continue;
      reached += 1;
      break;
    }
  }
  assert.ok(reached / 400 <= 0.05 + 0.033, `${reached} of 400`);
});

test('an error speaks against, a right label for a rate below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 50 }), (labels, wrong) => {
      fc.pre(wrong < labels);
      const log = (n: number, k: number) => logEvidenceBelow({ labels: n, wrong: k, rate: 0.01 });
      assert.ok(log(labels + 1, wrong) > log(labels, wrong));
      assert.ok(log(labels + 1, wrong + 1) < log(labels, wrong));
    }),
  );
});

test('evidence that no number could hold is still told apart, as its logarithm', () => {
  const far = { labels: 20_000, wrong: 10_000, rate: 0.01 };
  const [below, above] = [logEvidenceBelow(far), logEvidenceAbove(far)];
  assert.ok(Number.isFinite(below) && below < -5);
  assert.ok(Number.isFinite(above) && above > 30_000);
});

test('arguments without a meaning give no number', () => {
  for (const [errors, target, delta] of [
    [-1, 0.01, 0.05],
    [0.5, 0.01, 0.05],
    [0, 0, 0.05],
    [0, 0.01, 1],
  ] as const)
    assert.ok(Number.isNaN(leastLabelsByEvidence(errors, target, delta)));
});
