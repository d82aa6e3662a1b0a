import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow, evenHistogram } from '../../testing/labelled-window.ts';
import { near } from '../../testing/near.ts';
import { binomialCdf } from '../stats/binomial.ts';
import { clopperPearsonUpper } from '../stats/clopper-pearson.ts';
import { certify } from './certify.ts';
import { certifyJointly, type JointQuestion } from './joint-risk.ts';

const calibrated = (score: number) => 0.3 * (1 - score) ** 2;
const base: JointQuestion = {
  goal: { target: 0.01, delta: 0.05 },
  histogram: evenHistogram,
  labels: drawWindow({ labels: 4000, errorAt: calibrated }),
};

test('released errors are counted out of all decisions', () => {
  const answer = certifyJointly(base);
  assert.ok(answer.ok);
  const above = base.labels.filter(({ score, wrong }) => wrong && score >= answer.threshold);
  assert.deepEqual([answer.n, answer.k], [4000, above.length]);
  near(answer.p, binomialCdf(above.length, 4000, 0.01), { absolute: 1e-15 });
  assert.equal(answer.upper, clopperPearsonUpper(above.length, 4000, 0.95));
  assert.equal(answer.promise, 'all');
});

test('it is the loosest threshold before the first that fails', () => {
  const answer = certifyJointly(base);
  assert.ok(answer.ok);
  const passed = answer.ladder.filter(({ p }) => p <= 0.05);
  assert.equal(answer.threshold, passed.at(-1)?.threshold);
  assert.deepEqual(
    answer.ladder.filter(({ certified }) => certified),
    passed,
  );
  assert.ok(answer.ladder.every(({ p }, rung) => p >= (answer.ladder[rung - 1]?.p ?? 0)));
});

test('the cheaper promise releases more than the one about the released', () => {
  const [joint, released] = [certifyJointly(base), certify({ ...base, statistic: 'exact' })];
  assert.ok(joint.ok && released.ok);
  assert.ok(joint.coverage > 1.5 * released.coverage);
  // Released errors per decision keep the target while errors among the released are far above it.
  assert.ok(joint.k / joint.n < 0.01);
});

test('299 labels without an error certify everything, 298 nothing', () => {
  const right = drawWindow({ labels: 299, errorAt: () => 0 });
  const all = certifyJointly({ ...base, labels: right });
  assert.equal(all.ok && all.coverage, 1);
  const none = certifyJointly({ ...base, labels: right.slice(1) });
  assert.ok(!none.ok && none.because === 'not_certifiable');
  assert.equal(none.labelsNeeded, 299);
});

test('without labels it says how many it takes', () => {
  const none = certifyJointly({ ...base, labels: [] });
  assert.ok(!none.ok && none.because === 'not_certifiable');
  assert.deepEqual([none.n, none.labelsNeeded], [0, 299]);
  assert.ok(none.ladder.every(({ p, upper, certified }) => p === 1 && upper === 1 && !certified));
});

test('impact is bounded by Hoeffding and Bentkus', () => {
  const cheap = base.labels.map((label) => ({ ...label, impact: 1 }));
  const answer = certifyJointly({ ...base, labels: cheap, impactCap: 20 });
  const errors = certifyJointly(base);
  assert.ok(answer.ok && errors.ok && answer.coverage > errors.coverage);
  assert.equal(answer.upper, null);
});

test('no correction is needed for choosing the loosest: it is wrong in at most delta of windows', () => {
  // The true joint risk of threshold t is 0.1·(1 − t)³, at the target for t ≈ 0.536.
  let broken = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const labels = drawWindow({ labels: 800, errorAt: calibrated, seed });
    const answer = certifyJointly({ ...base, labels, rungs: 100 });
    if (answer.ok && 0.1 * (1 - answer.threshold) ** 3 > 0.01) broken += 1;
  }
  assert.ok(broken / 200 <= 0.096, `${broken} of 200`);
});

test('labels of different probabilities are refused', () => {
  const labels = base.labels.map((label, index) => ({ ...label, probability: index % 2 ? 0.1 : 0.5 }));
  const answer = certifyJointly({ ...base, labels });
  assert.ok(!answer.ok && answer.because === 'bad_input');
});
