import type { Entry } from '../../../core/ledger/entry.ts';
import type { Db } from '../../../db/database.ts';
import { openWindow } from '../reading/entry-window.ts';
import { kindsOf, type PointingRow, type ReconciliationSource, rowsById } from './source.ts';
import type { Tally } from './tally.ts';

const chunk = 1024;

/** Every entry of a source's kinds, from one position to another, has its row. */
export async function checkEntries(
  db: Db,
  sources: readonly ReconciliationSource[],
  { from, to, tally }: { from: number; to: number; tally: Tally },
): Promise<void> {
  for (let start = from; start < to; start += chunk) {
    const window = await openWindow(db, start, Math.min(to, start + chunk));
    for (const source of sources) {
      const entries = window.wanted(kindsOf(source), start).map((stored) => window.decode(stored).entry);
      if (entries.length > 0) await checkEntriesOf(db, source, { entries, tally });
    }
  }
}

async function checkEntriesOf(
  db: Db,
  source: ReconciliationSource,
  { entries, tally }: { entries: readonly Entry[]; tally: Tally },
): Promise<void> {
  const { label } = source;
  const subjects = entries.flatMap((entry) => entry.about[label] ?? []);
  const rows = await db.rows<PointingRow>(rowsById(source, subjects));
  const known = new Set(rows.map((row) => row.subject));
  for (const { about, entryId } of entries) {
    const subjectId = about[label];
    const there = subjectId !== undefined && known.has(subjectId);
    const because = `entry ${entryId} tells of it, but there is no such row`;
    tally.count(there ? null : { what: label, subjectId: subjectId ?? entryId, because });
  }
}
