import { logBetaCdf, logBetaSf } from '../stats/incomplete-beta.ts';
import { logBeta } from '../stats/log-gamma.ts';

/** What was seen, and what is to be refuted: a rate of at least (or at most) `rate`. */
export type Seen = { readonly labels: number; readonly wrong: number; readonly rate: number };

/** The shapes of the Beta weights over rates. */
export type Prior = { readonly a: number; readonly b: number };

/**
 * The weights to certify a target with: most of them on rates below half of it, where a certificate is possible at all.
 * 392, 640, 850 and 1042 labels with 0 to 3 errors then certify 1 % at 95 %, where looking only once takes 299 to 773.
 *
 * @example priorBelow(0.01) // { a: 1, b: 200 }
 */
export function priorBelow(rate: number): Prior {
  return { a: 1, b: 2 / rate };
}

/** No rate above the null is preferred. */
const evenPrior: Prior = { a: 1, b: 1 };

/**
 * ln of the evidence that the rate lies below `rate`: how much better the counts fit rates below (weighted by the prior) than
 * the rate itself, B(a + S, b + t − S) I(a + S, b + t − S) / (B(a, b) I(a, b) rate^S (1 − rate)^(t − S)).
 *
 * While the true rate is `rate` or more, the chance that it ever reaches 1/δ is at most δ (Ville), so it may be looked at
 * after every label. It takes counts only, so shards and weeks add up; labels must be draws of one probability. Two
 * incomplete beta functions.
 *
 * S. Howard et al., "Time-uniform, nonparametric, nonasymptotic confidence sequences", Ann. Stat. 49 (2021), truncated
 * Beta-binomial mixture; statistics.md 3.5.
 *
 * @example Math.exp(logEvidenceBelow({ labels: 400, wrong: 0, rate: 0.01 }, { a: 1, b: 200 })) // 21.39
 */
export function logEvidenceBelow(seen: Seen, prior: Prior = priorBelow(seen.rate)): number {
  const { a, b } = prior;
  const after = shapesAfter(seen, prior);
  const weight = logBetaCdf(seen.rate, after.a, after.b) - logBetaCdf(seen.rate, a, b);
  return weight + logBeta(after.a, after.b) - logBeta(a, b) - logLikelihood(seen);
}

/**
 * ln of the evidence that the rate lies above `rate`, the mirror of `logEvidenceBelow`.
 *
 * @example Math.exp(logEvidenceAbove({ labels: 300, wrong: 12, rate: 0.01 })) // 68.3
 */
export function logEvidenceAbove(seen: Seen, prior: Prior = evenPrior): number {
  const { a, b } = prior;
  const after = shapesAfter(seen, prior);
  const weight = logBetaSf(seen.rate, after.a, after.b) - logBetaSf(seen.rate, a, b);
  return weight + logBeta(after.a, after.b) - logBeta(a, b) - logLikelihood(seen);
}

/**
 * The fewest labels that refute "the rate is at least the target" with this many wrong ones, when one may look at any time.
 *
 * @example leastLabelsByEvidence(0, 0.01, 0.05) // 392
 */
export function leastLabelsByEvidence(errors: number, target: number, delta: number): number {
  if (!(target > 0 && target < 1 && delta > 0 && delta < 1 && errors >= 0 && Number.isInteger(errors)))
    return Number.NaN;
  const prior = priorBelow(target);
  const enoughAt = (labels: number) =>
    logEvidenceBelow({ labels, wrong: errors, rate: target }, prior) >= -Math.log(delta);
  let tooFew = errors;
  let enough = errors + Math.ceil(1 / target);
  while (!enoughAt(enough)) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = tooFew + Math.floor((enough - tooFew) / 2);
    if (enoughAt(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function shapesAfter({ labels, wrong }: Seen, { a, b }: Prior): Prior {
  return { a: a + wrong, b: b + labels - wrong };
}

function logLikelihood({ labels, wrong, rate }: Seen): number {
  return wrong * Math.log(rate) + (labels - wrong) * Math.log1p(-rate);
}
