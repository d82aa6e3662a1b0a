import type { BySlice } from '../use-cases/slice.ts';
import { keepsTerms, type Terms } from './promise.ts';

/** The thresholds a certificate vouches for. */
export type CertifiedBars = {
  readonly value: number;
  readonly bySlice: BySlice | null;
};

/** Another certificate of the same threshold, model version and score. */
export type Candidate = CertifiedBars &
  Terms & {
    readonly certificateId: string;
    /** When it was issued, milliseconds since 1970. */
    readonly issuedAtMs: number;
  };

/** Above every score there is: what falls back here is held. */
export const nothingPasses = 2;

export type Fallback = { readonly value: number; readonly certificateId: string | null };

/**
 * What takes the place of a certificate that has ended: the last issued one that still stands, promises no less, and is
 * stricter for every slice; without one, nothing passes.
 *
 * The other rungs of the ended certificate are no choice. They were certified by the same labels, and those no longer speak
 * for the traffic.
 *
 * @example fallbackFor({ value: 0.8, bySlice: null, targetError: 0.01, confidenceLevel: 0.95 }, [])
 * // { value: 2, certificateId: null }
 */
export function fallbackFor(ended: CertifiedBars & Terms, standing: readonly Candidate[]): Fallback {
  const loosest = Math.max(...barsOf(ended));
  const fit = standing.filter(
    (candidate) => keepsTerms(candidate, ended) && strictestOf(candidate) > loosest,
  );
  const last = fit.toSorted((one, other) => other.issuedAtMs - one.issuedAtMs)[0];
  return last
    ? { value: strictestOf(last), certificateId: last.certificateId }
    : { value: nothingPasses, certificateId: null };
}

/** One value stands in for all slices, so it is the strictest. */
function strictestOf(bars: CertifiedBars): number {
  return Math.max(...barsOf(bars));
}

function barsOf({ value, bySlice }: CertifiedBars): number[] {
  return [value, ...Object.values(bySlice?.values ?? {})];
}
