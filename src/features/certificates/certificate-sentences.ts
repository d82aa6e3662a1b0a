import { nothingPasses } from '../../core/certificates/fallback-value.ts';
import { type BySlice, slicedField } from '../../core/use-cases/slice.ts';

/** What a certificate promises, and for what traffic. */
export function certifiedSentence(
  goal: { target: number; confidenceLevel: number },
  {
    threshold,
    bySlice,
    coverage,
  }: {
    threshold: number;
    bySlice: BySlice | null;
    coverage: number;
  },
): string {
  const what = bySlice && (slicedField(bySlice.by) ?? 'class');
  const bar = what ? `at or above the threshold of its ${what}` : `at or above ${rounded(threshold)}`;
  const held = Object.entries(bySlice?.values ?? {}).flatMap(([name, value]) =>
    value >= nothingPasses ? name : [],
  );
  if (what && threshold >= nothingPasses) held.push(`decisions without a ${what}`);
  const without = held.length === 0 ? '' : ` Nothing is released of ${held.join(', ')}.`;
  return `With ${percent(goal.confidenceLevel)} confidence, at most ${percent(goal.target)} of what scores ${bar} is wrong, for traffic like that of the window; that is ${percent(coverage)} of the decisions.${without}`;
}

export type Needed = {
  readonly labelsMissing: number | null;
  readonly expectedError: number | null;
  readonly days: number | null;
  /** The audit rate that has them within a month. */
  readonly rate: number | null;
  /** The audit rate of the window. */
  readonly now: number;
};

/** What would make a certificate possible. */
export function neededSentence({ labelsMissing, expectedError, days, rate, now }: Needed): string {
  if (labelsMissing === null)
    return expectedError === null
      ? 'At no threshold does the error look lower than the target: a higher target, or a better model, is needed.'
      : 'The error is so close to the target that a million labels would not tell them apart: choose a higher target.';
  const labels = `About ${labelsMissing} more labels above the best threshold are needed, if ${percent(expectedError ?? 0)} of them are wrong`;
  if (days === null) return `${labels}; without an audit they never come.`;
  const soon = `${labels}: ${days} ${days === 1 ? 'day' : 'days'} at the present audit rate of ${percent(now)}`;
  return rate === null || rate <= now ? `${soon}.` : `${soon}, or a month at ${percent(rate)}.`;
}

/** Why a certificate is not what it was, for the ledger page and the certificate's own. */
export function fallbackSentence(
  threshold: string,
  fallback: { value: number; certificateId: string | null },
): string {
  return fallback.certificateId === null
    ? `No other certificate of ${threshold} stands that is stricter: what it released is held.`
    : `${threshold} is ${rounded(fallback.value)} now, as an earlier certificate that still stands has it.`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}
