// Leases and undo windows as arithmetic on times in ms. Windows are half open: their end is outside.

/** Heartbeats per lease. One or two may be lost on a bad line before the task goes back. */
const heartbeatsPerLease = 3;
/** However long the lease, the server learns within a minute that a reviewer is still there. */
const slowestHeartbeatMs = 60_000;

/**
 * When a lease that is claimed, or kept alive, now will run out.
 *
 * @example leaseEndMs(0, 600) // 600000
 */
export function leaseEndMs(atMs: number, leaseSeconds: number): number {
  return atMs + leaseSeconds * 1000;
}

/** At its end a lease is over: the sweep and the reviewer's verdict cannot both win the same instant. */
export function leaseIsOver(leaseEndsAtMs: number, atMs: number): boolean {
  return atMs >= leaseEndsAtMs;
}

/**
 * How often the console says that its reviewer is still there.
 *
 * @example heartbeatEveryMs(600) // 60000
 * @example heartbeatEveryMs(30) // 10000
 */
export function heartbeatEveryMs(leaseSeconds: number): number {
  return Math.min((leaseSeconds * 1000) / heartbeatsPerLease, slowestHeartbeatMs);
}

/**
 * When the effect of a verdict given now leaves; until then it can be undone.
 *
 * @example effectAtMs(1000, 5) // 6000
 */
export function effectAtMs(judgedAtMs: number, undoSeconds: number): number {
  return judgedAtMs + undoSeconds * 1000;
}

/** With zero undo seconds there is no window at all. */
export function canStillUndo(effectLeavesAtMs: number, atMs: number): boolean {
  return atMs < effectLeavesAtMs;
}

/**
 * What is left of a window in whole seconds, rounded up: a countdown shows 1 until it is really over.
 *
 * @example secondsLeft(6000, 5001) // 1
 */
export function secondsLeft(endsAtMs: number, atMs: number): number {
  return Math.max(0, Math.ceil((endsAtMs - atMs) / 1000));
}
