import { wilson } from '../stats/wilson.ts';

/** One audit stratum: how many were released, how many of them people judged, how many of those were wrong. */
export type AuditStratum = { readonly population: number; readonly judged: number; readonly wrong: number };

export type ReleasedError = {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly judged: number;
  /** Share of the released that lie in strata with a judgement; of the rest nothing is known. */
  readonly covered: number;
};

/**
 * The share of wrong decisions among the released, estimated from the audit sample alone.
 *
 * Judged items are not the released ones: rules send the doubtful to people, so counting all verdicts overstates the
 * error (statistics.md 2.2: 18 % for a true 8 %). Each stratum's error is weighted by its population instead
 * (post-stratification, 2.3a); strata nobody judged are left out and told by `covered`. The interval is MOVER–Wilson
 * (Zou & Donner 2008; 2.4): distances of each stratum's Wilson interval, squared, weighted and added. Null when nothing
 * was judged. Linear in the strata.
 *
 * @example releasedError([{ population: 1000, judged: 50, wrong: 7 }]) // share 0.14, low 0.0695…, high 0.2618…
 */
export function releasedError(strata: readonly AuditStratum[], level = 0.95): ReleasedError | null {
  const seen = strata.filter((stratum) => stratum.judged > 0 && stratum.population > 0);
  const covered = sum(seen, (stratum) => stratum.population);
  if (covered === 0) return null;
  const parts = seen.map(({ population, judged, wrong }) => {
    const weight = population / covered;
    const share = wrong / judged;
    const interval = wilson(wrong, judged, level) ?? { low: 0, high: 1 };
    return {
      estimate: weight * share,
      below: weight * (share - interval.low),
      above: weight * (interval.high - share),
    };
  });
  const share = sum(parts, (part) => part.estimate);
  return {
    share,
    low: Math.max(0, share - Math.sqrt(sum(parts, (part) => part.below ** 2))),
    high: Math.min(1, share + Math.sqrt(sum(parts, (part) => part.above ** 2))),
    judged: sum(seen, (stratum) => stratum.judged),
    covered: covered / sum(strata, (stratum) => stratum.population),
  };
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
