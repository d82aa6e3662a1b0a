import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openRandom } from '../stats/random.ts';
import { type DesignStratum, designWeights } from './design-weights.ts';

const first = '01990000-0000-7000-8000-000000000001';
const second = '01990000-0000-7000-8000-000000000002';
const third = '01990000-0000-7000-8000-000000000003';

function stratum(change: Partial<DesignStratum>): DesignStratum {
  return {
    policyVersionId: first,
    stratum: 'rest',
    routed: false,
    rate: 0.05,
    decisions: 1000,
    judged: 50,
    ...change,
  };
}

test('each judged decision stands for as many as its stratum has to one judged', () => {
  const { weights, coverage, unknown } = designWeights([
    stratum({ routed: true, rate: 1, decisions: 40, judged: 40 }),
    stratum({ decisions: 960, judged: 12 }),
  ]);
  assert.deepEqual(weights, [1, 80]);
  assert.deepEqual([coverage, unknown], [1, []]);
});

test('what nobody judged is told as unknown, with its share', () => {
  const { weights, coverage, unknown, decisions } = designWeights([
    stratum({ decisions: 900, judged: 45 }),
    stratum({ stratum: 'vip', rate: 0, decisions: 100, judged: 0 }),
  ]);
  assert.deepEqual(weights, [20, null]);
  assert.deepEqual([coverage, unknown, decisions], [0.9, [1], 1000]);
});

test('without decisions there is no coverage, and nothing to be unknown about', () => {
  assert.deepEqual(designWeights([]), { weights: [], decisions: 0, coverage: null, unknown: [] });
  assert.deepEqual(designWeights([stratum({ decisions: 0, judged: 0 })]).unknown, []);
});

test('a stratum with few judgements joins its neighbour of the same rate, the nearest in time', () => {
  const { weights } = designWeights([
    stratum({ policyVersionId: third, decisions: 500, judged: 25 }),
    stratum({ policyVersionId: first, decisions: 300, judged: 15 }),
    stratum({ policyVersionId: second, decisions: 100, judged: 2 }),
  ]);
  assert.deepEqual(weights, [600 / 27, 20, 600 / 27]);
});

test('the youngest with few judgements joins the one before', () => {
  const { weights } = designWeights([
    stratum({ decisions: 300, judged: 15 }),
    stratum({ policyVersionId: second, decisions: 100, judged: 0 }),
  ]);
  assert.deepEqual(weights, [400 / 15, 400 / 15]);
});

test('another name, another rate or routed instead of drawn is no neighbour', () => {
  const { weights, unknown } = designWeights([
    stratum({ decisions: 300, judged: 15 }),
    stratum({ policyVersionId: second, rate: 0.1, judged: 0 }),
    stratum({ policyVersionId: second, stratum: 'vip', judged: 0 }),
    stratum({ policyVersionId: second, routed: true, judged: 0 }),
  ]);
  assert.deepEqual(weights, [20, null, null, null]);
  assert.deepEqual(unknown, [1, 2, 3]);
});

test('a judgement that came after the count does not weigh less than itself', () => {
  assert.deepEqual(designWeights([stratum({ decisions: 9, judged: 10 })]).weights, [1]);
});

const anyStratum = fc.record({
  policyVersionId: fc.constantFrom(first, second, third),
  stratum: fc.constantFrom('rest', 'vip'),
  routed: fc.constantFrom(true, false, null),
  rate: fc.constantFrom(0.01, 0.05, 1),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  decisions: fc.integer({ min: 0, max: 100_000 }),
});

test('weighted judgements and unknown decisions add up to all decisions, in any order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyStratum, {
        selector: (s) => JSON.stringify([s.policyVersionId, s.stratum, s.routed, s.rate]),
      }),
      (given) => {
        const strata = given.map(({ share, ...rest }) => ({
          ...rest,
          judged: Math.floor(share * rest.decisions),
        }));
        const { weights, decisions, unknown, coverage } = designWeights(strata);
        const known = strata.reduce((sum, { judged }, place) => sum + judged * (weights[place] ?? 0), 0);
        const dark = unknown.reduce((sum, place) => sum + (strata[place]?.decisions ?? 0), 0);
        assert.ok(Math.abs(known + dark - decisions) <= 1e-9 * Math.max(1, decisions));
        if (coverage !== null) assert.ok(coverage >= 0 && coverage <= 1);
        assert.ok(weights.every((weight) => weight === null || weight >= 1));
        const turned = designWeights([...strata].reverse()).weights;
        for (const [place, weight] of weights.entries()) {
          const other = turned[strata.length - 1 - place];
          assert.equal(other === null, weight === null);
        }
      },
    ),
  );
});

test('weights repair the selection of the doubtful (statistics.md 2.2)', () => {
  const random = openRandom(7);
  const n = 60_000;
  let [routedWrong, drawnWrong, routed, drawn, released, wrong] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const confidence = random.uniform();
    const isWrong = random.uniform() > 0.75 + 0.25 * confidence;
    if (isWrong) wrong += 1;
    if (confidence < 0.2) {
      routed += 1;
      if (isWrong) routedWrong += 1;
    } else {
      released += 1;
      if (random.uniform() < 0.02) {
        drawn += 1;
        if (isWrong) drawnWrong += 1;
      }
    }
  }
  const { weights } = designWeights([
    stratum({ routed: true, rate: 1, decisions: routed, judged: routed }),
    stratum({ rate: 0.02, decisions: released, judged: drawn }),
  ]);
  const estimate = ((weights[0] ?? 0) * routedWrong + (weights[1] ?? 0) * drawnWrong) / n;
  const naive = (routedWrong + drawnWrong) / (routed + drawn);
  assert.ok(Math.abs(estimate - wrong / n) < 0.02, `estimate ${estimate}, truth ${wrong / n}`);
  assert.ok(naive - wrong / n > 0.08, `naive ${naive}`);
});
