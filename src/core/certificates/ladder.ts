import { type BadInput, badInput, type Problem } from './goal.ts';

/** How many decisions of the window had each score, ascending by score, without a look at any label. */
export type ScoreHistogram = {
  readonly scores: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
};

/** The thresholds a certificate may choose from, strictest first. What scores at least a threshold is released. */
export type Ladder = {
  readonly thresholds: readonly number[];
  /** The share of the window that each threshold releases. */
  readonly coverages: readonly number[];
  /** Decisions in the window. */
  readonly population: number;
};

export type BuiltLadder = { readonly ok: true; readonly ladder: Ladder } | BadInput;

/** More rungs cost nothing in confidence, since they are tested in order, but what lies between is noise. */
const usualRungs = 200;

/**
 * The coverage quantiles of the scores: rung g releases the smallest set of at least g/`rungs` of the window. Equal scores
 * cannot be parted by a threshold, so a score that spans several quantiles is one rung. It must not be made after a look at
 * the labels; the test is valid for thresholds that were fixed before. Linear in the distinct scores (statistics.md 3.1).
 *
 * @example buildLadder({ scores: [0.5, 0.9], counts: [30, 70] }, 10)
 * // { ok: true, ladder: { thresholds: [0.9, 0.5], coverages: [0.7, 1], population: 100 } }
 */
export function buildLadder(histogram: ScoreHistogram, rungs: number = usualRungs): BuiltLadder {
  const problems = checkHistogram(histogram, rungs);
  if (problems.length > 0) return badInput(problems);
  const { scores, counts } = histogram;
  const population = total(counts);
  const thresholds: number[] = [];
  const coverages: number[] = [];
  let released = 0;
  let quantile = 1;
  for (let index = scores.length - 1; index >= 0; index -= 1) {
    released += at(counts, index);
    // In whole numbers, so that 0.1 + 0.2 decides nothing.
    if (released * rungs < quantile * population) continue;
    thresholds.push(at(scores, index));
    coverages.push(released / population);
    quantile = Math.floor((released * rungs) / population) + 1;
  }
  return { ok: true, ladder: { thresholds, coverages, population } };
}

/**
 * The same thresholds over another window, for a test whose thresholds were fixed before it.
 *
 * @example ladderAt([0.9], { scores: [0.5, 0.9], counts: [30, 10] }) // coverages [0.25]
 */
export function ladderAt(thresholds: readonly number[], histogram: ScoreHistogram): BuiltLadder {
  const problems = checkHistogram(histogram, thresholds.length);
  if (problems.length > 0) return badInput(problems);
  const { scores, counts } = histogram;
  const population = total(counts);
  let index = scores.length - 1;
  let released = 0;
  const coverages = thresholds.map((threshold) => {
    for (; index >= 0 && at(scores, index) >= threshold; index -= 1) released += at(counts, index);
    return released / population;
  });
  return { ok: true, ladder: { thresholds, coverages, population } };
}

/**
 * The strictest rung that releases this score; the number of rungs when none does. Binary search.
 *
 * @example rungOf([0.9, 0.5], 0.7) // 1
 */
export function rungOf(thresholds: readonly number[], score: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(thresholds, middle) <= score) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One histogram of several, as for the whole use case out of its slices. */
export function mergeHistograms(histograms: readonly ScoreHistogram[]): ScoreHistogram {
  const merged = new Map<number, number>();
  for (const { scores, counts } of histograms)
    for (let index = 0; index < scores.length; index += 1)
      merged.set(at(scores, index), (merged.get(at(scores, index)) ?? 0) + at(counts, index));
  const sorted = [...merged].sort(([a], [b]) => a - b);
  return { scores: sorted.map(([score]) => score), counts: sorted.map(([, count]) => count) };
}

function checkHistogram({ scores, counts }: ScoreHistogram, rungs: number): Problem[] {
  if (!(Number.isInteger(rungs) && rungs > 0))
    return [{ at: '/rungs', message: `A ladder has a whole number of rungs, not ${rungs}.` }];
  if (scores.length !== counts.length)
    return [{ at: '/histogram', message: `There are ${scores.length} scores and ${counts.length} counts.` }];
  for (let index = 0; index < scores.length; index += 1) {
    const message = whyNot(at(scores, index), at(counts, index), scores[index - 1]);
    if (message !== null) return [{ at: `/histogram/${index}`, message }];
  }
  return total(counts) > 0 ? [] : [{ at: '/histogram', message: 'There are no decisions in this window.' }];
}

function whyNot(score: number, count: number, before: number | undefined): string | null {
  if (!Number.isFinite(score)) return `A score is a number, not ${score}.`;
  if (!(Number.isSafeInteger(count) && count >= 0)) return `A count is a whole number, not ${count}.`;
  return before !== undefined && before >= score ? `Scores ascend; ${score} comes after ${before}.` : null;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < counts.length; index += 1) sum += at(counts, index);
  return sum;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
