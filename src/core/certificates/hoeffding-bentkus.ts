import { binomialCdf } from '../stats/binomial.ts';

/**
 * A p-value for "the mean loss is above the target", of `labels` losses between 0 and 1 that add up to `loss`:
 * the smaller of Hoeffding's exp(−n·h(loss/n, target)), with h the Kullback–Leibler divergence of two coins, and Bentkus'
 * e·P(Bin(n, target) ≤ ⌈loss⌉). Valid for every distribution of the losses. Where a loss is 0 or 1 the binomial alone is exact
 * and e times smaller. Without labels 1. Cost of one binomial tail.
 *
 * S. Bates, A. Angelopoulos, L. Lei, J. Malik, M. Jordan, "Distribution-free, risk-controlling prediction sets", J. ACM 68
 * (2021), after W. Hoeffding (1963) and V. Bentkus (2004).
 *
 * @example hoeffdingBentkus({ loss: 50, labels: 1000, target: 0.08 }) // 0.000353074378
 */
export function hoeffdingBentkus(seen: { loss: number; labels: number; target: number }): number {
  const { loss, labels, target } = seen;
  if (labels === 0) return 1;
  const mean = Math.min(loss / labels, target);
  const hoeffding = Math.exp(-labels * divergence(mean, target));
  const bentkus = Math.E * binomialCdf(Math.ceil(loss), labels, target);
  return Math.min(1, hoeffding, bentkus);
}

function divergence(mean: number, target: number): number {
  const hit = mean === 0 ? 0 : mean * Math.log(mean / target);
  return hit + (1 - mean) * (Math.log1p(-mean) - Math.log1p(-target));
}
