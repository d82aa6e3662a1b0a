import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { Certified, NotCertifiable } from '../../../core/certificates/certify.ts';
import type { SlicesAnswer } from '../../../core/certificates/certify-slices.ts';
import { openRandom, type Random } from '../../../core/stats/random.ts';
import { certifyPacked, type PackedLabels, type PackedQuestion } from './certify-packed.ts';

function labels(count: number, random: Random, wrongAt: (confidence: number) => number): PackedLabels {
  const confidence = Float64Array.from({ length: count }, () => Math.round(random.uniform() * 1e3) / 1e3);
  return {
    confidence,
    wrong: Uint8Array.from(confidence, (c) => (random.uniform() < wrongAt(c) ? 1 : 0)),
    probability: new Float64Array(count).fill(0.2),
    slice: Uint32Array.from(confidence, (_, place) => place % 2),
  };
}

const histogram = {
  confidence: Float64Array.from({ length: 1001 }, (_, place) => place / 1e3),
  counts: new Float64Array(1001).fill(20),
};
const random = openRandom(5);
const falling = (confidence: number) => 0.2 * (1 - confidence);

type Released = Extract<PackedQuestion, { promise: 'released' | 'all' }>;

function question(change: Partial<Released> = {}): Released {
  return {
    promise: 'released',
    goal: { target: 0.05, delta: 0.05 },
    statistic: 'exact',
    map: null,
    histograms: [histogram],
    slices: null,
    labels: labels(4000, openRandom(1), falling),
    history: labels(4000, openRandom(2), falling),
    earlier: [histogram],
    leastProbability: 0.2,
    traffic: { decisionsPerDay: 1000, auditRate: 0.2 },
    ...change,
  };
}

function whole(change: Partial<Released> = {}) {
  const { kind, answer } = certifyPacked(question(change));
  assert.equal(kind, 'whole');
  return answer as Certified | NotCertifiable;
}

test('a threshold that keeps the target is certified', () => {
  const answer = whole();
  assert.ok(answer.ok && answer.threshold > 0.4 && answer.threshold < 0.95);
  assert.ok(answer.upper <= 0.05);
});

test('through a rising map the same decisions are certified, at the bar the map gives', () => {
  const map: CalibrationMap = { method: 'platt', slope: 2, intercept: 0.5 };
  const [raw, mapped] = [whole(), whole({ map })];
  assert.ok(raw.ok && mapped.ok);
  assert.deepEqual([mapped.n, mapped.k, mapped.coverage], [raw.n, raw.k, raw.coverage]);
});

test('confidences to which a map gives one score are one step', () => {
  const map: CalibrationMap = { method: 'isotonic', confidence: [0.5, 0.5001], probability: [0.6, 0.9] };
  const answer = whole({ map, statistic: 'evidence' });
  assert.deepEqual(
    answer.ladder.map(({ threshold }) => threshold),
    [0.9, 0.6],
  );
});

test('every look of a test that may look at any time has the steps that the time before fixed', () => {
  for (const statistic of ['evidence', 'betting'] as const) {
    const plans = [500, 2000, 4000].map((count) => {
      const all = labels(count, openRandom(count), falling);
      const counts = histogram.counts.map((n) => Math.ceil((n * count) / 4000) + random.integer(3));
      return whole({ statistic, labels: all, histograms: [{ ...histogram, counts }] }).plan;
    });
    assert.deepEqual(plans[1], plans[0], statistic);
    assert.deepEqual(plans[2], plans[0], statistic);
  }
});

test('a test that looks once, or has no time before, takes its steps from its own window', () => {
  const counts = histogram.counts.map((_, place) => (place < 500 ? 1 : 99));
  const own = whole({ histograms: [{ ...histogram, counts }] });
  assert.notDeepEqual(own.plan.thresholds, whole().plan.thresholds);
  const first = whole({ statistic: 'evidence', earlier: [null], histograms: [{ ...histogram, counts }] });
  assert.deepEqual(first.plan.thresholds, own.plan.thresholds);
});

test('slices are certified apart, each with steps fixed by its own past', () => {
  const two = { histograms: [histogram, histogram], slices: ['a', 'b'], earlier: [histogram, null] };
  const answer = certifyPacked(
    question({ ...two, statistic: 'evidence', goal: { target: 0.08, delta: 0.1 } }),
  );
  assert.equal(answer.kind, 'slices');
  const { slices, whole: all } = answer.answer as SlicesAnswer;
  assert.deepEqual(
    slices.map(({ slice }) => slice),
    ['a', 'b'],
  );
  assert.ok(all?.ok);
});

test('of all decisions more is released than of the released, and in expectation still more', () => {
  const ofReleased = whole();
  const all = certifyPacked(question({ promise: 'all' }));
  const { goal: _, ...rest } = question();
  const expected = certifyPacked({ ...rest, promise: 'all-in-expectation', goal: { target: 0.05 } });
  assert.ok(all.kind === 'all' && expected.kind === 'all');
  assert.ok(all.answer.ok && expected.answer.ok && ofReleased.ok);
  assert.deepEqual([all.answer.promise, expected.answer.promise], ['all', 'all-in-expectation']);
  assert.deepEqual([all.answer.n, expected.answer.n], [4000, 4000]);
  assert.ok(all.answer.coverage > ofReleased.coverage && expected.answer.coverage >= all.answer.coverage);
});

test('a map gives the scores of a promise about all decisions too', () => {
  const map: CalibrationMap = { method: 'platt', slope: 2, intercept: 0.5 };
  const [raw, mapped] = [{}, { map }].map((change) =>
    certifyPacked(question({ ...change, promise: 'all', goal: { target: 0.01, delta: 0.05 } })),
  );
  assert.ok(raw?.kind === 'all' && mapped?.kind === 'all' && raw.answer.ok && mapped.answer.ok);
  assert.deepEqual([mapped.answer.k, mapped.answer.coverage], [raw.answer.k, raw.answer.coverage]);
  assert.notEqual(mapped.answer.threshold, raw.answer.threshold);
});

test('without labels nothing is certified, and bad input is told as such', () => {
  const none = labels(0, openRandom(1), falling);
  assert.equal(whole({ labels: none, history: none }).ok, false);
  const empty = { confidence: new Float64Array(), counts: new Float64Array() };
  const { answer } = certifyPacked(question({ histograms: [empty] }));
  assert.ok(!answer.ok && answer.because === 'bad_input');
});

test('under looks at every quarter of the window, a target just missed is certified in few worlds', () => {
  let broken = 0;
  const worlds = 40;
  for (let world = 0; world < worlds; world += 1) {
    const chance = openRandom(1000 + world);
    const all = labels(1200, chance, () => 0.052);
    const history = labels(600, chance, () => 0.052);
    const any = [1, 2, 3, 4].some((quarters) => {
      const until = quarters * 300;
      const seen = {
        confidence: all.confidence.slice(0, until),
        wrong: all.wrong.slice(0, until),
        probability: all.probability.slice(0, until),
        slice: all.slice.slice(0, until),
      };
      return whole({ statistic: 'evidence', labels: seen, history }).ok;
    });
    if (any) broken += 1;
  }
  assert.ok(broken <= 5, `${broken} of ${worlds}`); // 5 % of 40 and 2.2 standard errors
});
