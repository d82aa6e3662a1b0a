// Steps in and out of the overload contract, as people become saturated and catch up again.
//
//   load    | no step taken | some taken | all taken
//   --------+---------------+------------+----------
//   over    | take          | take       | stay
//   between | stay          | stay       | stay
//   under   | stay          | take back  | take back
//
// Over: above a limit. Under: below 80 % of every limit, so that a load at the limit does not switch back and forth.

import type { Tier } from '../reviews/resolve.ts';
import type { Overload, OverloadLimit } from './document.ts';

export type TierReading = { readonly tier: Tier; readonly backlog: number; readonly overdueSeconds: number };

export type OverloadMove = 'stay' | 'take' | 'take-back';
type Load = 'over' | 'between' | 'under';
type Taken = 'none' | 'some' | 'all';

/** Below this share of every limit a step is taken back. */
const leaveBelow = 0.8;

const moves: Readonly<Record<Load, Readonly<Record<Taken, OverloadMove>>>> = {
  over: { none: 'take', some: 'take', all: 'stay' },
  between: { none: 'stay', some: 'stay', all: 'stay' },
  under: { none: 'stay', some: 'take-back', all: 'take-back' },
};

/**
 * What to do now, at most one step at a time and one every `everySeconds`, in either direction.
 *
 * @example nextOverloadMove(overload, { steps: 0, changedAtMs: null, readings: [{ tier: 1, backlog: 900, … }], atMs })
 * // { move: 'take', steps: 1 }
 */
export function nextOverloadMove(
  overload: Overload,
  now: {
    readonly steps: number;
    /** Of the last step in either direction; null where none was ever taken. */
    readonly changedAtMs: number | null;
    readonly readings: readonly TierReading[];
    readonly atMs: number;
  },
): { readonly move: OverloadMove; readonly steps: number } {
  // A version with fewer steps may have been published since; those that are gone were taken back by that.
  const steps = Math.min(now.steps, overload.steps.length);
  const waits = now.changedAtMs !== null && now.atMs - now.changedAtMs < overload.everySeconds * 1000;
  const taken: Taken = steps === 0 ? 'none' : steps === overload.steps.length ? 'all' : 'some';
  const move = waits ? 'stay' : moves[loadOf(overload.limits, now.readings)][taken];
  return { move, steps: move === 'stay' ? steps : steps + (move === 'take' ? 1 : -1) };
}

/** A tier without a reading has nothing open. */
function loadOf(limits: readonly OverloadLimit[], readings: readonly TierReading[]): Load {
  const shares = limits.flatMap((limit) => {
    const reading = readings.find(({ tier }) => tier === limit.tier);
    return [share(reading?.backlog, limit.backlog), share(reading?.overdueSeconds, limit.overdueSeconds)];
  });
  const most = Math.max(0, ...shares);
  if (most > 1) return 'over';
  return most < leaveBelow ? 'under' : 'between';
}

function share(value = 0, limit = Number.POSITIVE_INFINITY): number {
  return value / limit;
}
