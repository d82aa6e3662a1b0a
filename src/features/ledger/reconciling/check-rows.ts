import { decodeEntry } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { EntryPointer } from '../append-entries.ts';
import { entriesAt } from '../reading/entries-at.ts';
import { kindsOf, type PointingRow, type ReconciliationSource, rowsWritten } from './source.ts';
import type { Tally } from './tally.ts';

const chunk = 1024;

/** Every row written in a stretch of time stands on an entry that tells of this very row. */
export async function checkRows(
  db: Db,
  source: ReconciliationSource,
  { from, to, tally }: { from: Date; to: Date; tally: Tally },
): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const page: PointingRow[] = await db.rows(rowsWritten(source, { from, to, after, limit: chunk }));
    const reasons = await whyNotTold(db, source, page);
    for (const [i, { subject: subjectId }] of page.entries()) {
      const because = reasons[i] ?? null;
      tally.count(because === null ? null : { what: source.label, subjectId, because });
    }
    after = page.at(-1)?.subject ?? null;
    if (page.length < chunk) return;
  }
}

/** For each row null, or the reason why no entry tells of it. */
async function whyNotTold(
  db: Db,
  source: ReconciliationSource,
  rows: readonly PointingRow[],
): Promise<(string | null)[]> {
  const found = await pointersAbout(
    db,
    rows.filter((row) => row.commit_id === null),
  );
  const candidates = rows.flatMap((row) => {
    const own = ownPointer(row);
    return (own ? [own] : (found.get(row.subject) ?? [])).map((pointer) => ({ row, pointer }));
  });
  const entries = await entriesAt(
    db,
    candidates.map(({ pointer }) => pointer),
  );
  const reasons = new Map<PointingRow, string | null>();
  for (const [i, { row, pointer }] of candidates.entries()) {
    if (reasons.get(row) === null) continue;
    reasons.set(row, whyOther(source, { row, pointer, bytes: entries[i]?.bytes ?? null }));
  }
  return rows.map((row) => {
    const because = reasons.get(row);
    return because === undefined ? 'no entry tells of it' : because;
  });
}

function ownPointer({ commit_id, entry_index }: PointingRow): EntryPointer | null {
  return commit_id === null || entry_index === null ? null : { commitId: commit_id, entryIndex: entry_index };
}

/** Where rows keep no pointer: every entry about them, of whatever kind. */
async function pointersAbout(db: Db, rows: readonly PointingRow[]): Promise<Map<string, EntryPointer[]>> {
  const pointers = new Map<string, EntryPointer[]>();
  if (rows.length === 0) return pointers;
  const subjects = await db.rows<{ subject_id: string; commit_id: string; entry_index: number }>(sql`
    select subject_id, commit_id, entry_index
    from ledger_subject
    where subject_id = any(${rows.map((row) => row.subject)}::uuid[])`);
  for (const { subject_id, commit_id, entry_index } of subjects) {
    const known = pointers.get(subject_id) ?? [];
    pointers.set(subject_id, [...known, { commitId: commit_id, entryIndex: entry_index }]);
  }
  return pointers;
}

type Candidate = { row: PointingRow; pointer: EntryPointer; bytes: Uint8Array | null };

/** Null when the entry tells of this very row. */
function whyOther(source: ReconciliationSource, { row, pointer, bytes }: Candidate): string | null {
  const entryId = `${pointer.commitId}.${pointer.entryIndex}`;
  if (!bytes) return `it points to entry ${entryId}, which is neither in the log nor waiting`;
  const read = decodeEntry(bytes);
  if (!read.ok) return `entry ${entryId} cannot be read: ${read.because}`;
  const { entry } = read;
  if (entry.entryId !== entryId) return `at the place of entry ${entryId} stands ${entry.entryId}`;
  const kinds = kindsOf(source);
  if (!kinds.includes(entry.kind))
    return `entry ${entryId} is of the kind ${entry.kind}, not ${kinds.join(' or ')}`;
  const { label } = source;
  return entry.about[label] === row.subject ? null : `entry ${entryId} tells of another ${label}`;
}
