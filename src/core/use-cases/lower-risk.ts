// The risk class of a use case. Where it is `high`, policies need two people; so does taking that away.
//
//   minimal, limited ── any class ──► that class
//   high ── minimal, limited ──► high, and lowering is asked for ── another person confirms ──► minimal, limited
//   high, lowering asked for ── high ──► high

import type { RiskClass } from './use-case.ts';

export type LowerRiskClass = Exclude<RiskClass, 'high'>;

/** The class in force, and the lower one that somebody asked for and nobody has confirmed. */
export type Risk = { readonly riskClass: RiskClass; readonly lowerTo: LowerRiskClass | null };

/** What became of a wish: `lowering-asked` and `lowering-dropped` change only what is asked for. */
export type RiskChange = 'unchanged' | 'changed' | 'lowering-asked' | 'lowering-dropped';

/**
 * What a wish for a risk class makes of the one in force. Pure.
 *
 * @example changeRisk({ riskClass: 'high', lowerTo: null }, 'limited')
 * // { riskClass: 'high', lowerTo: 'limited', change: 'lowering-asked' }
 */
export function changeRisk(before: Risk, wish: RiskClass): Risk & { readonly change: RiskChange } {
  const { riskClass, lowerTo } = before;
  if (riskClass !== 'high')
    return { riskClass: wish, lowerTo: null, change: wish === riskClass ? 'unchanged' : 'changed' };
  if (wish === 'high')
    return { riskClass, lowerTo: null, change: lowerTo ? 'lowering-dropped' : 'unchanged' };
  // Who repeats what another one asked for has not confirmed it: whoever asked first stays the one who asked.
  return { riskClass, lowerTo: wish, change: wish === lowerTo ? 'unchanged' : 'lowering-asked' };
}

/** May this person confirm it? Whoever asked may not. */
export function mayConfirmLowering(personId: string, askedBy: string): boolean {
  return personId !== askedBy;
}
