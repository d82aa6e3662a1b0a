import type { Static } from 'typebox';
import type { Measure } from '../../../contract/calibration.ts';
import { percentWords } from '../../ui/words.ts';

type MeasureAnswer = Static<typeof Measure>;

/** The interval of a share, or why there is none. */
export function measureWords({ interval, because }: MeasureAnswer): string {
  if (interval) return `95 % interval ${percentWords(interval.low)} to ${percentWords(interval.high)}`;
  return because ?? 'no interval';
}

/** A number to three digits that mean something; a dash where there is none. */
export function numberOrDash(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(3)));
}

/** Points of a hundred, signed. @example pointWords(0.041) // '+4.1 points' */
export function pointWords(value: number | null): string {
  if (value === null) return '–';
  const points = Number((value * 100).toFixed(1));
  return `${points > 0 ? '+' : ''}${points}\u00a0points`;
}
