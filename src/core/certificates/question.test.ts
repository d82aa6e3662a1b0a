import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow, evenHistogram } from '../../testing/labelled-window.ts';
import { checkQuestion, type Question } from './question.ts';

const good: Question = {
  goal: { target: 0.01, delta: 0.05 },
  statistic: 'exact',
  histogram: evenHistogram,
  labels: drawWindow({ labels: 20, errorAt: () => 0 }),
};
const mixed = drawWindow({ labels: 20, errorAt: () => 0, probability: (score) => (score > 0.5 ? 0.1 : 1) });
const twice = [...good.labels, { ...good.labels[0]!, wrong: true }]; // there are twenty
const plan = { thresholds: [0.9, 0.5], starts: [{ rung: 0, weight: 0.05, kind: 'fallback' as const }] };

test('a question that can be answered comes back with its ladder and its labels', () => {
  const checked = checkQuestion(good);
  assert.ok(checked.ok);
  assert.equal(checked.ladder.thresholds.length, 200);
  assert.deepEqual(checked.labels, good.labels);
  assert.equal(checked.history, null);
});

test('retries are gone from the labels, and a history is kept beside them', () => {
  const history = drawWindow({ labels: 5, errorAt: () => 0, seed: 2 });
  const checked = checkQuestion({ ...good, labels: [...good.labels, ...good.labels], history });
  assert.ok(checked.ok);
  assert.equal(checked.labels.length, 20);
  assert.deepEqual(checked.history, history);
});

test('a plan brings its own thresholds', () => {
  const checked = checkQuestion({ ...good, plan });
  assert.ok(checked.ok);
  assert.deepEqual(checked.ladder.thresholds, [0.9, 0.5]);
});

const refused: readonly (readonly [string, Partial<Question>, string, RegExp])[] = [
  ['an impossible target', { goal: { target: 1, delta: 0.05 } }, '/goal/target', /between 0 and 1/],
  ['an impossible delta', { goal: { target: 0.01, delta: 0 } }, '/goal/delta', /between 0 and 1/],
  ['contradictory labels', { labels: twice }, '/labels/20', /right and wrong; resolve that first/],
  ['contradictory history', { labels: [], history: twice }, '/history/labels/20', /resolve that first/],
  ['mixed probabilities in an exact test', { labels: mixed }, '/labels', /different probabilities/],
  [
    'mixed probabilities as evidence',
    { labels: mixed, statistic: 'evidence' },
    '/labels',
    /different probabilities/,
  ],
  [
    'a decision both in the window and in its history',
    { history: good.labels.slice(3, 4) },
    '/history',
    /in the history and in the window/,
  ],
  [
    'a window without decisions',
    { histogram: { scores: [], counts: [] } },
    '/histogram',
    /no decisions in this window/,
  ],
  [
    'a cap of the impact that is no number',
    { impactCap: Number.NaN },
    '/impactCap',
    /positive number, not NaN/,
  ],
  ['a cap of the impact of zero', { impactCap: 0 }, '/impactCap', /positive number, not 0/],
  ['impact counted as evidence', { impactCap: 5, labels: [], statistic: 'evidence' }, '/statistic', /impact/],
  ['betting without a least probability', { statistic: 'betting' }, '/leastProbability', /needs the least/],
  [
    'betting with an impossible one',
    { statistic: 'betting', leastProbability: 0 },
    '/leastProbability',
    /needs the least/,
  ],
  [
    'labels rarer than the least probability',
    { statistic: 'betting', leastProbability: 0.2 },
    '/leastProbability',
    /has probability 0\.1, below 0\.2/,
  ],
  [
    'a plan whose thresholds ascend',
    { plan: { ...plan, thresholds: [0.5, 0.9] } },
    '/plan/thresholds',
    /descend/,
  ],
  [
    'a plan that starts beside the ladder',
    { plan: { ...plan, starts: [{ rung: 2, weight: 0.05, kind: 'fallback' }] } },
    '/plan/starts',
    /lie on rungs/,
  ],
  [
    'a plan that spends more than delta',
    { goal: { target: 0.01, delta: 0.04 }, plan },
    '/plan/starts',
    /at most 0\.04/,
  ],
  [
    'negative traffic',
    { traffic: { decisionsPerDay: -1, auditRate: 0.1 } },
    '/traffic/decisionsPerDay',
    /no -1 decisions/,
  ],
  [
    'an audit of more than everything',
    { traffic: { decisionsPerDay: 1, auditRate: 1.5 } },
    '/traffic/auditRate',
    /not 1\.5/,
  ],
  ['half a rung', { rungs: 0.5 }, '/rungs', /whole number of rungs/],
];

for (const [what, change, at, message] of refused) {
  test(`${what} is refused, with the place and a sentence`, () => {
    const checked = checkQuestion({ ...good, ...change });
    assert.ok(!checked.ok && checked.because === 'bad_input');
    const problem = checked.problems.find((one) => one.at === at);
    assert.match(problem?.message ?? `nothing at ${at}: ${JSON.stringify(checked.problems)}`, message);
  });
}

test('impacts that are no finite numbers are refused one by one', () => {
  const labels = good.labels.map((label, index) => ({ ...label, impact: index === 3 ? Infinity : 1 }));
  const checked = checkQuestion({ ...good, labels, impactCap: 10 });
  assert.ok(!checked.ok);
  assert.deepEqual(
    checked.problems.map(({ at }) => at),
    ['/labels/3'],
  );
});

test('all that is wrong is told at once', () => {
  const checked = checkQuestion({
    ...good,
    goal: { target: 0, delta: 2 },
    histogram: { scores: [], counts: [] },
  });
  assert.ok(!checked.ok);
  assert.equal(checked.problems.length, 3);
});

test('labels of any probability may be bet on', () => {
  assert.equal(
    checkQuestion({ ...good, labels: mixed, statistic: 'betting', leastProbability: 0.1 }).ok,
    true,
  );
});
