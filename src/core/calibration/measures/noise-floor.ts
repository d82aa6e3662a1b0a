import type { Bin } from '../observations/bins.ts';

/**
 * The ECE a perfectly calibrated model would show on average with these bins and labels: Σ share·√(2c(1−c)/(πn)), the
 * mean size of a normal deviation. With 500 labels in 15 bins it is about 0.037 (statistics.md 0.3), so a rule on bare
 * ECE fires on noise. n is the effective number of labels. Null without labels. Linear in the bins. Known answer: A14.
 *
 * @example noiseFloor(filledBins(equalWidthBins(levels, 5))) // 0.2225… for data A, whose ECE is 0.125
 */
export function noiseFloor(bins: readonly Bin[]): number | null {
  if (bins.length === 0) return null;
  return bins.reduce((sum, { share, confidence, effective }) => {
    return sum + share * Math.sqrt((2 * confidence * (1 - confidence)) / (Math.PI * effective));
  }, 0);
}
