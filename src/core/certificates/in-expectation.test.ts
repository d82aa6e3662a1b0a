import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow, evenHistogram } from '../../testing/labelled-window.ts';
import { near } from '../../testing/near.ts';
import { certifyInExpectation, expectedRiskBound } from './in-expectation.ts';
import { certifyJointly } from './joint-risk.ts';

const calibrated = (score: number) => 0.3 * (1 - score) ** 2;

function ask(labels: ReturnType<typeof drawWindow>, target = 0.01) {
  return certifyInExpectation({ target, histogram: evenHistogram, labels });
}

test('known answer: a mean loss of 0.008 in 999 labels is 0.008992 for the next (statistics.md A60)', () => {
  near(expectedRiskBound({ loss: 0.008 * 999, labels: 999, most: 1 }), 0.008992, { absolute: 1e-12 });
});

test('it says what it is', () => {
  const answer = ask(drawWindow({ labels: 3000, errorAt: calibrated }));
  assert.ok(answer.ok);
  assert.equal(answer.promise, 'all-in-expectation');
  assert.ok(answer.bound <= 0.01);
  near(answer.bound, (answer.k + 1) / 3001, { absolute: 1e-12 });
  const passed = answer.ladder.filter(({ certified }) => certified);
  assert.equal(passed.at(-1)?.threshold, answer.threshold);
  assert.ok(answer.ladder.every(({ bound, certified }) => certified === bound <= 0.01));
});

test('99 right labels are enough for 1 %, 98 are not', () => {
  const labels = drawWindow({ labels: 99, errorAt: () => 0 });
  const enough = ask(labels);
  assert.equal(enough.ok && enough.coverage, 1);
  const few = ask(labels.slice(1));
  assert.ok(!few.ok && few.because === 'not_certifiable');
  assert.equal(few.labelsNeeded, 99);
});

test('without labels it says how many it takes', () => {
  const none = ask([]);
  assert.ok(!none.ok && none.because === 'not_certifiable');
  assert.deepEqual([none.n, none.labelsNeeded], [0, 99]);
  assert.ok(none.ladder.every(({ bound, certified }) => bound === 1 && !certified));
});

test('it releases more than the promise with confidence, of the same labels', () => {
  const labels = drawWindow({ labels: 1500, errorAt: calibrated });
  const confident = certifyJointly({ goal: { target: 0.01, delta: 0.05 }, histogram: evenHistogram, labels });
  const expected = ask(labels);
  assert.ok(expected.ok && confident.ok && expected.coverage > confident.coverage);
});

test('on average over windows the target is kept; in single ones it is not', () => {
  const risks = Array.from({ length: 200 }, (_, seed) => {
    const answer = ask(drawWindow({ labels: 500, errorAt: calibrated, seed: seed + 1 }));
    return answer.ok ? 0.1 * (1 - answer.threshold) ** 3 : 0;
  });
  const mean = risks.reduce((sum, risk) => sum + risk, 0) / 200;
  assert.ok(mean <= 0.0105, `${mean}`);
  assert.ok(risks.filter((risk) => risk > 0.01).length > 20);
});

test('impact counts as a share of its cap', () => {
  const labels = drawWindow({ labels: 1500, errorAt: calibrated }).map((label) => ({ ...label, impact: 1 }));
  const answer = certifyInExpectation({ target: 0.01, histogram: evenHistogram, labels, impactCap: 10 });
  assert.ok(answer.ok);
  near(answer.bound, (answer.k / 10 + 1) / 1501, { absolute: 1e-12 });
});

test('a target that is none, and labels of different probabilities, are refused', () => {
  const labels = drawWindow({
    labels: 50,
    errorAt: () => 0,
    probability: (score) => (score > 0.5 ? 1 : 0.5),
  });
  for (const answer of [ask(labels), ask([], 0), ask([], Number.NaN)])
    assert.ok(!answer.ok && answer.because === 'bad_input');
});
