import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OfAll } from '../../feedback/calculating/certify-packed.ts';
import { answerAll } from './answer-all.ts';
import type { Told } from './preview-answer.ts';

const told: Told = {
  terms: { promise: 'all', targetError: 0.01, confidenceLevel: 0.95 },
  statistic: 'exact',
  traffic: { decisionsPerDay: 1000, auditRate: 0.1 },
  population: 10_000,
  reviewsPerDayNow: 700,
  populations: [10_000],
  sliceBy: null,
  from: new Date(0),
  before: new Date(86_400_000),
  at: new Date('2026-01-01T00:00:00Z'),
  labels: {
    ...{ decisions: 10_000, labels: 800, errors: 3, provisional: 0, simulated: 0 },
    response: 1,
    auditRate: 0.1,
    upTo: null,
    notes: [],
  },
  looks: 0,
};
const expected: Told = {
  ...told,
  terms: { promise: 'all-in-expectation', targetError: 0.01, confidenceLevel: null },
};
const rung = { threshold: 0.9, coverage: 0.5, k: 2 };

test('every step is about all labels, and the whole delta is spent', () => {
  const row = { ...rung, upper: 0.009, p: 0.03, certified: true };
  const found = { ...rung, upper: 0.009, p: 0.03, n: 800, deltaSpent: 0.05 };
  const answer = answerAll({ ok: true, promise: 'all', ...found, ladder: [row] }, told);
  assert.ok(answer.outcome === 'certified');
  const { certified: _, ...shown } = row;
  assert.deepEqual(answer.ladder, [{ ...shown, n: 800, passed: true }]);
  assert.deepEqual(
    [answer.promise, answer.n, answer.k, answer.p, answer.deltaSpent, answer.bySlice],
    ['all', 800, 2, 0.03, 0.05, null],
  );
  assert.equal(answer.load.reviewsPerDay, 1000 * (1 - 0.5 * 0.9));
});

test('in expectation there is a bound, but neither a test nor a delta', () => {
  const row = { ...rung, bound: 0.004, certified: true };
  const found: OfAll = {
    ok: true,
    promise: 'all-in-expectation',
    ...rung,
    ...{ n: 800, bound: 0.004, ladder: [row] },
  };
  const answer = answerAll(found, expected);
  assert.ok(answer.outcome === 'certified');
  assert.deepEqual([answer.upper, answer.p, answer.deltaSpent], [0.004, null, null]);
  assert.deepEqual([answer.ladder[0]?.upper, answer.ladder[0]?.p], [0.004, null]);
  assert.match(answer.sentence, /^In expectation/);
});

test('what cannot be promised says how many new labels of all decisions it takes, and by when they come', () => {
  const row = { ...rung, k: 1, upper: 0.02, p: 0.4, certified: false };
  const not = { ok: false, because: 'not_certifiable', n: 200, labelsNeeded: 473 } as const;
  const answer = answerAll({ ...not, promise: 'all', ladder: [row] }, told);
  assert.ok(answer.outcome === 'not-certifiable');
  const { labels, have, bestThreshold, at, auditRate, assumedError } = answer.needed;
  assert.deepEqual([labels, have, bestThreshold, assumedError], [473, 200, 0.9, 1 / 473]);
  assert.deepEqual([at, auditRate], ['2026-01-06T00:00:00.000Z', 473 / 30_000]);
  assert.match(answer.needed.sentence, /^473 new labels of all decisions .* no more than 1 of them is wrong/);
  const undrawn = answerAll(
    { ...not, promise: 'all-in-expectation', ladder: [] },
    { ...expected, traffic: { decisionsPerDay: 1000, auditRate: 0 } },
  );
  assert.ok(undrawn.outcome === 'not-certifiable');
  assert.deepEqual([undrawn.needed.at, undrawn.needed.bestThreshold], [null, null]);
  assert.match(undrawn.needed.sentence, /without an audit they never come/);
});
