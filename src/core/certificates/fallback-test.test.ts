import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialCdf } from '../stats/binomial.ts';
import { openRandom } from '../stats/random.ts';
import { fallbackTest, type Start } from './fallback-test.ts';
import { exactPValues } from './test-rungs.ts';

function start(rung: number, weight: number): Start {
  return { rung, weight, kind: 'fallback' };
}

test('known answer: a fixed sequence stops at its first failure (statistics.md A62)', () => {
  const counts = { labels: [300, 450, 600, 800, 1000], wrong: [0, 0, 1, 3, 6] };
  const pValues = exactPValues(counts, { target: 0.01, delta: 0.05 });
  for (const [rung, p] of [0.049041, 0.01086, 0.016981, 0.041665, 0.128877].entries())
    near(pValues[rung], p, { absolute: 5e-7 });
  const { loosest, rejected, levels } = fallbackTest(pValues, [start(0, 0.05)]);
  assert.equal(loosest?.rung, 3);
  assert.deepEqual(rejected, [true, true, true, true, false]);
  assert.deepEqual(levels, [0.05, 0.05, 0.05, 0.05, 0.05]);
  // Six errors in 1000 are below 1 %, and prove nothing.
  assert.ok(6 / 1000 < 0.01);
});

test('known answer: the fallback start succeeds where the sequence dies at once (statistics.md A63)', () => {
  const counts = { labels: [300, 500, 700, 900, 1100], wrong: [1, 2, 2, 3, 5] };
  const pValues = exactPValues(counts, { target: 0.01, delta: 0.05 });
  for (const [rung, p] of [0.19765, 0.123386, 0.029079, 0.020778, 0.036848].entries())
    near(pValues[rung], p, { absolute: 5e-7 });
  const { loosest, levels } = fallbackTest(pValues, [start(0, 0.01), start(2, 0.04)]);
  assert.deepEqual(loosest, { rung: 4, level: 0.04, start: start(2, 0.04) });
  assert.deepEqual(levels, [0.01, null, 0.04, 0.04, 0.04]);
  assert.equal(fallbackTest(pValues, [start(0, 0.05)]).loosest, null);
});

test('a walk that reaches the next start carries its level along', () => {
  const { levels, loosest } = fallbackTest([0.009, 0.009, 0.03, 0.05], [start(0, 0.01), start(2, 0.04)]);
  assert.deepEqual(levels, [0.01, 0.01, 0.05, 0.05]);
  assert.deepEqual(loosest, { rung: 3, level: 0.05, start: start(0, 0.01) });
});

test('a walk that failed carries nothing', () => {
  const { levels, loosest } = fallbackTest([0.009, 0.02, 0.045], [start(0, 0.01), start(2, 0.04)]);
  assert.deepEqual(levels, [0.01, 0.01, 0.04]);
  assert.equal(loosest?.rung, 0);
});

test('rungs before the first start are not looked at, and starts may come in any order', () => {
  const starts = [start(3, 0.03), start(1, 0.02)];
  const { levels, rejected } = fallbackTest([0, 0, 0, 0], starts);
  assert.deepEqual(
    levels.map((level) => level !== null),
    [false, true, true, true],
  );
  assert.deepEqual(rejected, [false, true, true, true]);
});

test('no start, no rung, or a p-value that is no number rejects nothing', () => {
  assert.equal(fallbackTest([0, 0], []).loosest, null);
  assert.equal(fallbackTest([], [start(0, 0.05)]).loosest, null);
  assert.equal(fallbackTest([Number.NaN], [start(0, 0.05)]).loosest, null);
});

const ladders = fc.record({
  pValues: fc.array(fc.double({ min: 0, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 12 }),
  starts: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 4 }),
});

test('each rejected rung lies in an unbroken run from a start, at no more than all weights together', () => {
  fc.assert(
    fc.property(ladders, ({ pValues, starts }) => {
      const used = starts
        .filter((rung) => rung < pValues.length)
        .map((rung) => start(rung, 0.05 / starts.length));
      const { rejected, levels } = fallbackTest(pValues, used);
      for (const [rung, yes] of rejected.entries()) {
        if (!yes) continue;
        assert.ok(used.some((one) => one.rung === rung) || rejected[rung - 1]);
        assert.ok((pValues[rung] ?? 1) <= (levels[rung] ?? 0) && (levels[rung] ?? 1) <= 0.05 + 1e-12);
      }
    }),
  );
});

test('stronger evidence never certifies less', () => {
  fc.assert(
    fc.property(
      ladders,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12 }),
      (one, by) => {
        const starts = one.starts
          .filter((rung) => rung < one.pValues.length)
          .map((rung) => start(rung, 0.01));
        const stronger = one.pValues.map((p, rung) => p * (by[rung] ?? 1));
        const [before, after] = [fallbackTest(one.pValues, starts), fallbackTest(stronger, starts)];
        assert.ok(before.rejected.every((yes, rung) => !yes || after.rejected[rung]));
      },
    ),
  );
});

test('true claims are rejected in at most delta of all windows, whatever their dependence', () => {
  // Nested counts as in a window whose error is the target everywhere; 3 se of 4000 runs are 1 %.
  const random = openRandom(11);
  const starts = [start(1, 0.03), start(4, 0.01), start(7, 0.01)];
  let broken = 0;
  for (let run = 0; run < 4000; run += 1) {
    let [n, k] = [0, 0];
    const pValues = Array.from({ length: 10 }, () => {
      n += 100;
      k += random.binomial(100, 0.02);
      return binomialCdf(k, n, 0.02);
    });
    if (fallbackTest(pValues, starts).loosest) broken += 1;
  }
  assert.ok(broken / 4000 <= 0.05 + 0.0103, `${broken} of 4000`);
});
