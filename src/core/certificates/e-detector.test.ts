import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { binomialPmf } from '../stats/binomial.ts';
import { bucketFactor, cusum, shiryaevRoberts, stakeFor } from './e-detector.ts';

test('known answer: both recursions over 0, 1, 1, 0, 1 at a stake of 2 against 10 % (statistics.md A73)', () => {
  const factors = [0, 1, 1, 0, 1].map((wrong) => bucketFactor({ labels: 1, wrong }, { rate: 0.1, stake: 2 }));
  const [sums, sums2]: number[][] = [[], []];
  let [level, height] = [0, 0];
  for (const factor of factors) {
    level = shiryaevRoberts(level, factor);
    height = cusum(height, factor);
    sums?.push(level);
    sums2?.push(height);
  }
  for (const [index, expected] of [0.8, 5.04, 16.912, 14.3296, 42.92288].entries())
    near(sums?.[index], expected, { absolute: 1e-9 });
  for (const [index, expected] of [0.8, 2.8, 7.84, 6.272, 17.5616].entries())
    near(sums2?.[index], expected, { absolute: 1e-9 });
});

test('the mean factor of a bucket is exactly 1 at the rate, and below 1 under it', () => {
  for (const multiple of [1.15, 1.6, 3.5])
    for (const [truth, expected] of [
      [0.05, 1],
      [0.03, 0.99],
    ] as const) {
      const stake = stakeFor(0.05, multiple);
      let mean = 0;
      for (let wrong = 0; wrong <= 30; wrong += 1)
        mean += binomialPmf(wrong, 30, truth) * bucketFactor({ labels: 30, wrong }, { rate: 0.05, stake });
      if (expected === 1) near(mean, 1, { absolute: 1e-10 });
      else assert.ok(mean < expected, `${mean}`);
    }
});

test('labels of two probabilities keep the mean at 1 when each is weighted by how rarely it was drawn', () => {
  // Halves drawn at 0.05 and 0.2, wrong 16 % and 4 %: together 10 %. Undrawn decisions move nothing.
  const bet = { rate: 0.1, stake: stakeFor(0.1, 2.2) };
  const halves = [
    { drawn: 0.05, error: 0.16 },
    { drawn: 0.2, error: 0.04 },
  ];
  const mean = (weightOf: (drawn: number) => number) =>
    halves.reduce((sum, { drawn, error }) => {
      const factor = (wrong: number) => bucketFactor({ labels: 1, wrong, weight: weightOf(drawn) }, bet);
      return sum + 0.5 * (1 - drawn + drawn * (error * factor(1) + (1 - error) * factor(0)));
    }, 0);
  near(
    mean((drawn) => 0.05 / drawn),
    1,
    { absolute: 1e-12 },
  );
  assert.ok(mean(() => 1) < 0.999, 'without weights it does not see the error of the rare half');
});

test('a bucket counts the same in one piece or in several', () => {
  const bet = { rate: 0.02, stake: stakeFor(0.02, 1.6) };
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }), (wrongs) => {
      const parts = wrongs.map((wrong) => ({ labels: wrong + 7, wrong }));
      const whole = {
        labels: parts.reduce((sum, { labels }) => sum + labels, 0),
        wrong: parts.reduce((sum, { wrong }) => sum + wrong, 0),
      };
      near(
        parts.reduce((product, part) => product * bucketFactor(part, bet), 1),
        bucketFactor(whole, bet),
        { relative: 1e-9 },
      );
    }),
  );
});

test('an empty bucket changes no evidence, and no stake goes bankrupt at one right label', () => {
  assert.equal(bucketFactor({ labels: 0, wrong: 0 }, { rate: 0.1, stake: 2 }), 1);
  for (const rate of [0.001, 0.5, 0.9, 0.999])
    assert.ok(bucketFactor({ labels: 1, wrong: 0 }, { rate, stake: stakeFor(rate, 3.5) }) >= 0.0099);
});
