import { nothingPasses } from '../../core/certificates/fallback-value.ts';
import type { Terms } from '../../core/certificates/promise.ts';
import { type BySlice, slicedField } from '../../core/use-cases/slice.ts';

type Bars = { threshold: number; bySlice: BySlice | null; coverage: number };

/** What a certificate promises, and for what traffic. */
export function certifiedSentence(terms: Terms, bars: Bars): string {
  const { targetError, confidenceLevel } = terms;
  if (terms.promise === 'released') return `${certainty(terms)}, ${ofReleased(targetError, bars)}`;
  const promised = `${certainty(terms)}, at most ${percent(targetError)} of all decisions are wrong and score at or above ${rounded(bars.threshold)}, for traffic like that of the window; that releases ${percent(bars.coverage)} of them.`;
  return confidenceLevel === null
    ? `${promised} It is the mean over such windows that is promised; a single one may be worse.`
    : promised;
}

/** That nothing keeps the promise. */
export function notCertifiableSentence({ promise, targetError, confidenceLevel }: Terms): string {
  const errors = promise === 'released' ? 'errors' : 'of all decisions wrong and released';
  const sure = confidenceLevel === null ? 'in expectation' : `at ${percent(confidenceLevel)} confidence`;
  return `No threshold can be certified for at most ${percent(targetError)} ${errors} ${sure}.`;
}

/** The first words of every promise. */
function certainty({ confidenceLevel }: Terms): string {
  return confidenceLevel === null ? 'In expectation' : `With ${percent(confidenceLevel)} confidence`;
}

function ofReleased(target: number, { threshold, bySlice, coverage }: Bars): string {
  const what = bySlice && (slicedField(bySlice.by) ?? 'class');
  const bar = what ? `at or above the threshold of its ${what}` : `at or above ${rounded(threshold)}`;
  const held = Object.entries(bySlice?.values ?? {}).flatMap(([name, value]) =>
    value >= nothingPasses ? name : [],
  );
  if (what && threshold >= nothingPasses) held.push(`decisions without a ${what}`);
  const without = held.length === 0 ? '' : ` Nothing is released of ${held.join(', ')}.`;
  return `at most ${percent(target)} of what scores ${bar} is wrong, for traffic like that of the window; that is ${percent(coverage)} of the decisions.${without}`;
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
  return whenSentence(labels, { days, rate, now });
}

/** The same for a promise about all decisions: with no more errors than there are now, new labels do. */
export function neededOfAllSentence({
  labels,
  errors,
  ...soon
}: { labels: number; errors: number } & Soon): string {
  const wrong = errors === 0 ? 'none' : `no more than ${errors}`;
  return whenSentence(
    `${labels} new labels of all decisions are needed, if ${wrong} of them ${errors > 1 ? 'are' : 'is'} wrong at or above the strictest threshold`,
    soon,
  );
}

type Soon = Pick<Needed, 'days' | 'rate' | 'now'>;

function whenSentence(labels: string, { days, rate, now }: Soon): string {
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
