/** `the last hour`, `the last 15 minutes`. */
export function spanWords(minutes: number): string {
  if (minutes === 60) return 'the last hour';
  return minutes % 60 === 0 ? `the last ${minutes / 60} hours` : `the last ${minutes} minutes`;
}
