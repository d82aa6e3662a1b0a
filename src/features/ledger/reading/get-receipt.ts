import { bytesText } from '../../../core/ledger/bytes.ts';
import { parseEntryId } from '../../../core/ledger/entry.ts';
import { proveInclusion } from '../../../core/ledger/inclusion.ts';
import { formatReceipt } from '../../../core/ledger/proof.ts';
import type { ReadTiles } from '../../../core/ledger/subtree.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { selectEntries } from './entries-at.ts';

export type ReceiptAnswer = { entryId: string; position: number; entry: string; proof: string };

/**
 * The receipt of an entry against the newest checkpoint. Three statements: where the entry is, its bytes, and the
 * tiles of the proof that are not in memory; the last two side by side.
 */
export async function getReceipt(db: Db, readTiles: ReadTiles, entryId: string): Promise<ReceiptAnswer> {
  const { position, size, note } = await findEntry(db, entryId);
  const [stored, proven] = await Promise.all([
    selectEntries(db, [position]),
    proveInclusion({ size, readTiles, hash: sha256 }, position),
  ]);
  if (!proven.ok) throw new Error(`the receipt of ${entryId} cannot be made: ${proven.because}`);
  const bytes = stored.get(position);
  if (!bytes) throw new Error(`entry ${position} is missing in the stored log`);
  const proof = formatReceipt({ index: position, hashes: proven.proof, checkpoint: note });
  return { entryId, position, entry: bytesText(bytes), proof };
}

type Found = { position: number; size: number; note: string };
type Place = { position: number | null; waiting: boolean; size: number | null; note: string | null };

async function findEntry(db: Db, entryId: string): Promise<Found> {
  const id = parseEntryId(entryId);
  const place = id && (await selectPlace(db, id));
  if (!place || (place.position === null && !place.waiting)) {
    throw new Refusal('not-found', 'receipt.unknown', `There is no entry ${entryId} in the ledger.`);
  }
  const { position, size, note } = place;
  if (position !== null && size !== null && note !== null && position < size) return { position, size, note };
  throw new Refusal('conflict', 'receipt.not-yet', 'This entry is not in a signed checkpoint yet.', {
    todo: 'Ask again in a second.',
    retryAfterSeconds: 1,
  });
}

function selectPlace(
  db: Db,
  { commitId, index }: { commitId: string; index: number },
): Promise<Place | null> {
  return db.row({
    name: 'ledger-place',
    ...sql`
      select
        (select position + ${index}::integer from ledger_commit
          where commit_id = ${commitId} and entry_count > ${index}::integer) as position,
        exists (select from ledger_outbox where commit_id = ${commitId} and entry_count > ${index}::integer) as waiting,
        newest.size, newest.note
      from (select) as one
      left join lateral (
        select size, note from ledger_checkpoint order by size desc limit 1) as newest on true`,
  });
}
