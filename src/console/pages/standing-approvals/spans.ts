/** How long an approval may stand, as people say it; the server allows 30 days at most. */
export const spans = [
  { value: '1800', label: '30 minutes' },
  { value: '7200', label: '2 hours' },
  { value: '28800', label: '8 hours' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
] as const;

/** The end of a span that begins now. The longest one ends a minute early: clocks differ, and 30 days are the limit. */
export function expiryOf(seconds: string, nowMs: number): string {
  const spanMs = Number(seconds) * 1000;
  return new Date(nowMs + Math.min(spanMs, 30 * 86_400_000 - 60_000)).toISOString();
}
