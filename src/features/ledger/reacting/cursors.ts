import type { Database, Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Reaction } from '../reactions.ts';

/** How far a reaction has read. `batch` is set while the entry that makes it fail is being narrowed down. */
export type Cursor = {
  reaction: string;
  position: number;
  failures: number;
  failed_at: Date | null;
  batch: number | null;
};

/** Failures in a row after which the batch is halved each time, down to the one entry that fails. */
const patience = 10;

/** The cursors of these reactions and the size of the log; a reaction seen for the first time starts at the first entry. */
export async function readCursors(
  db: Database,
  reactions: readonly Reaction[],
): Promise<{ cursors: Cursor[]; size: number }> {
  const names = reactions.map(({ name }) => name);
  const rows = await db.rows<Cursor & { size: number }>({
    name: 'ledger-cursors',
    ...sql`
      select reaction, position, failures, failed_at, batch, (select size from ledger_log) as size
      from ledger_cursor
      where reaction = any(${names}::text[])
      order by position`,
  });
  if (rows.length === names.length) return { cursors: rows, size: rows[0]?.size ?? 0 };
  await db.run(sql`
    insert into ledger_cursor (reaction) select unnest(${names}::text[]) on conflict do nothing`);
  return readCursors(db, reactions);
}

/** Null when another process is at this reaction right now. */
export function lockCursor(tx: Tx, reaction: string): Promise<Cursor | null> {
  return tx.row({
    name: 'ledger-lock-cursor',
    ...sql`
      select reaction, position, failures, failed_at, batch
      from ledger_cursor
      where reaction = ${reaction}
      for update skip locked`,
  });
}

/** After a success: forward, failures forgotten, a narrowed batch twice as wide again. */
export async function moveCursor(
  tx: Tx,
  { reaction, batch }: Cursor,
  to: { position: number; full: number },
): Promise<void> {
  const wider = batch === null || batch * 2 >= to.full ? null : batch * 2;
  await tx.run({
    name: 'ledger-move-cursor',
    ...sql`
      update ledger_cursor
      set position = ${to.position}, failures = 0, last_problem = null, failed_at = null, batch = ${wider}
      where reaction = ${reaction}`,
  });
}

/** Moves cursors past entries none of them wanted. Losing that in a crash costs nothing, so nobody waits for the disk. */
export async function passBy(db: Database, cursors: readonly Cursor[], position: number): Promise<number> {
  if (cursors.length === 0) return 0;
  return db.run({
    name: 'ledger-pass-by',
    ...sql`
      update ledger_cursor
      set position = ${position}, failures = 0, last_problem = null, failed_at = null
      from unnest(${cursors.map((cursor) => cursor.reaction)}::text[],
          ${cursors.map((cursor) => cursor.position)}::bigint[]) as passing (reaction, position),
        (select set_config('synchronous_commit', 'off', true)) as lazily
      where ledger_cursor.reaction = passing.reaction
        and ledger_cursor.position = passing.position`,
  });
}

/** After a failure: counted, its reason kept, the batch halved when patience is at its end. */
export async function noteFailure(
  db: Database,
  reaction: string,
  { error, tried, at }: { error: unknown; tried: number; at: Date },
): Promise<void> {
  const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  await db.run(sql`
    update ledger_cursor
    set failures = failures + 1, last_problem = ${problem}, failed_at = ${at},
      batch = case
        when batch is not null or failures + 1 >= ${patience}
          then greatest(1, least(coalesce(batch, ${tried}::integer), ${tried}::integer) / 2)
        end
    where reaction = ${reaction}`);
}
