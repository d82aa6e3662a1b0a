import { addLevel, type Bins, emptyBins } from './bins.ts';
import type { Levels } from './levels.ts';

/**
 * Bins that hold about the same weight each, and never part equal confidences: a bin closes at the first distinct value
 * where the weight so far reaches k/B of all, then k moves past it. Where values cluster there are fewer bins than asked.
 *
 * Quantile cuts that split ties give bins whose content depends on the order of the rows (statistics.md 1.2, A07, A08).
 * Linear in the levels.
 *
 * @example equalMassBins(levels, 4).count // 3, 2, 3, 2 for the ten values of data A
 */
export function equalMassBins(levels: Levels, bins: number): Bins {
  const groups = groupLevels(levels, bins);
  const sums = emptyBins(Float64Array.from(groups, (first) => levels.unit[first] ?? 0));
  groups.forEach((first, bin) => {
    const end = groups[bin + 1] ?? levels.unit.length;
    for (let level = first; level < end; level += 1) addLevel(sums, bin, { levels, level });
  });
  return sums;
}

/** The first level of each bin. */
function groupLevels(levels: Levels, bins: number): number[] {
  const firsts: number[] = [];
  let weight = 0;
  let reached = 0;
  let open = false;
  for (let level = 0; level < levels.unit.length; level += 1) {
    if (!open) firsts.push(level);
    open = true;
    weight += levels.weight[level] ?? 0;
    // The slack keeps a sum of tenths from missing its mark by a rounding.
    const passed = Math.floor((weight / levels.totals.weight) * bins + 1e-9);
    if (passed > reached) {
      reached = passed;
      open = false;
    }
  }
  return firsts;
}
