import type { Actor } from '../../core/access/actor.ts';
import { encodeBundle } from '../../core/ledger/bundle.ts';
import { type EntryDraft, encodeEntry } from '../../core/ledger/entry.ts';
import type { Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { actorOf, loadActorKey } from './actor-of.ts';

/** What happened, as a command tells it. Every id in `about` finds the entry again. */
export type NewEntry = Omit<EntryDraft, 'actor'> & { actor: Actor };

/** Where an entry stands: its commit, and its place among the commit's entries. The entry id is `commitId.entryIndex`. */
export type EntryPointer = { commitId: string; entryIndex: number };

/**
 * Appends entries to the ledger in the transaction of the state change they tell of. Call it once per command: one
 * commit, one outbox row.
 */
export async function appendEntries(tx: Tx, at: Date, entries: readonly NewEntry[]): Promise<EntryPointer[]> {
  const commitId = uuidv7(at.getTime());
  const key = await loadActorKey(tx);
  const bodies = entries.map((entry, index) => {
    const encoded = encodeEntry({ ...entry, actor: actorOf(key, entry.actor) }, { commitId, index, at: at.toISOString() });
    if (!encoded.ok) throw new Error(`a ${entry.kind} entry cannot be written: ${encoded.because}`);
    return encoded.bytes;
  });
  await tx.run(insertOutbox(commitId, bodies));
  await tx.run(insertSubjects(commitId, entries));
  return entries.map((_, entryIndex) => ({ commitId, entryIndex }));
}

function insertOutbox(commitId: string, bodies: readonly Uint8Array[]): Sql {
  const bundle = encodeBundle(bodies);
  if (!bundle.ok) throw new Error(`entries cannot be bundled: ${bundle.because}`);
  return sql`
    insert into ledger_outbox (commit_id, entry_count, entries)
    values (${commitId}, ${bodies.length}, ${Buffer.from(bundle.bytes)})`;
}

function insertSubjects(commitId: string, entries: readonly NewEntry[]): Sql {
  const subjects = entries.flatMap((entry, index) =>
    [...new Set(Object.values(entry.about))].map((subjectId) => ({ subjectId, index })),
  );
  return sql`
    insert into ledger_subject (subject_id, commit_id, entry_index)
    select subject_id, ${commitId}::uuid, entry_index
    from unnest(${subjects.map((s) => s.subjectId)}::uuid[], ${subjects.map((s) => s.index)}::integer[])
      as given (subject_id, entry_index)`;
}
