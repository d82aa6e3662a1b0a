// Labels of about the same weight are one stratum of the sample: the inclusion probability is constant within a stratum.
import { lastUpTo } from './distinct.ts';
import { unitsPerOne } from './micro-units.ts';
import type { Tally } from './tally.ts';

/** Weighted sums over the labels of a stratum, with d = confidence − outcome. */
export type WeightStratum = {
  readonly count: number;
  readonly weight: number;
  readonly squared: number;
  readonly confidence: number;
  readonly right: number;
  /** Σwd, Σw²d, Σw²d². */
  readonly gap: number;
  readonly squaredGap: number;
  readonly squaredGapSquare: number;
};

/** Strata below 5 labels join their neighbour in weight (statistics.md 2.3a): an interval of one label says nothing. */
const fewestLabels = 5;

/**
 * The strata of a tally by its classes of weight, ascending. Linear but for finding classes.
 *
 * @example weightStrata(tally, weightClasses(tally)) // one for the routed (weight 1), one for the audited (weight 20)
 */
export function weightStrata(tally: Tally, classes: Float64Array): WeightStratum[] {
  const strata: Sums[] = [];
  for (let row = 0; row < tally.unit.length; row += 1) {
    const weight = tally.weight[row] ?? 0;
    const place = lastUpTo(classes, weight);
    const stratum = strata[place] ?? { ...nothing };
    strata[place] = stratum;
    const confidence = (tally.unit[row] ?? 0) / unitsPerOne;
    addLabels(stratum, { labels: tally.right[row] ?? 0, weight, confidence, outcome: 1 });
    addLabels(stratum, { labels: tally.wrong[row] ?? 0, weight, confidence, outcome: 0 });
  }
  return joinSmall(strata);
}

/** The same while it grows. */
type Sums = { -readonly [Sum in keyof WeightStratum]: number };

const nothing: WeightStratum = {
  count: 0,
  weight: 0,
  squared: 0,
  confidence: 0,
  right: 0,
  gap: 0,
  squaredGap: 0,
  squaredGapSquare: 0,
};

type Labels = { labels: number; weight: number; confidence: number; outcome: number };

function addLabels(stratum: Sums, { labels, weight, confidence, outcome }: Labels): void {
  const gap = confidence - outcome;
  const mass = labels * weight;
  stratum.count += labels;
  stratum.weight += mass;
  stratum.squared += mass * weight;
  stratum.confidence += mass * confidence;
  stratum.right += mass * outcome;
  stratum.gap += mass * gap;
  stratum.squaredGap += mass * weight * gap;
  stratum.squaredGapSquare += mass * weight * gap * gap;
}

function joinSmall(strata: readonly Sums[]): WeightStratum[] {
  const joined: Sums[] = [];
  for (const stratum of strata) {
    const last = joined.at(-1);
    if (last && (last.count < fewestLabels || stratum.count < fewestLabels)) join(last, stratum);
    else joined.push({ ...stratum });
  }
  return joined;
}

function join(into: Sums, from: Sums): void {
  for (const sum of Object.keys(nothing) as (keyof Sums)[]) into[sum] += from[sum]; // nothing has all sums
}
