import { binomialCdf } from '../stats/binomial.ts';
import type { Start } from './fallback-test.ts';
import type { Goal } from './goal.ts';
import { leastLabels } from './least-labels.ts';

/** With a guess most of delta is spent where it points; the rest is kept for the case that it misleads. */
const guessed = { share: 0.8, multiples: [2, 5], fallbackShare: 0.1 };
/** Without a guess: four places, from "enough if there is no error" to "enough for some". */
const blind = { multiples: [1.5, 2.5, 4, 6.5], fallbackShare: 0.25 };

/**
 * Where to begin the walk, without a look at the errors of this window.
 *
 * With a guess of each rung's error (earlier labels, or one minus the calibrated confidence) the first start is the rung whose
 * expected p-value is the smallest. Fallback starts are the rungs where the labels first reach a multiple of those
 * that an errorless certificate takes (299 at 1 % and 95 %). A start that no rung reaches leaves its weight to the others, in
 * proportion; if none is reached, everything is put on the loosest rung, which has the most labels. All of that depends
 * on how many labels there are, never on their errors, so the test that follows keeps its level. Linear in the rungs
 * (statistics.md 3.3).
 *
 * @example chooseStarts([299, 700, 1500], null, { target: 0.01, delta: 0.05 })
 * // rungs 1, 2, 2 → [{ rung: 1, weight: 0.0166… }, { rung: 2, weight: 0.0333… }]
 */
export function chooseStarts(
  labels: readonly number[],
  guess: readonly number[] | null,
  goal: Goal,
): readonly Start[] {
  const alone = leastLabels(0, goal.target, goal.delta);
  const { multiples, fallbackShare } = guess ? guessed : blind;
  const fallbacks = multiples.flatMap((multiple): Start[] => {
    const rung = labels.findIndex((count) => count >= multiple * alone);
    return rung < 0 ? [] : [{ rung, weight: fallbackShare, kind: 'fallback' }];
  });
  const first: Start[] = guess
    ? [{ rung: mostPromising(labels, guess, goal), weight: guessed.share, kind: 'history' }]
    : [];
  const starts = [...first, ...fallbacks];
  if (starts.length === 0)
    return labels.length > 0 ? [{ rung: labels.length - 1, weight: goal.delta, kind: 'fallback' }] : [];
  return onePerRung(starts, goal.delta);
}

/**
 * The error guessed for each rung from earlier labels: (wrong + ½) / (labels + 1), so that no rung is guessed to be perfect.
 *
 * @example guessFromCounts({ labels: [99], wrong: [0] }) // [0.005]
 */
export function guessFromCounts(counts: {
  labels: readonly number[];
  wrong: readonly number[];
}): readonly number[] {
  return counts.labels.map((labels, rung) => ((counts.wrong[rung] ?? 0) + 0.5) / (labels + 1));
}

function mostPromising(labels: readonly number[], guess: readonly number[], { target }: Goal): number {
  let best = { rung: 0, p: 1 };
  for (const [rung, count] of labels.entries()) {
    const wrong = Math.floor(count * Math.min(1, guess[rung] ?? 1));
    const p = binomialCdf(wrong, count, target);
    if (p < best.p) best = { rung, p };
  }
  return best.rung;
}

/** Sorted, with the weights of one rung added up and all weights together `delta`. */
function onePerRung(starts: readonly Start[], delta: number): readonly Start[] {
  const whole = starts.reduce((sum, { weight }) => sum + weight, 0);
  const merged = new Map<number, Start>();
  for (const { rung, weight, kind } of starts) {
    const before = merged.get(rung);
    const share = (weight / whole) * delta;
    merged.set(rung, { rung, weight: (before?.weight ?? 0) + share, kind: before?.kind ?? kind });
  }
  return [...merged.values()].sort((a, b) => a.rung - b.rung);
}
