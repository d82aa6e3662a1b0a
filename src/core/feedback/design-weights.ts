// What each judged decision speaks for: the sampling design turned into weights.

/** Decisions of a window that were sampled alike, with how many of them people judged. */
export type DesignStratum = {
  readonly policyVersionId: string;
  readonly stratum: string;
  /** A rule sends it to people whatever the draw; null where routed and unrouted were sampled alike. */
  readonly routed: boolean | null;
  /** The share the design judges, as the policy set it. */
  readonly rate: number;
  readonly decisions: number;
  readonly judged: number;
};

export type DesignWeights = {
  /** By stratum, in the order given: decisions that each judged one stands for; null where nothing is known. */
  readonly weights: readonly (number | null)[];
  readonly decisions: number;
  /** Share of the decisions that lie in strata with a judgement. Null without decisions. */
  readonly coverage: number | null;
  /** Places of the strata about which nothing is known. */
  readonly unknown: readonly number[];
};

/** Strata with fewer are estimated together with a neighbour sampled alike (statistics.md 2.3a). */
const fewestJudged = 5;

/**
 * Post-stratification weights N/n. They take the place of 1/probability, because the share that was really judged is known:
 * that has less variance, and a judgement that never came is made up for as long as its absence is chance.
 *
 * A stratum with fewer than 5 judgements joins one of the same name, the same kind and the same rate under another policy
 * version, the nearest in time (version ids are UUIDv7, so their order is time). Where none is judged at all nothing is
 * known; the mass is told, and never guessed. Sorting dominates.
 *
 * @example
 * designWeights([{ …, routed: true, decisions: 40, judged: 40 }, { …, routed: false, decisions: 960, judged: 12 }]).weights
 * // [1, 80]
 */
export function designWeights(strata: readonly DesignStratum[]): DesignWeights {
  const weights = new Array<number | null>(strata.length).fill(null);
  for (const places of alike(strata).flatMap((group) => joined(group, strata))) {
    const judged = sum(places, (place) => strata[place]?.judged ?? 0);
    const decisions = sum(places, (place) => strata[place]?.decisions ?? 0);
    // More judged than counted: the window's count is a moment older than its judgements.
    const weight = judged === 0 ? null : Math.max(1, decisions / judged);
    for (const place of places) weights[place] = weight;
  }
  const unknown = weights.flatMap((weight, place) =>
    weight === null && (strata[place]?.decisions ?? 0) > 0 ? [place] : [],
  );
  const decisions = sum(strata, (stratum) => stratum.decisions);
  const dark = sum(unknown, (place) => strata[place]?.decisions ?? 0);
  return { weights, decisions, coverage: decisions === 0 ? null : 1 - dark / decisions, unknown };
}

/** Places of strata that may be estimated together, oldest policy version first. */
function alike(strata: readonly DesignStratum[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [place, { stratum, routed, rate }] of strata.entries()) {
    const key = `${routed} ${rate} ${stratum}`;
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  const version = (place: number) => strata[place]?.policyVersionId ?? '';
  return [...groups.values()].map((group) => group.sort((a, b) => (version(a) < version(b) ? -1 : 1)));
}

/** Neighbours put together until each has enough; what is left at the end joins the last. */
function joined(group: readonly number[], strata: readonly DesignStratum[]): number[][] {
  const done: number[][] = [];
  let open: number[] = [];
  let judged = 0;
  for (const place of group) {
    open.push(place);
    judged += strata[place]?.judged ?? 0;
    if (judged < fewestJudged) continue;
    done.push(open);
    open = [];
    judged = 0;
  }
  if (open.length > 0) {
    const last = done.pop() ?? [];
    done.push([...last, ...open]);
  }
  return done;
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
