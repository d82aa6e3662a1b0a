import type { Certificate } from '../../contract/certificates.ts';
import type { Tone } from '../ui/Mark.tsx';

export const certificateStates: Readonly<Record<Certificate['state'], { words: string; tone: Tone }>> = {
  issued: { words: 'issued', tone: 'waiting' },
  'in-force': { words: 'in force', tone: 'released' },
  expired: { words: 'expired', tone: 'neutral' },
  revoked: { words: 'revoked', tone: 'refused' },
};

type Promised = Certificate['promise'];

/** What a limit is a share of, as it follows "at most 1 %". */
export const promiseWords: Readonly<Record<Promised, { of: string; name: string; about: string }>> = {
  released: {
    of: 'of what is released',
    name: 'Errors among what is released',
    about:
      'Of what is released, at most so much is wrong. The strongest promise, and it takes the most labels.',
  },
  all: {
    of: 'of all decisions',
    name: 'Released errors among all decisions',
    about:
      'Of all decisions, at most so many are wrong and released. It takes fewer labels; among the released alone the share may be higher.',
  },
  'all-in-expectation': {
    of: 'of all decisions, in expectation',
    name: 'Released errors among all decisions, in expectation',
    about: 'The same on average over windows, without a confidence: a single window may be worse.',
  },
};

export const revocationWords: Readonly<Record<NonNullable<Certificate['revokedBecause']>, string>> = {
  guard: 'by its guard: the audit found more errors than it allows',
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
