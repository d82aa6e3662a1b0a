import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Certified, NotCertifiable } from '../../../core/certificates/certify.ts';
import type { SliceAnswer, SlicesAnswer } from '../../../core/certificates/certify-slices.ts';
import { answerSlices, answerWhole, type Told } from './preview-answer.ts';

const row = {
  threshold: 0.9,
  coverage: 0.5,
  n: 400,
  k: 1,
  upper: 0.009,
  p: 0.01,
  level: 0.04,
  certified: true,
};
const certified = {
  ok: true,
  ...{ threshold: 0.9, coverage: 0.5, n: 400, k: 1, upper: 0.009, p: 0.01, level: 0.04, deltaSpent: 0.05 },
  ladder: [row, { ...row, threshold: 0.8, upper: 0.02, certified: false }],
  reviewLoad: null,
  nextStep: null,
} as unknown as Certified; // what the answer is made of
const not: NotCertifiable = {
  ok: false,
  because: 'not_certifiable',
  ladder: [row],
  plan: { thresholds: [], starts: [] },
  bestThreshold: 0.9,
  bestCoverage: 0.5,
  expectedError: 0.004,
  labelsNeeded: 900,
  labelsMissing: 500,
  auditPlan: {
    daysAtThisRate: 60,
    rates: [
      { days: 7, auditRate: null },
      { days: 14, auditRate: 0.9 },
      { days: 30, auditRate: 0.4 },
    ],
  },
};
const told: Told = {
  terms: { promise: 'released', targetError: 0.01, confidenceLevel: 0.95 },
  statistic: 'exact',
  traffic: { decisionsPerDay: 1000, auditRate: 0.1 },
  population: 10_000,
  reviewsPerDayNow: 700,
  populations: [6000, 4000],
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

test('what is certified comes with its load: all that is not released, and the audit of what is', () => {
  const answer = answerWhole(certified, told);
  assert.ok(answer.outcome === 'certified');
  assert.equal(answer.load.reviewsPerDay, 1000 * (1 - 0.5 * 0.9));
  assert.ok(answer.load.interval.low < 550 && answer.load.interval.high > 550);
  assert.deepEqual(
    answer.ladder.map(({ passed }) => passed),
    [true, false],
  );
  assert.deepEqual([answer.bySlice, answer.slices, answer.load.reviewsPerDayNow], [null, [], 700]);
});

test('what is not says how many labels are missing, when they come, and what rate has them within a month', () => {
  const answer = answerWhole(not, told);
  assert.ok(answer.outcome === 'not-certifiable');
  assert.deepEqual(
    [answer.needed.labels, answer.needed.have, answer.needed.auditRate, answer.needed.at],
    [900, 400, 0.4, '2026-03-02T00:00:00.000Z'],
  );
  assert.match(answer.sentence, /at most 1 % errors at 95 % confidence/);
});

test('labels that would take ten years have no date', () => {
  const auditPlan = { daysAtThisRate: 5000, rates: [] };
  const answer = answerWhole({ ...not, auditPlan }, told);
  assert.ok(answer.outcome === 'not-certifiable');
  assert.deepEqual([answer.needed.at, answer.needed.auditRate], [null, null]);
});

function slice(name: string, change: Partial<SliceAnswer> = {}): SliceAnswer {
  const counts = { coverage: 0.5, n: 200, k: 1, upper: 0.02 };
  return { slice: name, threshold: 0.9, basis: 'own', ...counts, own: certified, ...change };
}
const held = slice('fraud', {
  threshold: null,
  basis: 'held',
  coverage: 0,
  n: 0,
  k: 0,
  upper: null,
  own: not,
});
const slices = (given: SliceAnswer[], whole: Certified | NotCertifiable | null): SlicesAnswer => ({
  ok: true,
  slices: given,
  whole,
  coverage: 0.3,
  boundForAll: 0.01,
});

test('by class each has its own bar, one without a proof is out of reach, and unseen ones get the strictest', () => {
  const answer = answerSlices(
    slices([held, slice('other', { threshold: 0.8 }), slice('refund')], certified),
    {
      ...told,
      sliceBy: 'label',
    },
  );
  assert.ok(answer.outcome === 'certified');
  assert.deepEqual(answer.bySlice, { by: 'label', values: { fraud: 2, other: 0.8, refund: 0.9 } });
  assert.deepEqual([answer.threshold, answer.coverage, answer.n, answer.upper], [0.9, 0.3, 400, 0.01]);
  assert.deepEqual(
    answer.slices.map(({ value, outcome, coverage, population }) => [value, outcome, coverage, population]),
    [
      ['fraud', 'not-certifiable', null, 6000],
      ['other', 'certified', 0.5, 4000],
      ['refund', 'certified', 0.5, 0],
    ],
  );
});

test('by a field each value has its own bar as well, and decisions without it go by what is proven of them', () => {
  const by = { ...told, sliceBy: 'metadata.country' };
  const both = [slice('DE', { threshold: 0.95 }), slice('FR', { basis: 'inherited' })];
  const answer = answerSlices(slices(both, certified), by);
  assert.ok(answer.outcome === 'certified');
  assert.deepEqual(answer.bySlice, { by: 'metadata.country', values: { DE: 0.95, FR: 0.9 } });
  assert.equal(answer.threshold, 0.95, 'unseen ones get the strictest');
  assert.deepEqual(
    answer.slices.map(({ outcome }) => outcome),
    ['certified', 'inherited'],
  );
  assert.match(answer.sentence, /the threshold of its country/);
  const without = answerSlices(slices([...both, slice('', { threshold: 0.7 })], certified), by);
  assert.ok(without.outcome === 'certified');
  assert.deepEqual([without.threshold, without.bySlice], [0.7, answer.bySlice]);
  const held = answerSlices(slices([...both, slice('', { threshold: null, basis: 'held' })], certified), by);
  assert.ok(held.outcome === 'certified');
  assert.deepEqual([held.threshold, held.bySlice], [2, answer.bySlice]);
});

test('classes that are all held are not certifiable', () => {
  assert.equal(answerSlices(slices([held], not), { ...told, sliceBy: 'label' }).outcome, 'not-certifiable');
  assert.equal(answerSlices(slices([held], null), { ...told, sliceBy: 'label' }).outcome, 'not-certifiable');
  const only = answerSlices(slices([held], certified), { ...told, sliceBy: 'metadata.country' });
  assert.ok(only.outcome === 'not-certifiable');
  assert.match(only.needed.sentence, /One threshold for all can be certified/);
});
