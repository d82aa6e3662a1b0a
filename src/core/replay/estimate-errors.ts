import type { Interval } from '../stats/interval.ts';
import { wilson } from '../stats/wilson.ts';

/** Decisions that were sampled alike, how many of them people have judged, and how many of those were wrong. */
export type DesignCount = {
  readonly policyVersionId: string;
  readonly stratum: string;
  /** A rule sent them to people whatever the draw. */
  readonly routed: boolean;
  readonly probability: number;
  readonly decisions: number;
  readonly graded: number;
  readonly wrong: number;
};

export type ErrorEstimate = {
  readonly decisions: number;
  readonly graded: number;
  readonly wrong: number;
  /** Decisions in strata of which nobody judged anything: nothing is known about them. */
  readonly unknown: number;
  /** Wrong ones among the others, with the 95 % interval. Null where nothing is known at all. */
  readonly errors: (Interval & { readonly value: number }) | null;
};

/**
 * How many of a window's decisions are wrong, from the graded ones among them.
 *
 * Each stratum's graded decisions speak for all of it: Σ N·k/n (post-stratification, statistics.md 2.3a); the interval is
 * MOVER–Wilson (2.4) with the finite-population correction √(1 − n/N), because it is these decisions that are spoken of:
 * a stratum that was judged to the last decision is known exactly. Where the design gave no chance to be judged, or
 * nobody has judged yet, the decisions are told as unknown and are in no number. Linear in the strata.
 *
 * G. Y. Zou, A. Donner (2008), as in `core/stats/mover-wilson.ts`; W. G. Cochran, "Sampling Techniques" (1977), 2.
 *
 * @example estimateErrors([{ …, decisions: 1000, graded: 50, wrong: 7 }]).errors // value 140, low 71…, high 256…
 */
export function estimateErrors(counts: readonly DesignCount[]): ErrorEstimate {
  let [decisions, graded, wrong, unknown, value, below, above] = [0, 0, 0, 0, 0, 0, 0];
  for (const stratum of joinThin(counts)) {
    decisions += stratum.decisions;
    graded += stratum.graded;
    wrong += stratum.wrong;
    const interval = wilson(stratum.wrong, stratum.graded);
    if (interval === null) {
      unknown += stratum.decisions;
      continue;
    }
    // Judged after the decisions were counted: then there are as many as were judged.
    const size = Math.max(stratum.decisions, stratum.graded);
    const share = stratum.wrong / stratum.graded;
    const left = Math.sqrt(1 - stratum.graded / size);
    value += size * share;
    below += (size * left * (share - interval.low)) ** 2;
    above += (size * left * (interval.high - share)) ** 2;
  }
  const known = decisions - unknown;
  const errors =
    graded === 0
      ? null
      : {
          value,
          // What people have seen to be wrong is wrong, and what they have seen to be right is right.
          low: Math.max(wrong, value - Math.sqrt(below)),
          high: Math.min(Math.max(value, known - (graded - wrong)), value + Math.sqrt(above)),
        };
  return { decisions, graded, wrong, unknown, errors };
}

/** With fewer judgements a stratum says little by itself (statistics.md 2.3a). */
const fewestGraded = 5;

/**
 * Strata of one name, kind and rate are sampled alike under every policy version: they are one where any of them has few
 * judgements. Those of another rate never are: there the judged would be no uniform sample.
 */
function joinThin(counts: readonly DesignCount[]): DesignCount[] {
  const alike = new Map<string, DesignCount[]>();
  for (const count of counts) {
    if (count.decisions === 0 && count.graded === 0) continue;
    const key = `${count.routed} ${count.probability} ${count.stratum}`;
    const group = alike.get(key);
    if (group) group.push(count);
    else alike.set(key, [count]);
  }
  return [...alike.values()].flatMap((group) =>
    group.length > 1 && group.some(({ graded }) => graded < fewestGraded) ? [group.reduce(join)] : group,
  );
}

function join(one: DesignCount, other: DesignCount): DesignCount {
  return {
    ...one,
    decisions: one.decisions + other.decisions,
    graded: one.graded + other.graded,
    wrong: one.wrong + other.wrong,
  };
}
