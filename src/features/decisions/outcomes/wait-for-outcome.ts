import type { Outcome } from '../../../contract/decisions.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { outcomesOf } from './outcomes-of.ts';

// Who waits for which decision, in this process. Settling here wakes them at once; what another process settled is
// found by one look at all awaited ids every half second.
type Waiters = Map<string, Set<() => void>>;
const waitersOn = new Map<Db, Waiters>();
const lookEveryMs = 500;

/** Tells those who wait for these decisions to look again. */
export function wakeWaiters(decisionIds: readonly string[]): void {
  for (const waiters of waitersOn.values()) wakeAmong(waiters, decisionIds);
}

/** The outcome of a decision; while it is held, waits up to `waitMs` for it to settle, or until the signal fires. */
export async function waitForOutcome(
  db: Db,
  decisionId: string,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
): Promise<Outcome> {
  const untilMs = performance.now() + waitMs;
  for (;;) {
    const now = await outcomeNow(db, decisionId);
    const leftMs = untilMs - performance.now();
    if (now.final || leftMs <= 0 || signal.aborted) return now;
    await wokenOr(db, decisionId, leftMs, signal);
  }
}

async function outcomeNow(db: Db, decisionId: string): Promise<Outcome> {
  const outcome = (await outcomesOf(db, [decisionId])).get(decisionId);
  if (outcome) return outcome;
  throw new Refusal('not-found', 'decision.unknown', `There is no decision ${decisionId}.`, {
    todo: 'Check the id; a decision is known once its submission was answered.',
  });
}

function wokenOr(db: Db, decisionId: string, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waiters = lookedAfter(db);
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
  });
}

/** The waiters on a database; as long as there are some, they are looked after. */
function lookedAfter(db: Db): Waiters {
  const known = waitersOn.get(db);
  if (known) return known;
  const waiters: Waiters = new Map();
  waitersOn.set(db, waiters);
  const looking = setInterval(() => {
    if (waiters.size === 0) {
      clearInterval(looking);
      waitersOn.delete(db);
      return;
    }
    // The database being away for a moment only delays the news; the next look finds it.
    settledAmong(db, [...waiters.keys()]).then(
      (settled) => wakeAmong(waiters, settled),
      () => undefined,
    );
  }, lookEveryMs);
  looking.unref();
  return waiters;
}

function wakeAmong(waiters: Waiters, decisionIds: readonly string[]): void {
  for (const decisionId of decisionIds) for (const wake of [...(waiters.get(decisionId) ?? [])]) wake();
}

async function settledAmong(db: Db, decisionIds: string[]): Promise<string[]> {
  const rows = await db.rows<{ decision_id: string }>(sql`
    select decision_id from decision where decision_id = any(${decisionIds}::uuid[]) and state <> 'held'`);
  return rows.map((row) => row.decision_id);
}
