import type { Actor } from '../../core/access/actor.ts';
import { type EntryActor, type EntryDraft, encodeCommit } from '../../core/ledger/entry.ts';
import type { Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { actorOf, recallActorKey } from './actor-of.ts';

/** What happened, as a command tells it. The ids in `about` find the entry again. */
export type NewEntry = Omit<EntryDraft, 'actor'> & { actor: Actor };

/** Where an entry stands: its commit, and its place among the commit's entries. The entry id is `commitId.entryIndex`. */
export type EntryPointer = { commitId: string; entryIndex: number };

/**
 * Appends entries to the ledger in the transaction of the state change they tell of. Call it once per command: one
 * commit, one row. Without entries it does nothing.
 */
export async function appendEntries(tx: Tx, at: Date, entries: readonly NewEntry[]): Promise<EntryPointer[]> {
  if (entries.length === 0) return [];
  const commitId = uuidv7(at.getTime());
  const drafts = draftsOf(await recallActorKey(tx), entries);
  const encoded = encodeCommit(drafts, { commitId, at: at.toISOString() });
  if (!encoded.ok) throw new Error(`the ledger entries cannot be written: ${encoded.because}`);
  await tx.run(insertCommit(commitId, entries, encoded.bytes));
  return entries.map((_, entryIndex) => ({ commitId, entryIndex }));
}

function draftsOf(key: Uint8Array, entries: readonly NewEntry[]): EntryDraft[] {
  // One command has one actor, mostly: its pseudonym is computed once.
  const known = new Map<Actor, EntryActor>();
  return entries.map((entry) => {
    const actor = known.get(entry.actor) ?? actorOf(key, entry.actor);
    known.set(entry.actor, actor);
    return { ...entry, actor };
  });
}

/** The commit's row and subjects in one round trip: every command pays for it. */
function insertCommit(commitId: string, entries: readonly NewEntry[], bytes: Uint8Array): Sql {
  const subjects = entries.flatMap(({ about }, index) =>
    [...subjectsOf(about)].map((subjectId) => ({ subjectId, index })),
  );
  return {
    ...sql`
    with waiting as (
      insert into ledger_commit (commit_id, entry_count, entries)
      values (${commitId}, ${entries.length}, ${bytes}))
    insert into ledger_subject (subject_id, commit_id, entry_index)
    select subject_id, ${commitId}::uuid, entry_index
    from unnest(${subjects.map((s) => s.subjectId)}::uuid[], ${subjects.map((s) => s.index)}::integer[])
      as given (subject_id, entry_index)`,
    name: 'append-entries',
  };
}

/** A use case is asked for its own history (policies, models, settings), not for millions of verdicts. */
function subjectsOf(about: NewEntry['about']): Set<string> {
  const { useCase, ...others } = about;
  const single = 'decision' in about || 'task' in about;
  return new Set(Object.values(single || useCase === undefined ? others : about));
}
