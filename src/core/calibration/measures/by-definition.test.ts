// Every measure once more, straight from its definition, label by label and without any of our sums: slow, plain, and
// compared on random labels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { anyObservations, levelsFrom } from '../../../testing/observations.ts';
import { type Bin, equalWidthBins, filledBins } from '../observations/bins.ts';
import { equalMassBins } from '../observations/equal-mass-bins.ts';
import type { Levels } from '../observations/levels.ts';
import { columnsOf, type Observation } from '../observations/observations.ts';
import { averageError, expectedError, maximumError } from './calibration-error.ts';
import { cumulativeError } from './cumulative-error.ts';
import { noiseFloor } from './noise-floor.ts';
import { brierScore, logLoss, skill } from './proper-scores.ts';
import { areaUnderRiskCoverage, areaUnderRoc } from './ranking.ts';
import { fittedCurve } from './reliability-curve.ts';
import { smoothErrorAt } from './smooth-error.ts';
import { spiegelhalter } from './spiegelhalter.ts';
import { squaredError } from './squared-error.ts';

/** One label: confidence, outcome, weight. */
type Label = { readonly c: number; readonly y: number; readonly w: number };

const tight = { absolute: 1e-10, relative: 1e-10 };

function labelsFrom(observations: readonly Observation[]): Label[] {
  return observations.map(({ confidence, correct, weight }) => ({
    c: Math.round(confidence * 1e6) / 1e6,
    y: correct ? 1 : 0,
    w: weight,
  }));
}

function total(labels: readonly Label[], of: (label: Label) => number): number {
  return labels.reduce((sum, label) => sum + of(label), 0);
}

function mean(labels: readonly Label[], of: (label: Label) => number): number {
  return total(labels, (label) => label.w * of(label)) / total(labels, ({ w }) => w);
}

/** Labels by bin, with edges compared as fractions of whole numbers. */
function binned(labels: readonly Label[], bins: number): Label[][] {
  const groups = Array.from({ length: bins }, (): Label[] => []);
  for (const label of labels) {
    const unit = BigInt(Math.round(label.c * 1e6));
    const bin = Number((unit * BigInt(bins)) / 1_000_000n);
    groups[Math.min(bin, bins - 1)]?.push(label);
  }
  return groups.filter(({ length }) => length > 0);
}

function worth(labels: readonly Label[]): number {
  return total(labels, ({ w }) => w) ** 2 / total(labels, ({ w }) => w * w);
}

function gap(labels: readonly Label[]): number {
  return mean(labels, ({ y }) => y) - mean(labels, ({ c }) => c);
}

/** Compares on random labels, at least one of them; twice as many weights as there are strata in practice. */
function onRandomLabels(check: (labels: readonly Label[], levels: Levels) => void, minLength = 1): void {
  fc.assert(
    fc.property(anyObservations({ minLength }), (observations) => {
      check(labelsFrom(observations), levelsFrom(columnsOf(observations)));
    }),
  );
}

function binsOf(levels: Levels, bins: number): Bin[] {
  return filledBins(equalWidthBins(levels, bins));
}

for (const bins of [1, 7, 10, 15, 20])
  test(`ECE, ACE and MCE over ${bins} bins`, () => {
    onRandomLabels((labels, levels) => {
      const groups = binned(labels, bins);
      const all = total(labels, ({ w }) => w);
      const expected = groups.reduce(
        (sum, group) => sum + (total(group, ({ w }) => w) / all) * Math.abs(gap(group)),
        0,
      );
      const average = groups.reduce((sum, group) => sum + Math.abs(gap(group)) / groups.length, 0);
      near(expectedError(binsOf(levels, bins)), expected, tight);
      near(averageError(binsOf(levels, bins)), average, tight);
      near(
        maximumError(binsOf(levels, bins), 0)?.value,
        Math.max(...groups.map((group) => Math.abs(gap(group)))),
        tight,
      );
    });
  });

test('MCE leaves out bins below so many effective labels, and says what part that is', () => {
  onRandomLabels((labels, levels) => {
    // 2.5 is no number that weights of whole labels make by rounding.
    const groups = binned(labels, 10);
    const large = groups.filter((group) => worth(group) >= 2.5);
    const found = maximumError(binsOf(levels, 10), 2.5);
    if (large.length === 0) return assert.equal(found, null);
    near(found?.value, Math.max(...large.map((group) => Math.abs(gap(group)))), tight);
    const left = groups.filter((group) => worth(group) < 2.5).flat();
    near(found?.excluded, total(left, ({ w }) => w) / total(labels, ({ w }) => w), tight);
  });
});

test('ECE over bins of equal mass: labels walked one by one, a bin closed only between distinct values', () => {
  onRandomLabels((labels, levels) => {
    const sorted = labels.toSorted((one, other) => one.c - other.c);
    const all = total(labels, ({ w }) => w);
    for (const bins of [1, 4, 10]) {
      const groups: Label[][] = [[]];
      let [weight, next] = [0, 1];
      for (const [place, label] of sorted.entries()) {
        groups.at(-1)?.push(label);
        weight += label.w;
        if (label.c === sorted[place + 1]?.c || weight < (next * all) / bins - 1e-9 * all) continue;
        while (weight >= (next * all) / bins - 1e-9 * all) next += 1;
        groups.push([]);
      }
      const filled = groups.filter(({ length }) => length > 0);
      const found = filledBins(equalMassBins(levels, bins));
      assert.deepEqual(
        found.map(({ count }) => count),
        filled.map(({ length }) => length),
      );
      const expected = filled.reduce(
        (sum, group) => sum + (total(group, ({ w }) => w) / all) * Math.abs(gap(group)),
        0,
      );
      near(expectedError(found), expected, tight);
    }
  });
});

test('the noise floor', () => {
  onRandomLabels((labels, levels) => {
    const all = total(labels, ({ w }) => w);
    const floor = binned(labels, 15).reduce((sum, group) => {
      const c = Math.min(
        1,
        mean(group, (label) => label.c),
      );
      return sum + (total(group, ({ w }) => w) / all) * Math.sqrt((2 * c * (1 - c)) / Math.PI / worth(group));
    }, 0);
    near(noiseFloor(binsOf(levels, 15)), floor, { absolute: 1e-7 });
  });
});

test('the debiased squared error', () => {
  onRandomLabels((labels, levels) => {
    const groups = binned(labels, 5).filter((group) => worth(group) > 2 - 1e-9);
    const all = total(labels, ({ w }) => w);
    const squared = groups.reduce((sum, group) => {
      const accuracy = mean(group, ({ y }) => y);
      const noise = (accuracy * (1 - accuracy)) / (worth(group) - 1);
      return sum + (total(group, ({ w }) => w) / all) * (gap(group) ** 2 - noise);
    }, 0);
    const found = squaredError(binsOf(levels, 5));
    if (groups.length === 0) return assert.equal(found, null);
    near(found?.value, squared, { absolute: 1e-8 });
    near(found?.root, Math.sqrt(Math.max(0, found?.value ?? 0)), tight);
  });
});

test('ECCE: the cumulated gap, looked at after every distinct confidence', () => {
  onRandomLabels((labels, levels) => {
    const all = total(labels, ({ w }) => w);
    const values = [...new Set(labels.map(({ c }) => c))].sort((one, other) => one - other);
    const path = values.map((value) =>
      total(labels, ({ c, y, w }) => (c <= value ? (w * (y - c)) / all : 0)),
    );
    const [high, low] = [Math.max(0, ...path), Math.min(0, ...path)];
    const scale = Math.sqrt(total(labels, ({ c, w }) => w * w * c * (1 - c))) / all;
    const found = cumulativeError(levels);
    if (found === null) return assert.ok(scale === 0 && high - low < 1e-12);
    near(found.deviation, Math.max(high, -low), tight);
    near(found.range, high - low, tight);
    near(found.scale, scale, tight);
  });
});

test('Spiegelhalter’s Z', () => {
  onRandomLabels((labels, levels) => {
    const variance = total(labels, ({ c, w }) => w * w * (1 - 2 * c) ** 2 * c * (1 - c));
    const found = spiegelhalter(levels);
    if (variance === 0) return assert.equal(found, null);
    const z = total(labels, ({ c, y, w }) => w * (y - c) * (1 - 2 * c)) / Math.sqrt(variance);
    near(found?.z, z, { absolute: 1e-9, relative: 1e-9 });
  });
});

test('Brier score, log-loss and skill', () => {
  onRandomLabels((labels, levels) => {
    const brier = mean(labels, ({ c, y }) => (c - y) ** 2);
    const base = mean(labels, ({ y }) => y);
    const nats = mean(labels, ({ c, y }) => {
      const said = y === 1 ? c : 1 - c;
      return -Math.log(Math.min(1 - 1e-6, Math.max(1e-6, said)));
    });
    near(brierScore(levels)?.value, brier, tight);
    near(logLoss(levels)?.value, nats, { absolute: 1e-9 });
    assert.equal(
      logLoss(levels)?.clippedAndWrong,
      labels.filter(({ c, y }) => (y === 1 ? c === 0 : c === 1)).length,
    );
    const found = skill(levels);
    if (labels.every(({ y }) => y === labels[0]?.y)) assert.equal(found, null);
    else near(found, 1 - brier / (base * (1 - base)), { absolute: 1e-9, relative: 1e-9 });
  });
});

test('the interval of the Brier score: linearised, with n/(n − 1) of the effective labels', () => {
  onRandomLabels((labels, levels) => {
    const { value, interval } = brierScore(levels) ?? { value: 0, interval: null };
    const right = total(labels, ({ y }) => y);
    if (right < 5 || labels.length - right < 5) return assert.equal(interval, null);
    const squares = total(labels, ({ c, y, w }) => (w * ((c - y) ** 2 - value)) ** 2);
    const n = worth(labels);
    const error = Math.sqrt((squares * n) / (n - 1)) / total(labels, ({ w }) => w);
    near(interval?.high, value + 1.959963984540054 * error, { absolute: 1e-9 });
    near(interval?.low, Math.max(0, value - 1.959963984540054 * error), { absolute: 1e-9 });
  }, 12);
});

test('AUROC over all pairs', () => {
  onRandomLabels((labels, levels) => {
    let [won, pairs] = [0, 0];
    for (const good of labels.filter(({ y }) => y === 1))
      for (const bad of labels.filter(({ y }) => y === 0)) {
        pairs += good.w * bad.w;
        won += good.w * bad.w * (good.c > bad.c ? 1 : good.c === bad.c ? 0.5 : 0);
      }
    const found = areaUnderRoc(levels);
    if (pairs === 0) assert.equal(found, null);
    else near(found, won / pairs, tight);
  });
});

test('AURC of equal weights: ties in every order have the average share of errors', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1, weight: fc.constant(1) }), (observations) => {
      const labels = labelsFrom(observations);
      let area = 0;
      for (let rank = 1; rank <= labels.length; rank += 1) {
        // The errors expected among the `rank` most confident: all above the cut, a share of those on it.
        const cut = labels.map(({ c }) => c).sort((one, other) => other - one)[rank - 1] ?? 0;
        const above = labels.filter(({ c }) => c > cut);
        const on = labels.filter(({ c }) => c === cut);
        const errors = total(above, ({ y }) => 1 - y) + (rank - above.length) * mean(on, ({ y }) => 1 - y);
        area += errors / rank / labels.length;
      }
      near(areaUnderRiskCoverage(levelsFrom(columnsOf(observations))), area, tight);
    }),
  );
});

test('the isotonic curve by the formula of minima and maxima', () => {
  onRandomLabels((labels, levels) => {
    const values = [...new Set(labels.map(({ c }) => c))].sort((one, other) => one - other);
    const between = (from: number, to: number) => labels.filter(({ c }) => c >= from && c <= to);
    // Largest, over starts up to here, of the smallest, over ends from here, of the mean between them.
    const curve = values.map((value) =>
      Math.max(
        ...values
          .filter((from) => from <= value)
          .map((from) =>
            Math.min(
              ...values.filter((to) => to >= value).map((to) => mean(between(from, to), ({ y }) => y)),
            ),
          ),
      ),
    );
    fittedCurve(levels).forEach((probability, level) => {
      near(probability, curve[level] ?? -1, tight);
    });
  });
});

test('smECE with exact kernels, integrated by 4000 steps', () => {
  fc.assert(
    fc.property(
      anyObservations({ minLength: 1 }),
      fc.constantFrom(0.05, 0.1, 0.3),
      (observations, bandwidth) => {
        const labels = labelsFrom(observations);
        const kernel = (from: number, to: number) => Math.exp(-(((from - to) / bandwidth) ** 2) / 2);
        const reflected = (t: number, c: number) => {
          let sum = 0;
          for (const image of [-2, 0, 2]) sum += kernel(t, c + image) + kernel(t, -c + image);
          return sum / (bandwidth * Math.sqrt(2 * Math.PI));
        };
        let error = 0;
        for (let step = 0; step < 4000; step += 1) {
          const t = (step + 0.5) / 4000;
          error += Math.abs(mean(labels, ({ c, y }) => (y - c) * reflected(t, c))) / 4000;
        }
        near(smoothErrorAt(levelsFrom(columnsOf(observations)), bandwidth), error, { absolute: 2e-4 });
      },
    ),
    { numRuns: 12 },
  );
});
