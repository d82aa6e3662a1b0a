/** Times to park an item until; "tomorrow" is nine in the morning of the reviewer's next day. */
export function parkTimes(now: Date): readonly { words: string; until: Date }[] {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9);
  return [
    { words: 'In an hour', until: new Date(now.getTime() + 3_600_000) },
    { words: 'Tomorrow at 9:00', until: tomorrow },
  ];
}

/** Longer, and a parked item is a forgotten one; the server refuses it too. */
const longestParkMs = 7 * 86_400_000;

/** Why an item cannot be parked until then; null when it can. */
export function whyNotUntil(until: Date, now: Date): string | null {
  const ms = until.getTime() - now.getTime();
  if (Number.isNaN(ms)) return 'Choose a day and a time.';
  if (ms <= 0) return 'That time has passed already.';
  return ms > longestParkMs ? 'Seven days at most.' : null;
}

/** A time as the browser's date-and-time field wants it. */
export function fieldTime(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
