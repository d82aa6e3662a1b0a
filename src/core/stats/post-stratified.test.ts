import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { joinThinStrata, postStratified, type SummedStratum } from './post-stratified.ts';
import { openRandom } from './random.ts';

function counted(population: number, labelled: number, hits: number): SummedStratum {
  return { population, labelled, sum: hits, squares: hits };
}

const routed = counted(200, 200, 50);
const audited = counted(800, 80, 4);

test('known answer: 200 routed with 50 errors, 80 of 800 released audited with 4 (statistics.md A47)', () => {
  const answer = postStratified([routed, audited]);
  assert.ok(answer.ok);
  near(answer.mean, 0.09, { absolute: 1e-15 });
  near((routed.sum + audited.sum) / (routed.labelled + audited.labelled), 0.192857142857, {
    absolute: 1e-12,
  });
});

test('known answer: its standard error with and without finite-population correction (statistics.md A48)', () => {
  const answer = postStratified([routed, audited]);
  assert.ok(answer.ok && answer.variance !== null && answer.processVariance !== null);
  near(Math.sqrt(answer.variance), 0.018609919772, { absolute: 1e-12 });
  // The published number is of the audit stratum only.
  const ofRouted = (0.2 ** 2 * (50 - 50 ** 2 / 200)) / 199 / 200;
  near(Math.sqrt(answer.processVariance - ofRouted), 0.019616577851, { absolute: 1e-12 });
});

test('what it stands on: labels, coverage, effective number', () => {
  const answer = postStratified([routed, audited, counted(1000, 0, 0)]);
  assert.ok(answer.ok);
  assert.deepEqual([answer.labelled, answer.population, answer.covered], [280, 2000, 0.5]);
  near(answer.effective, 1000 ** 2 / (200 + 800 ** 2 / 80), { relative: 1e-14 });
});

test('a single label has no spread, unless it is the whole stratum', () => {
  const lone = postStratified([routed, counted(800, 1, 0)]);
  assert.ok(lone.ok);
  assert.deepEqual([lone.variance, lone.processVariance], [null, null]);
  const whole = postStratified([routed, counted(1, 1, 1)]);
  assert.ok(whole.ok);
  assert.equal(whole.variance, 0);
  assert.equal(whole.processVariance, null);
});

test('values of any size, not only counts', () => {
  // Impacts 10, 20, 60 of three labelled among six; 5, 5 of two among four.
  const answer = postStratified([
    { population: 6, labelled: 3, sum: 90, squares: 4100 },
    { population: 4, labelled: 2, sum: 10, squares: 50 },
  ]);
  assert.ok(answer.ok && answer.variance !== null);
  near(answer.mean, 0.6 * 30 + 0.4 * 5, { absolute: 1e-13 });
  near(answer.variance, (0.6 ** 2 * 0.5 * 700) / 3, { relative: 1e-13 });
});

test('why nothing can be said', () => {
  assert.deepEqual(postStratified([]), { ok: false, because: 'nothing-labelled' });
  assert.deepEqual(postStratified([counted(100, 0, 0)]), { ok: false, because: 'nothing-labelled' });
  assert.deepEqual(postStratified([counted(1, 2, 0)]), { ok: false, because: 'impossible-counts' });
  assert.deepEqual(postStratified([counted(5, -1, 0)]), { ok: false, because: 'impossible-counts' });
});

test('splitting a stratum at random changes neither its mean nor much of its variance', () => {
  const one = postStratified([counted(10_000, 1000, 100)]);
  const two = postStratified([counted(5000, 500, 50), counted(5000, 500, 50)]);
  assert.ok(one.ok && two.ok && one.variance && two.variance);
  near(one.mean, two.mean, { relative: 1e-14 });
  near(one.variance, two.variance, { relative: 2e-3 });
});

test('seeded worlds: unbiased, and its variance is the one that is seen', () => {
  const random = openRandom(23);
  const truths = [0.3, 0.02];
  let [sum, squares, variances] = [0, 0, 0];
  const worlds = 4000;
  for (let world = 0; world < worlds; world += 1) {
    const strata = truths.map((truth, index) => {
      const [population, labelled] = index === 0 ? [2000, 400] : [8000, 400];
      return counted(population, labelled, random.binomial(labelled, truth));
    });
    const answer = postStratified(strata);
    assert.ok(answer.ok && answer.processVariance !== null);
    sum += answer.mean;
    squares += answer.mean ** 2;
    variances += answer.processVariance;
  }
  const mean = sum / worlds;
  const seen = squares / worlds - mean ** 2;
  near(mean, 0.2 * 0.3 + 0.8 * 0.02, { absolute: 4 * Math.sqrt(seen / worlds) });
  near(variances / worlds, seen, { relative: 0.08 });
});

const rated = (rate: number, labelled: number) => ({ ...counted(100, labelled, 1), rate });

test('thin strata join the one before them of the same rate, the first the one after', () => {
  const joined = joinThinStrata([
    rated(0.1, 10),
    rated(0.1, 3),
    rated(0.5, 2),
    rated(0.5, 20),
    rated(0.1, 9),
  ]);
  assert.deepEqual(
    joined.map(({ rate, labelled, population }) => [rate, labelled, population]),
    [
      [0.1, 13, 200],
      [0.5, 22, 200],
      [0.1, 9, 100],
    ],
  );
});

test('a thin stratum alone in its rate stays', () => {
  const alone = [rated(0.1, 10), rated(1, 1)];
  assert.deepEqual(joinThinStrata(alone), alone);
  assert.deepEqual(joinThinStrata([]), []);
});

test('joining loses nothing and leaves at most one thin stratum per rate', () => {
  const strata = fc.array(
    fc.tuple(fc.constantFrom(0.1, 0.5, 1), fc.nat(12)).map(([rate, n]) => rated(rate, n)),
  );
  fc.assert(
    fc.property(strata, (before) => {
      const after = joinThinStrata(before);
      for (const rate of [0.1, 0.5, 1]) {
        const [was, is] = [before, after].map((list) => list.filter((one) => one.rate === rate));
        const labels = (list?: { labelled: number }[]) =>
          (list ?? []).reduce((sum, one) => sum + one.labelled, 0);
        assert.equal(labels(is), labels(was));
        if ((is?.length ?? 0) > 1) assert.ok(is?.every((one) => one.labelled >= 5));
      }
    }),
  );
});
