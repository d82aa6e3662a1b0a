// How many marked items a draw without replacement holds.
import { logBinomialPmf } from './binomial.ts';

/** `drawn` out of `population` items, of which `marked` are of the kind that is counted; whole numbers. */
export type Urn = { readonly population: number; readonly marked: number; readonly drawn: number };

/**
 * P(X ≤ k): the tail that does not hold the mean is added up from its largest term outwards until nothing changes.
 *
 * Relative error below 10⁻¹² in either tail, down to 10⁻³⁰⁰, for populations up to ten million. k is cut to a whole
 * number. Counts that cannot be (more marked or drawn than there are) give NaN. At most about 20 standard deviations
 * of terms.
 *
 * @example hypergeometricCdf(0, { population: 10, marked: 3, drawn: 2 }) // 21/45
 */
export function hypergeometricCdf(k: number, urn: Urn): number {
  const hits = Math.floor(k);
  if (!valid(urn) || Number.isNaN(hits)) return Number.NaN;
  return beyondMean(hits, urn) ? 1 - up(hits + 1, urn) : down(hits, urn);
}

/** P(X > k); unlike 1 − hypergeometricCdf it keeps its digits where it is small. See `hypergeometricCdf`. */
export function hypergeometricSf(k: number, urn: Urn): number {
  const hits = Math.floor(k);
  if (!valid(urn) || Number.isNaN(hits)) return Number.NaN;
  return beyondMean(hits, urn) ? up(hits + 1, urn) : 1 - down(hits, urn);
}

/** P(X = k). See `logHypergeometricPmf`. */
export function hypergeometricPmf(k: number, urn: Urn): number {
  return Math.exp(logHypergeometricPmf(k, urn));
}

/**
 * ln P(X = k): three binomial probabilities of one common p = drawn/population, which cancels (Loader 2000). −Infinity
 * where k cannot be. O(1).
 */
export function logHypergeometricPmf(k: number, urn: Urn): number {
  if (!valid(urn) || Number.isNaN(k)) return Number.NaN;
  const { population, marked, drawn } = urn;
  if (!Number.isInteger(k) || k < least(urn) || k > most(urn)) return -Infinity;
  const p = drawn / population;
  if (population === 0 || p === 0 || p === 1) return 0;
  const ofMarked = logBinomialPmf(k, marked, p);
  const ofOthers = logBinomialPmf(drawn - k, population - marked, p);
  return ofMarked + ofOthers - logBinomialPmf(drawn, population, p);
}

function down(from: number, urn: Urn): number {
  if (from < least(urn)) return 0;
  const { population, marked, drawn } = urn;
  let term = hypergeometricPmf(from, urn);
  let sum = term;
  for (let k = from; k > 0 && term > sum * 1e-18; k -= 1) {
    term *= (k * (population - marked - drawn + k)) / ((marked - k + 1) * (drawn - k + 1));
    sum += term;
  }
  return sum;
}

function up(from: number, urn: Urn): number {
  if (from > most(urn)) return 0;
  const { population, marked, drawn } = urn;
  let term = hypergeometricPmf(from, urn);
  let sum = term;
  for (let k = from; k < drawn && term > sum * 1e-18; k += 1) {
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (population - marked - drawn + k + 1));
    sum += term;
  }
  return sum;
}

function beyondMean(hits: number, { population, marked, drawn }: Urn): boolean {
  return hits >= (marked * drawn) / population;
}

function least({ population, marked, drawn }: Urn): number {
  return Math.max(0, drawn + marked - population);
}

function most({ marked, drawn }: Urn): number {
  return Math.min(marked, drawn);
}

function valid({ population, marked, drawn }: Urn): boolean {
  const whole = [population, marked, drawn].every((count) => Number.isSafeInteger(count) && count >= 0);
  return whole && marked <= population && drawn <= population;
}
