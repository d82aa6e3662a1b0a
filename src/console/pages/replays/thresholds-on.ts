import type { PolicyDocument } from '../../../core/policies/document.ts';
import type { Score } from '../../../core/replay/score.ts';

export type NamedValue = { readonly name: string; readonly value: number };

/**
 * The thresholds that the conditions of a policy hold this score against; others have nothing to do with a sweep of it.
 *
 * @example thresholdsOn(documentWith('calibrated >= thresholds.release'), 'calibrated') // [{ name: 'release', value: 0.9 }]
 */
export function thresholdsOn(document: PolicyDocument | undefined, score: Score): NamedValue[] {
  const conditions = document?.rules.map(({ when }) => when).join('\n') ?? '';
  const against = new RegExp(`(?<![.\\w])${score}\\s*[<>]=?\\s*thresholds\\.(\\w+)`, 'g');
  const names = new Set([...conditions.matchAll(against)].map(([, name]) => name));
  return (document?.thresholds ?? [])
    .filter(({ name }) => names.has(name))
    .map(({ name, value }) => ({ name, value }));
}
