import { openSum } from './sum.ts';

/** A labelled item: its value, and how likely it was to be labelled, known before anyone looked. */
export type Drawn = { readonly value: number; readonly inclusion: number };

export type Weighted =
  | {
      readonly ok: true;
      readonly mean: number;
      readonly variance: number;
      readonly labelled: number;
      /** As many labels of equal weight would say as much: (Σ1/π)²/Σ1/π². */
      readonly effective: number;
    }
  | {
      readonly ok: false;
      readonly because: 'nothing-labelled' | 'impossible-inclusion' | 'impossible-population';
    };

/**
 * The mean of a population when each item was labelled with its own probability π: θ̂ = Σ x/π ÷ N, with the variance
 * of Poisson sampling, Σ (1 − π) x²/π² ÷ N².
 *
 * Unbiased for any π > 0, however it was chosen. Where π is constant in strata of known size, `postStratified` has the
 * smaller variance. Without a label it is not 0 but unknown, although the formula says 0. Linear in the items.
 *
 * D. G. Horvitz, D. J. Thompson, "A generalization of sampling without replacement from a finite universe", JASA 47
 * (1952).
 *
 * @example horvitzThompson([{ value: 1, inclusion: 1 }, { value: 1, inclusion: 0.1 }], 100) // mean 0.11
 */
export function horvitzThompson(items: Iterable<Drawn>, population: number): Weighted {
  if (!(population > 0) || population === Infinity) return { ok: false, because: 'impossible-population' };
  const sums = weigh(items, 0);
  if (typeof sums === 'string') return { ok: false, because: sums };
  const { labelled, effective } = sums;
  return {
    ok: true,
    mean: sums.total / population,
    variance: sums.spread / population ** 2,
    labelled,
    effective,
  };
}

/**
 * The ratio Σ (x/π) ÷ Σ (1/π): the mean where the size of the population is not known, as among the predicted
 * positives. Nearly unbiased; the variance is that of the linearised ratio.
 *
 * J. Hájek, comment in "Foundations of Statistical Inference" (1971). Two passes over the items.
 */
export function hajek(items: readonly Drawn[]): Weighted {
  const sums = weigh(items, 0);
  if (typeof sums === 'string') return { ok: false, because: sums };
  const { labelled, effective, weight } = sums;
  const mean = sums.total / weight;
  const about = weigh(items, mean);
  const spread = typeof about === 'string' ? 0 : about.spread;
  return { ok: true, mean, variance: spread / weight ** 2, labelled, effective };
}

function weigh(items: Iterable<Drawn>, centre: number) {
  const [total, spread, weight, squares] = [openSum(), openSum(), openSum(), openSum()];
  let labelled = 0;
  for (const { value, inclusion } of items) {
    if (!(inclusion > 0 && inclusion <= 1)) return 'impossible-inclusion';
    labelled += 1;
    total.add(value / inclusion);
    spread.add(((1 - inclusion) * (value - centre) ** 2) / inclusion ** 2);
    weight.add(1 / inclusion);
    squares.add(1 / inclusion ** 2);
  }
  if (labelled === 0) return 'nothing-labelled';
  return {
    labelled,
    total: total.value(),
    spread: spread.value(),
    weight: weight.value(),
    effective: weight.value() ** 2 / squares.value(),
  };
}
