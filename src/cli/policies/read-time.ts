import { UsageError } from '../terminal.ts';

const hourMs = 3_600_000;

/** A time as people write it: a day or a moment in UTC, or how many days (7d) or hours (24h) ago. */
export function readTime(flag: string, text: string, nowMs = Date.now()): string {
  const [, count, unit] = /^(\d{1,5})([dh])$/.exec(text) ?? [];
  if (count !== undefined) {
    const agoMs = Number(count) * (unit === 'd' ? 24 * hourMs : hourMs);
    return new Date(nowMs - agoMs).toISOString();
  }
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new UsageError(`${flag} ${text} is no time; give 2025-03-01, 2025-03-01T12:00:00Z, 7d or 24h.`);
}
