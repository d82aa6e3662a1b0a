// Gives waiting entries their place: one leader at a time, in rounds of one transaction each.
import { sameBytes } from '../../../core/ledger/bytes.ts';
import type { Edge } from '../../../core/ledger/edge.ts';
import { appendLeaves } from '../../../core/ledger/tiles.ts';
import type { Database, Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { ForkAlarm } from './fork-alarm.ts';
import { layOutEntries } from './lay-out-entries.ts';
import { loadEdge } from './load-edge.ts';
import { storeGrowth } from './store-growth.ts';
import { type RoundLimits, takeCommits } from './take-commits.ts';

/** What a round found: nothing to do, another leader at work, or how far the log reaches now. */
export type Round =
  | { found: 'nothing' | 'another-leader' }
  | { found: 'entries'; appended: number; size: number; more: boolean };

/** 2,500 entries keep the event loop for about 10 ms; the bound in bytes is for entries of 4 KiB. */
const usualLimits: RoundLimits = { entries: 2500, bytes: 4 * 1024 * 1024 };

/** A leader that stalls in a transaction this long is cut off by the database, and another one goes on. */
const longestStall = '10s';

type Known = { edge: Edge; root: Uint8Array };

/**
 * Answers a function that runs one round. Between rounds it remembers the right edge of the tree; the locked row tells
 * whether that is still the edge, and after any error, an unknown outcome of a commit above all, nothing is remembered.
 */
export function openIntegrator(db: Database, most = usualLimits): () => Promise<Round> {
  let known: Known | null = null;
  return async () => {
    const before = known;
    known = null;
    try {
      const { round, now } = await db.atomically((tx) => integrate(tx, before, most));
      known = now;
      return round;
    } catch (error) {
      throw asForkAlarm(error) ?? error;
    }
  };
}

async function integrate(
  tx: Tx,
  before: Known | null,
  most: RoundLimits,
): Promise<{ round: Round; now: Known | null }> {
  const log = await lockLog(tx);
  if (!log) return { round: { found: 'another-leader' }, now: before };
  const waiting = await takeCommits(tx, most);
  if (waiting.length === 0) return { round: { found: 'nothing' }, now: before };
  const { size } = log;
  const edge = before && isEdgeOf(before, log) ? before.edge : await loadEdge(tx, size, log.root);
  const { commits, leafHashes } = layOutEntries(waiting);
  const grown = appendLeaves(edge, leafHashes, sha256);
  await storeGrowth(tx, { size, tiles: grown.changed, commits });
  await moveLog(tx, log, { size: grown.edge.size, root: grown.root });
  const appended = grown.edge.size - size;
  const bytes = waiting.reduce((sum, { entries }) => sum + entries.length, 0);
  const more = appended >= most.entries || bytes >= most.bytes;
  const round: Round = { found: 'entries', appended, size: grown.edge.size, more };
  return { round, now: { edge: grown.edge, root: grown.root } };
}

type Log = { size: number; root: Uint8Array };

/** The row lock is the leadership: it ends with the very transaction that changes the tree. Nobody queues for it. */
function lockLog(tx: Tx): Promise<Log | null> {
  return tx.row({
    name: 'ledger-lock-log',
    ...sql`
      select size, root, set_config('idle_in_transaction_session_timeout', ${longestStall}, true)
      from ledger_log
      for update skip locked`,
  });
}

function isEdgeOf({ edge, root }: Known, log: Log): boolean {
  return edge.size === log.size && sameBytes(root, log.root);
}

async function moveLog(tx: Tx, from: Log, to: Log): Promise<void> {
  const moved = await tx.run({
    name: 'ledger-move-log',
    ...sql`
      update ledger_log
      set size = ${to.size}, root = ${to.root}
      where size = ${from.size} and root = ${from.root}`,
  });
  if (moved !== 1)
    throw new ForkAlarm(`The log has left the size of ${from.size} entries while it was locked.`);
}

/** A key that is taken already means that somebody else has written to the tree. */
function asForkAlarm(error: unknown): ForkAlarm | null {
  const { code, table } = error as { code?: string; table?: string }; // pg errors carry both
  if (code !== '23505' || !table?.startsWith('ledger_')) return null;
  return new ForkAlarm(`Another writer has been at the log: ${table} has the row already.`, { cause: error });
}
