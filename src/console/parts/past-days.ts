import { numberIn } from '../search.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How far back a page looks; more than a year is everything. */
export const pastDays = [
  { value: '1', label: 'last day' },
  { value: '7', label: 'last 7 days' },
  { value: '30', label: 'last 30 days' },
  { value: '90', label: 'last 90 days' },
  { value: '365', label: 'last year' },
] as const;

/** The days an address asks for; nothing where they are none of those that can be chosen. */
export function daysIn(raw: Readonly<Record<string, unknown>>): number | undefined {
  const days = numberIn(raw, 'days');
  return pastDays.some(({ value }) => value === String(days)) ? days : undefined;
}

/**
 * When a window of so many days begins: at a full hour, so that the same address asks the same for a while and its
 * answer is not asked for again at every look.
 *
 * @example startOf(1, Date.parse('2026-03-10T12:34:56Z')) // '2026-03-09T12:00:00.000Z'
 */
export function startOf(days: number, nowMs: number): string {
  return new Date(Math.floor((nowMs - days * dayMs) / hourMs) * hourMs).toISOString();
}
