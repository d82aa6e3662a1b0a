export const units = [
  { unit: 'days', seconds: 86_400 },
  { unit: 'hours', seconds: 3600 },
  { unit: 'minutes', seconds: 60 },
  { unit: 'seconds', seconds: 1 },
] as const;
export type Unit = (typeof units)[number]['unit'];

/**
 * Seconds in the largest unit that divides them, as the form shows them.
 *
 * @example partsOf(5400) // { count: 90, unit: 'minutes' }
 */
export function partsOf(seconds: number): { count: number; unit: Unit } {
  const fits = units.find((one) => seconds >= one.seconds && seconds % one.seconds === 0);
  return fits ? { count: seconds / fits.seconds, unit: fits.unit } : { count: seconds, unit: 'seconds' };
}

export function secondsOf(count: number, unit: Unit): number {
  return count * (units.find((one) => one.unit === unit)?.seconds ?? 1);
}
