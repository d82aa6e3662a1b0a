import type { Certificate } from '../../contract/certificates.ts';
import type { Tone } from '../ui/Mark.tsx';

export const certificateStates: Readonly<Record<Certificate['state'], { words: string; tone: Tone }>> = {
  issued: { words: 'issued', tone: 'waiting' },
  'in-force': { words: 'in force', tone: 'released' },
  expired: { words: 'expired', tone: 'neutral' },
  revoked: { words: 'revoked', tone: 'refused' },
};

export const revocationWords: Readonly<Record<NonNullable<Certificate['revokedBecause']>, string>> = {
  guard: 'by its guard: more errors among audited releases than it allows',
  'by-hand': 'by hand',
  'model-retired': 'because its model version was retired',
};

/** A threshold as people compare it: four digits, no trailing zeros. */
export function thresholdWords(value: number): string {
  return value > 1 ? 'hold everything' : String(Number(value.toFixed(4)));
}

/** Per cent with enough digits to tell 0.25 % from 0.2 %. */
export function exactShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))}\u00a0%`;
}
