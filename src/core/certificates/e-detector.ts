// Detectors that watch for years: their alarms come no more often than stated while nothing changes.
//
// Each bucket of labels multiplies or divides by how much better it fits a raised rate than the rate that is to be kept. The
// factor has a mean of at most 1 while the rate is kept, and from that the average run length between false alarms follows
// without any assumption on how the rate moves below it. J. Shin, A. Ramdas, A. Rinaldo, "E-detectors" (2023);
// statistics.md 4.1.

/** What was seen in one bucket of time. */
export type Bucket = {
  readonly labels: number;
  readonly wrong: number;
  /**
   * The least labelling probability of the design over that of these labels, at most 1: labels that were drawn more often
   * move the bet less, so that it stays fair for all traffic. 1 when all are drawn alike.
   */
  readonly weight?: number;
};

/** A stake above this would go bankrupt at one right label. */
const mostLoss = 0.99;

/**
 * The stake for a rate that rises to `multiple` of itself: the one whose capital then grows fastest.
 *
 * @example stakeFor(0.05, 2.2) // 1.263…
 */
export function stakeFor(rate: number, multiple: number): number {
  return Math.min((multiple - 1) / (1 - rate), mostLoss / rate);
}

/**
 * By how much one bucket multiplies the evidence that the rate is above `rate`. Depends on counts only, so the order
 * inside of a bucket does not matter; an empty bucket gives 1.
 *
 * @example bucketFactor({ labels: 1, wrong: 1 }, { rate: 0.1, stake: 2 }) // 2.8
 */
export function bucketFactor(
  { labels, wrong, weight = 1 }: Bucket,
  { rate, stake }: { rate: number; stake: number },
): number {
  const bet = stake * weight;
  return Math.exp(wrong * Math.log1p(bet * (1 - rate)) + (labels - wrong) * Math.log1p(-bet * rate));
}

/**
 * Shiryaev and Roberts' recursion: the evidence for a change at any bucket up to now, added up. An alarm at A comes on
 * average at most once in A buckets while nothing changes.
 *
 * @example shiryaevRoberts(0.8, 2.8) // 5.04
 */
export function shiryaevRoberts(before: number, factor: number): number {
  return (1 + before) * factor;
}

/**
 * The same with the largest evidence instead of the sum: fewer alarms and later ones, at the same stated rate.
 *
 * @example cusum(0.8, 2.8) // 2.8
 */
export function cusum(before: number, factor: number): number {
  return Math.max(1, before) * factor;
}
