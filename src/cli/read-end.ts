import { UsageError } from './terminal.ts';

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** When something ends that lasts for a while: after a length, or at a moment. One of them has to be said. */
export function readEnd(given: { for?: string; until?: string }, nowMs = Date.now()): string {
  const { for: length, until } = given;
  if ((length === undefined) === (until === undefined))
    throw new UsageError('Say when it ends: give either --for 2h or --until 2026-03-01T12:00:00Z.');
  return length === undefined ? readMoment(until ?? '') : afterLength(length, nowMs);
}

function afterLength(length: string, nowMs: number): string {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(length) ?? [];
  if (count === undefined || Number(count) === 0)
    throw new UsageError(`--for ${length} is no length; give 30m, 2h or 7d.`);
  return new Date(nowMs + Number(count) * unitsMs[unit as keyof typeof unitsMs]).toISOString(); // by the pattern
}

/** With its zone: an approval that ends an hour later than was meant releases for an hour longer. */
function readMoment(text: string): string {
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time.getTime()))
    return time.toISOString();
  throw new UsageError(`--until ${text} is no moment; give it with its zone, e.g. 2026-03-01T12:00:00Z.`);
}
