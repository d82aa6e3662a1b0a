// Times and spans of time in milliseconds. All parts are in UTC, so that every machine answers the same.

import type { Environment } from '@marcbachmann/cel-js';

const dayMs = 86_400_000;

/**
 * The parts of a time that conditions may ask for; months, days of the month (`getDayOfMonth`) and of the week count
 * from 0, with Sunday first. Those within a day are arithmetic: no Date is made for them.
 *
 * @example timeParts.getHours?.(Date.UTC(2025, 2, 1, 12)) // 12
 */
export const timeParts: Readonly<Record<string, (ms: number) => number>> = {
  getFullYear: (ms) => new Date(ms).getUTCFullYear(),
  getMonth: (ms) => new Date(ms).getUTCMonth(),
  getDate: (ms) => new Date(ms).getUTCDate(),
  getDayOfMonth: (ms) => new Date(ms).getUTCDate() - 1,
  // 1970 began on a Thursday.
  getDayOfWeek: (ms) => within(Math.floor(ms / dayMs) + 4, 7),
  getHours: (ms) => within(Math.floor(ms / 3_600_000), 24),
  getMinutes: (ms) => within(Math.floor(ms / 60_000), 60),
  getSeconds: (ms) => within(Math.floor(ms / 1000), 60),
};

/** The remainder that is never negative: times before 1970 are. Whole numbers below 2^53; a fifth of what `%` costs. */
function within(value: number, length: number): number {
  return value - Math.floor(value / length) * length;
}

/** A time as `timestamp("…")` reads it; null where it cannot. */
export function writtenTimeMs(text: string, environment: Environment): number | null {
  const value = read('timestamp', text, environment);
  return value instanceof Date ? value.getTime() : null;
}

/** A span as `duration("…")` reads it, such as "1h30m"; null where it cannot. */
export function writtenSpanMs(text: string, environment: Environment): number | null {
  const value = read('duration', text, environment);
  return value === null ? null : Number(value);
}

// The library's own reading, so that a rule means the same wherever it is evaluated. It throws what it cannot read.
function read(name: string, text: string, environment: Environment): unknown {
  try {
    return environment.evaluate(`${name}(${JSON.stringify(text)})`);
  } catch {
    return null;
  }
}
