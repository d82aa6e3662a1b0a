import type { Outcome } from '../../../contract/decisions.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { outcomesOf } from './outcomes-of.ts';

// Who waits for which decision, in this process. Settling here wakes them at once; what another process settled is
// found by one look at all awaited ids every half second.
const waiters = new Map<string, Set<() => void>>();
const lookEveryMs = 500;
let looking: NodeJS.Timeout | null = null;

/** Tells those who wait for these decisions to look again. */
export function wakeWaiters(decisionIds: readonly string[]): void {
  for (const decisionId of decisionIds) for (const wake of waiters.get(decisionId) ?? []) wake();
}

/** The outcome of a decision; while it is held, waits up to `waitMs` for it to settle. */
export async function waitForOutcome(
  db: Db,
  decisionId: string,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
): Promise<Outcome> {
  const now = await outcomeNow(db, decisionId);
  if (now.final || waitMs === 0) return now;
  await settledOr(db, decisionId, waitMs, signal);
  return outcomeNow(db, decisionId);
}

async function outcomeNow(db: Db, decisionId: string): Promise<Outcome> {
  const outcome = (await outcomesOf(db, [decisionId])).get(decisionId);
  if (outcome) return outcome;
  throw new Refusal('not-found', 'decision.unknown', `There is no decision ${decisionId}.`);
}

function settledOr(db: Db, decisionId: string, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const set = waiters.get(decisionId) ?? new Set();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      set.delete(done);
      if (set.size === 0) waiters.delete(decisionId);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    signal.addEventListener('abort', done);
    waiters.set(decisionId, set.add(done));
    startLooking(db);
  });
}

function startLooking(db: Db): void {
  if (looking) return;
  looking = setInterval(() => {
    if (waiters.size === 0 && looking) {
      clearInterval(looking);
      looking = null;
      return;
    }
    // The database being away for a moment only delays the news; the next look finds it.
    settledAmong(db, [...waiters.keys()]).then(wakeWaiters, () => undefined);
  }, lookEveryMs);
  looking.unref();
}

async function settledAmong(db: Db, decisionIds: string[]): Promise<string[]> {
  const rows = await db.rows<{ decision_id: string }>(sql`
    select decision_id from decision where decision_id = any(${decisionIds}::uuid[]) and state <> 'held'`);
  return rows.map((row) => row.decision_id);
}
