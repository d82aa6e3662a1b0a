import type { Static } from 'typebox';
import type { ReplayErrors, ReplaySummary } from '../../../contract/replays.ts';
import type { Tone } from '../../ui/Mark.tsx';
import { numberWords, percentWords, plural } from '../../ui/words.ts';

export type Summary = Static<typeof ReplaySummary>;
type Errors = Static<typeof ReplayErrors>;

export const replayStates: Readonly<Record<Summary['state'], { words: string; tone: Tone }>> = {
  waiting: { words: 'waiting', tone: 'waiting' },
  running: { words: 'running', tone: 'changed' },
  done: { words: 'done', tone: 'released' },
  cancelled: { words: 'cancelled', tone: 'neutral' },
  failed: { words: 'failed', tone: 'refused' },
};

/** What is replayed, by its name. */
export function draftName({ draft }: Summary): string {
  return draft ? `version ${draft.version}` : 'a document';
}

/** What it is compared with. */
export function baselineName({ baseline }: Summary): string {
  return baseline === 'recorded' ? 'what was recorded' : `version ${baseline.version}`;
}

/** A number of errors as far as it is known. */
export function errorsWords({ decisions, errors, graded }: Errors): string {
  if (decisions === 0) return 'none';
  if (errors === null) return graded === 0 ? 'unknown' : 'too few labels';
  return numberWords(Math.round(errors.value));
}

/** The interval of such a number; nothing where there is none. */
export function intervalWords({ decisions, errors }: Pick<Errors, 'decisions' | 'errors'>): string {
  if (decisions === 0 || errors === null) return '';
  return `${numberWords(Math.round(errors.low))} to ${numberWords(Math.round(errors.high))}`;
}

/** What an estimate stands on, and what it says nothing about. */
export function knownWords({ decisions, graded, wrong, unknown }: Errors, whichWay: string): string {
  if (decisions === 0) return `No decision is ${whichWay}.`;
  const base = `${plural(decisions, 'decision')} ${whichWay}; ${numberWords(graded)} of them judged, ${numberWords(wrong)} wrong.`;
  return unknown > 0
    ? `${base} Nothing is known about ${numberWords(unknown)} (${percentWords(unknown / decisions)}): nobody judged such decisions.`
    : base;
}

/** `+12`, `−3`, `0`: how a count changes. */
export function changeWords(before: number, after: number): string {
  const change = after - before;
  return change === 0 ? '±0' : `${change > 0 ? '+' : '−'}${numberWords(Math.abs(change))}`;
}
