import { moverWilson } from '../stats/mover-wilson.ts';

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
 * error (statistics.md 2.2: 18 % for a true 8 %). Each stratum's error is weighted by its population instead, with the
 * interval of `moverWilson`; strata nobody judged are left out and told by `covered`. Null when nothing was judged.
 *
 * @example releasedError([{ population: 1000, judged: 50, wrong: 7 }]) // share 0.14, low 0.0695…, high 0.2618…
 */
export function releasedError(strata: readonly AuditStratum[], level = 0.95): ReleasedError | null {
  const estimate = moverWilson(
    strata.map(({ population, judged, wrong }) => ({ population, labelled: judged, hits: wrong })),
    level,
  );
  if (!estimate.ok) return null;
  const { share, low, high, labelled, covered } = estimate;
  return { share, low, high, judged: labelled, covered };
}
