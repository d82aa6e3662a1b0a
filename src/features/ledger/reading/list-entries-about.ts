import type { AnswerOf } from '../../../contract/endpoint.ts';
import type { listEntriesAbout as endpoint } from '../../../contract/ledger.ts';
import { bytesText } from '../../../core/ledger/bytes.ts';
import { decodeEntry, type Entry } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';
import type { EntryPointer } from '../append-entries.ts';
import { entriesAt, type FoundEntry } from './entries-at.ts';

/** Finds entries that a feature points to from its own rows (a recorded decision) and that stand in no index here. */
export type PointersOf = (db: Db, subjectId: string) => Promise<readonly EntryPointer[]>;

/** Tells which entries the reader may not read yet. Features above know; the ledger has no idea what its entries mean. */
export type Withholding = (entries: readonly Entry[]) => Promise<(entry: Entry) => boolean>;

type Asked = {
  subjectId: string;
  cursor?: string | undefined;
  limit: number;
  alsoAbout: readonly PointersOf[];
  withholding?: Withholding;
};
type PointerRow = { commit_id: string; entry_index: number };

/** Entries about a thing, oldest first: ids of commits are times. What features point to themselves comes first. */
export async function listEntriesAbout(db: Db, asked: Asked): Promise<AnswerOf<typeof endpoint>> {
  const after = decodeCursor(asked.cursor, ['uuid', 'whole']);
  const own = after
    ? []
    : (await Promise.all(asked.alsoAbout.map((find) => find(db, asked.subjectId)))).flat();
  const rows = await selectPointers(db, asked, after);
  const page = pageOf(rows, asked.limit, {
    keys: (row) => [row.commit_id, row.entry_index],
    item: (row): EntryPointer => ({ commitId: row.commit_id, entryIndex: row.entry_index }),
  });
  const found = await entriesAt(db, [...own, ...page.items]);
  const entries = found.flatMap((entry) => (entry ? [{ ...entry, entry: read(entry) }] : []));
  const isWithheld = await asked.withholding?.(entries.map(({ entry }) => entry));
  return { items: entries.filter(({ entry }) => !isWithheld?.(entry)).map(shown), next: page.next };
}

function selectPointers(
  db: Db,
  { subjectId, limit }: Asked,
  after: readonly (string | number | null)[] | null,
): Promise<PointerRow[]> {
  const [commitId, entryIndex] = after ?? ['00000000-0000-0000-0000-000000000000', -1];
  return db.rows(sql`
    select commit_id, entry_index
    from ledger_subject
    where subject_id = ${subjectId}
      and (commit_id, entry_index) > (${commitId}::uuid, ${entryIndex}::integer)
    order by commit_id, entry_index
    limit ${limit + 1}`);
}

function read({ commitId, entryIndex, bytes }: FoundEntry): Entry {
  const decoded = decodeEntry(bytes);
  if (decoded.ok) return decoded.entry;
  throw new Error(`entry ${commitId}.${entryIndex} cannot be read: ${decoded.because}`);
}

function shown({ position, bytes, entry: { entryId, kind, at } }: FoundEntry & { entry: Entry }) {
  return { entryId, position, kind, at, body: bytesText(bytes) };
}
