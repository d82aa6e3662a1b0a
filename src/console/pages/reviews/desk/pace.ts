/** A longer gap is a break and does not count as working on an item. */
const breakMs = 5 * 60_000;
/** Recent enough to show how it goes now, many enough not to jump. */
const newest = 20;

/** Items an hour over the last verdicts of this sitting, breaks left out; null before there is something to tell. */
export function paceOf(givenAtMs: readonly number[]): number | null {
  const recent = givenAtMs.slice(-newest);
  const gaps = recent.slice(1).map((atMs, index) => atMs - (recent[index] ?? atMs));
  const worked = gaps.filter((gap) => gap < breakMs);
  if (worked.length < 3) return null;
  const meanMs = worked.reduce((sum, gap) => sum + gap, 0) / worked.length;
  return Math.round(3_600_000 / Math.max(meanMs, 1));
}

/** How many of these verdicts were given today, by this browser's calendar. */
export function givenToday(verdicts: readonly { givenAt: string; withdrawn: boolean }[], now: Date): number {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  return verdicts.filter((verdict) => !verdict.withdrawn && Date.parse(verdict.givenAt) >= midnight).length;
}
