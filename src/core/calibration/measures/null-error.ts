import type { Random } from '../../stats/random.ts';
import type { Cells } from '../observations/cells.ts';

export type NullError = {
  /** The ECE that only one in twenty perfectly calibrated models would exceed, with these labels. */
  readonly q95: number;
  /** Share of calibrated models with an ECE at least as large as the one seen; never 0, as chance is sampled. */
  readonly pValue: number;
};

/**
 * How large the ECE gets by chance alone: labels are drawn anew with confidence as their probability, bin by bin
 * (parametric bootstrap). An ECE up to `q95` cannot be told from calibrated. Null without labels.
 *
 * `cells` are grouped by the bins that gave `seen`. Costs replicates × cells binomial draws: 500 × 20 take 2 ms.
 *
 * J. Vaicenavicius et al., "Evaluating model calibration in classification", AISTATS 2019.
 */
export function nullError(
  cells: Cells,
  seen: number,
  { random, replicates }: { random: Random; replicates: number },
): NullError | null {
  if (cells.group.length === 0) return null;
  const drawn = new Float64Array(replicates).map(() => drawError(cells, random)).sort();
  // The slack keeps an ECE that is nothing but rounding from counting as exceeded.
  const exceeding = drawn.filter((error) => error >= seen - 1e-12).length;
  return {
    q95: drawn[Math.ceil(0.95 * replicates) - 1] ?? 0,
    pValue: (exceeding + 1) / (replicates + 1),
  };
}

function drawError({ group, count, weight, confidence }: Cells, random: Random): number {
  let error = 0;
  let total = 0;
  let gap = 0;
  for (let cell = 0; cell < group.length; cell += 1) {
    if (group[cell] !== group[cell - 1]) {
      error += Math.abs(gap);
      gap = 0;
    }
    const [n, w, p] = [count[cell] ?? 0, weight[cell] ?? 0, confidence[cell] ?? 0];
    gap += w * (random.binomial(n, p) - n * p);
    total += w * n;
  }
  return (error + Math.abs(gap)) / total;
}
