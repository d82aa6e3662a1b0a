import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wilson } from '../stats/wilson.ts';
import { type AuditStratum, releasedError } from './released-error.ts';

function stratum(population: number, judged: number, wrong: number): AuditStratum {
  return { population, judged, wrong };
}

function near(actual: number | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test('one stratum is Wilson on its counts, whatever its population', () => {
  for (const population of [50, 1000, 1_000_000]) {
    const error = releasedError([stratum(population, 50, 7)]);
    const interval = wilson(7, 50);
    near(error?.share, 0.14);
    near(error?.low, interval?.low ?? Number.NaN);
    near(error?.high, interval?.high ?? Number.NaN);
    assert.equal(error?.judged, 50);
    assert.equal(error?.covered, 1);
  }
});

test('strata are weighted by their population, not by how many were judged', () => {
  // 1 % of 9000 and 20 % of 1000: (90 + 200) / 10000, although half of the judged lie in the small stratum.
  const error = releasedError([stratum(9000, 100, 1), stratum(1000, 100, 20)]);
  near(error?.share, 0.029);
});

test('known answer: two strata by hand', () => {
  // Wilson 1/100: [0.001767, 0.054486]; 20/100: [0.133367, 0.288829]. Weights 0.9 and 0.1.
  const error = releasedError([stratum(9000, 100, 1), stratum(1000, 100, 20)]);
  near(error?.low, 0.029 - Math.hypot(0.9 * (0.01 - 0.001767), 0.1 * (0.2 - 0.133367)), 1e-5);
  near(error?.high, 0.029 + Math.hypot(0.9 * (0.054486 - 0.01), 0.1 * (0.288829 - 0.2)), 1e-5);
});

test('nothing judged is nothing known', () => {
  assert.equal(releasedError([]), null);
  assert.equal(releasedError([stratum(1000, 0, 0)]), null);
});

test('strata that nobody judged are left out and told', () => {
  const error = releasedError([stratum(3000, 30, 3), stratum(1000, 0, 0)]);
  near(error?.share, 0.1);
  near(error?.covered, 0.75);
});

test('an audit without a single error still leaves room for some', () => {
  const error = releasedError([stratum(1000, 50, 0)]);
  assert.equal(error?.share, 0);
  assert.equal(error?.low, 0);
  assert.ok((error?.high ?? 0) > 0.05);
});

const anyStratum = fc
  .tuple(fc.nat(1000), fc.nat(1000), fc.nat(100_000))
  .map(([wrong, right, rest]) => stratum(wrong + right + rest, wrong + right, wrong));

test('the interval holds the estimate and stays within 0 and 1', () => {
  fc.assert(
    fc.property(fc.array(anyStratum, { minLength: 1, maxLength: 8 }), (strata) => {
      const error = releasedError(strata);
      if (error === null) return;
      assert.ok(error.low >= 0 && error.high <= 1);
      assert.ok(error.low <= error.share + 1e-12 && error.share <= error.high + 1e-12);
      assert.ok(error.covered > 0 && error.covered <= 1);
    }),
  );
});

test('the order of the strata does not matter', () => {
  fc.assert(
    fc.property(fc.array(anyStratum, { maxLength: 6 }), (strata) => {
      const one = releasedError(strata);
      const other = releasedError(strata.toReversed());
      if (one === null || other === null) return assert.equal(one, other);
      near(one.share, other.share);
      near(one.low, other.low);
    }),
  );
});

test('it sees through routing: the audit finds the error that all verdicts together overstate', () => {
  // 10000 decisions, 2000 doubtful ones held at 30 % errors, 8000 released at 2 %, 5 % of them audited.
  const audit = releasedError([stratum(8000, 400, 8)]);
  const naive = (600 + 8) / (2000 + 400);
  near(audit?.share, 0.02);
  assert.ok(naive > 0.25);
});
