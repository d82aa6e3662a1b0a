import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow, evenHistogram } from '../../testing/labelled-window.ts';
import { near } from '../../testing/near.ts';
import { labelsNeeded } from './labels-needed.ts';
import { buildLadder } from './ladder.ts';
import { type Outlook, outlook } from './not-certifiable.ts';
import type { Question } from './question.ts';
import { testRungs } from './test-rungs.ts';

const base: Question = {
  goal: { target: 0.01, delta: 0.05 },
  statistic: 'exact',
  histogram: evenHistogram,
  labels: [],
  leastProbability: 0.1,
  traffic: { decisionsPerDay: 1000, auditRate: 0.1 },
};

function outlookOf(change: Partial<Question>, guess: readonly number[] | null = null): Outlook {
  const question = { ...base, ...change };
  const built = buildLadder(question.histogram);
  assert.ok(built.ok);
  const { ladder } = built;
  return outlook(question, { ladder, tested: testRungs(question, ladder, question.labels), guess });
}

test('without any label: what a use case needs whose error is half the target', () => {
  const { bestCoverage, expectedError, labelsNeeded: needed, labelsMissing, auditPlan } = outlookOf({});
  assert.equal(bestCoverage, 1);
  assert.equal(expectedError, 0.005);
  // At 0.8 delta, which is what the start of the next window gets.
  assert.equal(needed, labelsNeeded({ rate: 0.005, target: 0.01, delta: 0.04 }));
  assert.equal(labelsMissing, needed);
  assert.equal(auditPlan?.daysAtThisRate, Math.ceil((needed ?? 0) / 100));
});

test('labels that speak against the loose end move the best threshold to the strict one', () => {
  const labels = drawWindow({ labels: 2000, errorAt: (score) => (score > 0.6 ? 0.001 : 0.1) });
  const { bestThreshold, expectedError } = outlookOf({ labels });
  assert.ok((bestThreshold ?? 0) > 0.5 && (bestThreshold ?? 1) < 0.75, `${bestThreshold}`);
  assert.ok((expectedError ?? 1) < 0.005);
});

test('a guess counts where labels are missing', () => {
  const guess = Array.from({ length: 200 }, (_, rung) => (rung < 80 ? 0.001 : 0.03));
  const { bestThreshold, expectedError } = outlookOf({}, guess);
  near(bestThreshold, 0.601, { absolute: 1e-9 });
  near(expectedError, 0.001, { absolute: 1e-9 });
});

test('where nothing looks better than the target there is no best threshold and no number', () => {
  const labels = drawWindow({ labels: 3000, errorAt: () => 0.3 });
  assert.deepEqual(outlookOf({ labels }, new Array<number>(200).fill(0.3)), {
    bestThreshold: null,
    bestCoverage: null,
    expectedError: null,
    labelsNeeded: null,
    labelsMissing: null,
    auditPlan: null,
  });
});

test('an error a hair below the target has a best threshold, and no number of labels', () => {
  const {
    bestThreshold,
    labelsNeeded: needed,
    auditPlan,
  } = outlookOf({}, new Array<number>(200).fill(0.00999));
  assert.notEqual(bestThreshold, null);
  assert.equal(needed, null);
  assert.equal(auditPlan, null);
});

test('an exact test has used its labels up; one that may look at any time keeps them', () => {
  const labels = drawWindow({ labels: 200, errorAt: () => 0 });
  const once = outlookOf({ labels });
  assert.equal(once.labelsMissing, once.labelsNeeded);
  const always = outlookOf({ labels, statistic: 'evidence' });
  assert.equal(always.labelsMissing, (always.labelsNeeded ?? 0) - 200);
});

test('bets on labels of unequal probability need more of them', () => {
  const flat = drawWindow({ labels: 200, errorAt: () => 0 });
  const uneven = flat.map((label, index) => ({ ...label, probability: index % 5 === 0 ? 0.1 : 1 }));
  const needed = (labels: typeof flat) => outlookOf({ labels, statistic: 'betting' }).labelsNeeded ?? 0;
  assert.ok(needed(uneven) > 2 * needed(flat));
});

test('without traffic the plan is left out, the numbers are not', () => {
  const { traffic: _, ...quiet } = base;
  const built = buildLadder(evenHistogram);
  assert.ok(built.ok);
  const tested = testRungs(quiet, built.ladder, []);
  const answer = outlook(quiet, { ladder: built.ladder, tested, guess: null });
  assert.equal(answer.auditPlan, null);
  assert.ok((answer.labelsMissing ?? 0) > 1000);
});
