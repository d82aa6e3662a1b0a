import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { type Drawn, hajek, horvitzThompson } from './horvitz-thompson.ts';
import { openRandom } from './random.ts';

function items(count: number, value: number, inclusion: number): Drawn[] {
  return Array.from({ length: count }, () => ({ value, inclusion }));
}

/** 200 routed, all labelled, 50 errors; 80 of 800 released labelled at 10 %, 4 errors. */
const sample = [...items(50, 1, 1), ...items(150, 0, 1), ...items(4, 1, 0.1), ...items(76, 0, 0.1)];

test('known answer: the estimate and its standard error (statistics.md A47, A48)', () => {
  const answer = horvitzThompson(sample, 1000);
  assert.ok(answer.ok);
  near(answer.mean, 0.09, { absolute: 1e-15 });
  near(Math.sqrt(answer.variance), 0.018973665961, { absolute: 1e-12 });
  assert.equal(answer.labelled, 280);
  near(answer.effective, 1000 ** 2 / (200 + 80 * 100), { relative: 1e-12 });
});

test('known answer: a nowcast of 12 errors at 10 % audit, 60 % complete, of 10 000 (statistics.md A52)', () => {
  const answer = horvitzThompson(items(12, 1, 0.1 * 0.6), 10_000);
  assert.ok(answer.ok);
  near(answer.mean, 0.02, { relative: 1e-12 });
});

test('when all are labelled it is the plain mean without error', () => {
  const answer = horvitzThompson([...items(3, 2, 1), ...items(1, 10, 1)], 4);
  assert.deepEqual(answer, { ok: true, mean: 4, variance: 0, labelled: 4, effective: 4 });
});

test('why nothing can be said', () => {
  assert.deepEqual(horvitzThompson([], 10), { ok: false, because: 'nothing-labelled' });
  assert.deepEqual(hajek([]), { ok: false, because: 'nothing-labelled' });
  for (const inclusion of [0, -0.1, 1.1, Number.NaN]) {
    assert.deepEqual(horvitzThompson(items(1, 1, inclusion), 10), {
      ok: false,
      because: 'impossible-inclusion',
    });
    assert.deepEqual(hajek(items(1, 1, inclusion)), { ok: false, because: 'impossible-inclusion' });
  }
  for (const population of [0, -5, Number.NaN, Infinity])
    assert.deepEqual(horvitzThompson(sample, population), { ok: false, because: 'impossible-population' });
});

test('seeded worlds: unbiased for probabilities of every size, and the variance is the one that is seen', () => {
  const random = openRandom(25);
  const population = Array.from({ length: 500 }, (_, index) => ({
    value: random.uniform() < 0.1 ? 1 : 0,
    inclusion: 0.05 + 0.9 * ((index * 7) % 10) * 0.1,
  }));
  const truth = population.reduce((sum, one) => sum + one.value, 0) / population.length;
  let [sum, squares, variances] = [0, 0, 0];
  const worlds = 3000;
  for (let world = 0; world < worlds; world += 1) {
    const answer = horvitzThompson(
      population.filter((one) => random.uniform() < one.inclusion),
      population.length,
    );
    assert.ok(answer.ok);
    sum += answer.mean;
    squares += answer.mean ** 2;
    variances += answer.variance;
  }
  const seen = squares / worlds - (sum / worlds) ** 2;
  near(sum / worlds, truth, { absolute: 4 * Math.sqrt(seen / worlds) });
  near(variances / worlds, seen, { relative: 0.1 });
});

test('the ratio needs no population, is a weighted mean, and knows constants exactly', () => {
  const answer = hajek(sample);
  assert.ok(answer.ok);
  near(answer.mean, 90 / 1000, { relative: 1e-13 });
  assert.deepEqual(hajek(items(5, 3, 0.25)), { ok: true, mean: 3, variance: 0, labelled: 5, effective: 5 });
});

test('the ratio stays between the least and the largest value, where the estimate of the mean may not', () => {
  const drawn = fc.record({
    value: fc.double({ min: 0, max: 1, noNaN: true }),
    inclusion: fc.double({ min: 0.01, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 40 }), (some) => {
      const answer = hajek(some);
      assert.ok(answer.ok);
      assert.ok(answer.mean >= -1e-12 && answer.mean <= 1 + 1e-12);
      assert.ok(answer.variance >= 0 && answer.effective <= some.length * (1 + 1e-12));
    }),
  );
  const lucky = horvitzThompson(items(30, 1, 0.01), 1000);
  assert.ok(lucky.ok && lucky.mean > 1);
});
