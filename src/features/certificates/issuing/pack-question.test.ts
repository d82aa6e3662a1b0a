import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PopulationGroup } from '../../../core/feedback/tally-population.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { GradeGroup } from '../../feedback/load-grades.ts';
import type { Evidence } from './evidence.ts';
import { packQuestion } from './pack-question.ts';

const policyVersionId = '01990000-0000-7000-8000-000000000001';
const later = '01990000-0000-7000-8000-000000000002';

function grades(positions: number[], change: Partial<GradeGroup> = {}): GradeGroup {
  return {
    policyVersionId,
    stratum: 'rest',
    routed: false,
    audited: true,
    probability: 0.1,
    slice: null,
    count: positions.length,
    provisional: 0,
    simulated: 0,
    confidence: Float64Array.from(positions, (position) => position / 100),
    wrong: Uint8Array.from(positions, (position) => position % 2),
    position: Float64Array.from(positions),
    ...change,
  };
}

function decisions(change: Partial<PopulationGroup> = {}): PopulationGroup {
  const counts = { decisions: 900, drawn: 90 };
  return {
    policyVersionId,
    stratum: 'rest',
    routed: false,
    probability: 0.1,
    slice: null,
    ...counts,
    ...change,
  };
}

function evidence(change: Partial<Evidence> = {}): Evidence {
  const window = {
    useCaseId: policyVersionId,
    modelVersionId: policyVersionId,
    from: new Date(0),
    before: new Date(86_400_000),
    sliceBy: null,
    slice: null,
  };
  return {
    window,
    population: [decisions(), decisions({ routed: true, probability: 1, decisions: 100, drawn: 10 })],
    versions: new Map([
      [policyVersionId, { version: 1, rates: new Map([['rest', 0.1]]) }],
      [later, { version: 2, rates: new Map([['rest', 0.1]]) }],
    ]),
    histograms: [{ slice: null, confidence: new Float64Array([0.5]), counts: new Float64Array([1000]) }],
    grades: [
      grades([2, 5, 9]),
      grades([1, 6], { routed: true, audited: false, probability: 1 }),
      grades([4], { routed: true, audited: true, probability: 1 }),
      grades([3], { audited: false }),
    ],
    history: [],
    earlierHistograms: [],
    days: 2,
    ...change,
  } as Evidence; // use case and model are not looked at
}

const asked = { promise: 'released', targetError: 0.05, confidenceLevel: 0.95, map: null } as const;

function because(given: Evidence, statistic: 'exact' | 'betting'): Refusal {
  try {
    packQuestion(given, { ...asked, statistic });
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('it was not refused');
}

test('counts take the draw alone, at its rate whatever the route, in the order of arrival', () => {
  const { labels, goal, traffic } = packQuestion(evidence(), { ...asked, statistic: 'exact' });
  assert.deepEqual([...labels.confidence], [0.02, 0.04, 0.05, 0.09]);
  assert.deepEqual([...labels.wrong], [0, 0, 1, 1]);
  assert.deepEqual([...labels.probability], [0.1, 0.1, 0.1, 0.1]);
  assert.deepEqual(goal, { target: 0.05, delta: 0.05 });
  assert.deepEqual([traffic.decisionsPerDay, Number(traffic.auditRate.toFixed(9))], [500, 0.1]);
});

test('bets take every judged decision whose probability is known', () => {
  const { labels, leastProbability } = packQuestion(evidence(), { ...asked, statistic: 'betting' });
  assert.deepEqual([...labels.confidence], [0.01, 0.02, 0.04, 0.05, 0.06, 0.09]);
  assert.deepEqual([...labels.probability], [1, 0.1, 1, 0.1, 1, 0.1]);
  assert.equal(leastProbability, 0.1);
});

test('slices are places of the histograms, what has no value among them', () => {
  const slices = ['DE', null].map((slice) => ({
    slice,
    confidence: new Float64Array([0.5]),
    counts: new Float64Array([1]),
  }));
  const given = evidence({
    window: { ...evidence().window, sliceBy: 'metadata.country' },
    histograms: slices,
    grades: [grades([1, 3], { slice: 'DE' }), grades([2]), grades([4], { slice: 'gone' })],
  });
  const packed = packQuestion(given, { ...asked, statistic: 'exact' });
  assert.deepEqual(packed.slices, ['DE', '']);
  assert.deepEqual([...packed.labels.slice], [0, 1, 0]);
  const earlier = packQuestion(evidence({ ...given, earlierHistograms: slices.slice(1) }), {
    ...asked,
    statistic: 'exact',
  });
  assert.deepEqual(
    earlier.earlier.map((histogram) => histogram === null),
    [true, false],
  );
});

test('a policy version whose decisions were all routed has the rate its document says', () => {
  const routed = decisions({ policyVersionId: later, routed: true, probability: 1 });
  const given = evidence({ population: [...evidence().population, routed] });
  assert.equal(packQuestion(given, { ...asked, statistic: 'exact' }).statistic, 'exact');
});

test('rates that differ are refused for counts, and what is never drawn for everything', () => {
  const vip = decisions({ stratum: 'vip', probability: 0.5 });
  const mixed = evidence({ population: [...evidence().population, vip] });
  assert.equal(because(mixed, 'exact').code, 'certificate.mixed-rates');
  assert.deepEqual(because(mixed, 'exact').details.facts, { rates: [0.1, 0.5] });
  assert.equal(packQuestion(mixed, { ...asked, statistic: 'betting' }).leastProbability, 0.1);
  const dark = evidence({ population: [decisions({ probability: 0, drawn: 0, decisions: 7 }), decisions()] });
  for (const statistic of ['exact', 'betting'] as const) {
    const refusal = because(dark, statistic);
    assert.equal(refusal.code, 'certificate.unaudited');
    assert.match(refusal.message, /^7 of 907 decisions could never be drawn/);
  }
});

test('more slices than share out any confidence are refused', () => {
  const histograms = Array.from({ length: 51 }, (_, place) => ({
    slice: String(place),
    confidence: new Float64Array([0.5]),
    counts: new Float64Array([1]),
  }));
  const given = evidence({ window: { ...evidence().window, sliceBy: 'metadata.city' }, histograms });
  assert.match(because(given, 'exact').message, /metadata\.city has 51 values/);
});

test('of the time before only the last labels are taken, and their rates do not matter', () => {
  const many = Array.from({ length: 12_000 }, (_, place) => place);
  const given = evidence({ history: [grades(many, { policyVersionId: 'gone' })] });
  const { history } = packQuestion(given, { ...asked, statistic: 'exact' });
  assert.equal(history.confidence.length, 10_000);
  assert.ok(history.probability.every((probability) => probability === 1));
  assert.equal(history.confidence.at(-1), 119.99);
});

test('a confidence level becomes the chance to be wrong, without the dust of subtraction', () => {
  for (const [confidenceLevel, delta] of [
    [0.9, 0.1],
    [0.99, 0.01],
    [0.999, 0.001],
  ] as const)
    assert.deepEqual(packQuestion(evidence(), { ...asked, confidenceLevel, statistic: 'exact' }).goal, {
      target: 0.05,
      delta,
    });
});

test('in expectation there is a target alone', () => {
  const expected = { ...asked, promise: 'all-in-expectation', confidenceLevel: null } as const;
  assert.deepEqual(packQuestion(evidence(), { ...expected, statistic: 'exact' }).goal, { target: 0.05 });
});
