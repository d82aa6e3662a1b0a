import { type Basis, basisOf, possible, type Unknown } from './strata.ts';
import { sum } from './sum.ts';

/** One stratum by its sums, which merge by addition: for errors counted 0 or 1, `sum` and `squares` are their number. */
export type SummedStratum = {
  readonly population: number;
  readonly labelled: number;
  /** Σx over the labelled. */
  readonly sum: number;
  /** Σx² over the labelled. */
  readonly squares: number;
};

export type PostStratified = {
  readonly ok: true;
  readonly mean: number;
  /**
   * Variance of the mean as an estimate of this population's; strata labelled to the last item add nothing. Null when
   * a stratum has a single label, which says nothing about spread.
   */
  readonly variance: number | null;
  /** Variance as an estimate of the process that made the population, without the finite-population correction. */
  readonly processVariance: number | null;
} & Basis;

/**
 * The mean of a population from a stratified sample, each stratum weighted by its known size: θ̂ = Σ (N_h/N) x̄_h, with
 * variance Σ (N_h/N)² (1 − n_h/N_h) s_h²/n_h.
 *
 * The default estimator of every KPI (statistics.md 2.3a): items sent to people because they looked doubtful do not
 * pull it, as they pull the mean of all labels (8.2 % becomes 18.4 %), and random non-response inside a stratum does
 * no harm. Strata without a label are left out, and `covered` says how much that is. Linear in the strata.
 *
 * W. G. Cochran, "Sampling Techniques" (1977), 5A.9.
 *
 * @example postStratified([
 *   { population: 200, labelled: 200, sum: 50, squares: 50 },
 *   { population: 800, labelled: 80, sum: 4, squares: 4 },
 * ]) // mean 0.09, variance 0.0186²
 */
export function postStratified(strata: readonly SummedStratum[]): PostStratified | Unknown {
  if (!strata.every((stratum) => possible(stratum) && stratum.squares >= 0))
    return { ok: false, because: 'impossible-counts' };
  const labelled = strata.filter((stratum) => stratum.labelled > 0);
  if (labelled.length === 0) return { ok: false, because: 'nothing-labelled' };
  const known = sum(labelled.map((stratum) => stratum.population));
  const weightOf = (stratum: SummedStratum) => stratum.population / known;
  return {
    ok: true,
    mean: sum(labelled.map((stratum) => weightOf(stratum) * (stratum.sum / stratum.labelled))),
    variance: total(labelled.map((stratum) => scaled(weightOf(stratum), stratum, sampledShare(stratum)))),
    processVariance: total(labelled.map((stratum) => scaled(weightOf(stratum), stratum, 0))),
    ...basisOf(strata),
  };
}

/**
 * Joins strata with fewer than `least` labels to a neighbour, so that each says something about its spread.
 *
 * The order is the hierarchy declared beforehand: a thin stratum joins the one before it, the first the one after.
 * Only strata of one `rate`, the probability of being labelled, may be joined: within another rate the labelled would
 * no longer be a uniform sample. A thin stratum alone in its rate stays as it is.
 */
export function joinThinStrata<T extends SummedStratum & { readonly rate: number }>(
  strata: readonly T[],
  least = 5,
) {
  const joined: (SummedStratum & { readonly rate: number })[] = [];
  for (const { population, labelled, sum, squares, rate } of strata) {
    const stratum = { population, labelled, sum, squares, rate };
    const before = joined.findLastIndex((other) => other.rate === rate);
    const neighbour = joined[before];
    if (neighbour && (labelled < least || neighbour.labelled < least))
      joined[before] = join(neighbour, stratum);
    else joined.push(stratum);
  }
  return joined;
}

function join(one: SummedStratum, other: SummedStratum & { readonly rate: number }) {
  return {
    population: one.population + other.population,
    labelled: one.labelled + other.labelled,
    sum: one.sum + other.sum,
    squares: one.squares + other.squares,
    rate: other.rate,
  };
}

function sampledShare({ population, labelled }: SummedStratum): number {
  return labelled / population;
}

function scaled(weight: number, stratum: SummedStratum, sampled: number): number | null {
  const { labelled } = stratum;
  if (sampled === 1) return 0;
  if (labelled < 2) return null;
  const spread = Math.max(0, (stratum.squares - stratum.sum ** 2 / labelled) / (labelled - 1));
  return (weight ** 2 * (1 - sampled) * spread) / labelled;
}

function total(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? sum(known) : null;
}
