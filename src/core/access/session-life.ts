/** What a session's end depends on. Times in ms since 1970. */
export type SessionTimes = { seenAtMs: number; expiresAtMs: number; endedAtMs: number | null };

export type SessionState = 'open' | 'ended' | 'expired' | 'idle';

/**
 * The state of a session at a moment. A session does not move by itself: it is signed out of (`ended`), it is too old
 * (`expired`), or nobody has used it for too long (`idle`).
 *
 * ```
 * open ──sign out, revoke, disable──▶ ended
 *   ├───the hours are over──────────▶ expired
 *   └───nobody came for the minutes─▶ idle
 * ```
 */
export function sessionState(times: SessionTimes, idleMs: number, atMs: number): SessionState {
  if (times.endedAtMs !== null) return 'ended';
  if (atMs >= times.expiresAtMs) return 'expired';
  if (atMs >= times.seenAtMs + idleMs) return 'idle';
  return 'open';
}

/** How often use is written down at most: idleness is exact to this, and a busy person costs one write a minute. */
export function seenEveryMs(idleMs: number): number {
  return Math.min(60_000, idleMs / 10);
}
