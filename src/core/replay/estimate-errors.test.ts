import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openRandom } from '../stats/random.ts';
import { wilson } from '../stats/wilson.ts';
import { type DesignCount, estimateErrors } from './estimate-errors.ts';

const version = '01990000-0000-7000-8000-00000000bbbb';
const later = '01990000-0000-7000-8000-00000000cccc';

function audit(
  decisions: number,
  graded: number,
  wrong: number,
  change: Partial<DesignCount> = {},
): DesignCount {
  return {
    policyVersionId: version,
    stratum: 'rest',
    routed: false,
    probability: 0.05,
    decisions,
    graded,
    wrong,
    ...change,
  };
}

function judged(decisions: number, graded: number, wrong: number): DesignCount {
  return audit(decisions, graded, wrong, { routed: true, probability: 1 });
}

test('one stratum: Wilson’s interval, scaled to the decisions, narrower for those already judged', () => {
  const { errors, unknown } = estimateErrors([audit(1000, 50, 7)]);
  const interval = wilson(7, 50);
  assert.ok(errors && interval);
  const left = Math.sqrt(1 - 50 / 1000);
  assert.deepEqual([errors.value, unknown], [140, 0]);
  assert.ok(Math.abs(errors.low - (140 - 1000 * left * (0.14 - interval.low))) < 1e-9);
  assert.ok(Math.abs(errors.high - (140 + 1000 * left * (interval.high - 0.14))) < 1e-9);
});

test('what people have judged to the last decision is known exactly', () => {
  assert.deepEqual(estimateErrors([judged(40, 40, 3)]), {
    ...{ decisions: 40, graded: 40, wrong: 3, unknown: 0 },
    errors: { value: 3, low: 3, high: 3 },
  });
});

test('where nobody judged anything the decisions are unknown, and in no number', () => {
  const never = audit(300, 0, 0, { stratum: 'never', probability: 0 });
  assert.deepEqual(estimateErrors([never]), {
    decisions: 300,
    graded: 0,
    wrong: 0,
    unknown: 300,
    errors: null,
  });
  const both = estimateErrors([never, judged(40, 40, 3)]);
  assert.deepEqual([both.decisions, both.unknown, both.errors?.value], [340, 300, 3]);
  assert.deepEqual(estimateErrors([]), { decisions: 0, graded: 0, wrong: 0, unknown: 0, errors: null });
});

test('strata speak for themselves: many doubtful judged ones do not pull the few of the audit', () => {
  const { errors } = estimateErrors([judged(200, 200, 50), audit(800, 80, 4)]);
  assert.equal(errors?.value, 90);
});

test('a stratum with few judgements is one with those sampled alike, and never with others', () => {
  const thin = audit(100, 2, 1, { policyVersionId: later });
  const { errors, unknown } = estimateErrors([audit(300, 15, 3), thin]);
  assert.ok(Math.abs((errors?.value ?? 0) - (400 * 4) / 17) < 1e-9);
  assert.equal(unknown, 0);
  const none = audit(100, 0, 0, { policyVersionId: later });
  assert.equal(estimateErrors([audit(300, 15, 3), none]).unknown, 0);
  assert.equal(estimateErrors([audit(300, 15, 3), { ...none, probability: 0.1 }]).unknown, 100);
  assert.equal(estimateErrors([audit(300, 15, 3), { ...none, stratum: 'vip' }]).unknown, 100);
  assert.equal(estimateErrors([audit(300, 15, 3), { ...none, routed: true }]).unknown, 100);
  const enough = estimateErrors([audit(300, 15, 3), audit(100, 5, 0, { policyVersionId: later })]);
  assert.equal(enough.errors?.value, 60);
});

test('grades that came after the decisions were counted do no harm', () => {
  const { errors } = estimateErrors([judged(9, 10, 4)]);
  assert.deepEqual(errors, { value: 4, low: 4, high: 4 });
});

const counts = fc
  .tuple(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([decisions, share, wrong]) => {
    const graded = Math.floor(decisions * share);
    return { decisions, graded, wrong: Math.floor(graded * wrong) };
  });

test('the interval holds the estimate, never less than was seen wrong, never more than was not seen right', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(counts, fc.boolean(), fc.constantFrom('rest', 'vip'))), (strata) => {
      const design = strata.map(([count, routed, stratum]) => ({
        ...audit(0, 0, 0, { stratum, routed, probability: routed ? 1 : 0.05 }),
        ...count,
      }));
      const { decisions, graded, wrong, unknown, errors } = estimateErrors(design);
      assert.equal(
        decisions,
        design.reduce((sum, one) => sum + one.decisions, 0),
      );
      if (errors === null) return assert.equal(graded, 0);
      const tiny = 1e-9 * (1 + decisions);
      assert.ok(errors.low <= errors.value + tiny && errors.value <= errors.high + tiny);
      assert.ok(errors.low >= wrong - tiny);
      assert.ok(errors.high <= decisions - unknown - (graded - wrong) + tiny);
    }),
  );
});

test('in simulated windows the interval holds the number of errors 19 times out of 20', () => {
  const random = openRandom(20_261);
  const rounds = 1500;
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    // 20 % routed with a fifth of them wrong, all judged; the rest released with 3 % wrong, a tenth of them drawn.
    const routed = { decisions: 200, wrong: random.binomial(200, 0.2) };
    const drawn = random.binomial(1800, 0.1);
    const wrongDrawn = random.binomial(drawn, 0.03);
    const wrongRest = random.binomial(1800 - drawn, 0.03);
    const { errors } = estimateErrors([
      judged(routed.decisions, routed.decisions, routed.wrong),
      audit(1800, drawn, wrongDrawn, { probability: 0.1 }),
    ]);
    const truth = routed.wrong + wrongDrawn + wrongRest;
    if (errors && errors.low <= truth && truth <= errors.high) held += 1;
  }
  assert.ok(held / rounds > 0.93 && held / rounds < 0.99, `${held / rounds}`);
});
