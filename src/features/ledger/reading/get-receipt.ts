import { bytesText } from '../../../core/ledger/bytes.ts';
import { decodeEntry, parseEntryId } from '../../../core/ledger/entry.ts';
import { proveInclusion } from '../../../core/ledger/inclusion.ts';
import { formatReceipt } from '../../../core/ledger/proof.ts';
import type { ReadTiles } from '../../../core/ledger/subtree.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { entriesAt } from './entries-at.ts';
import type { Withholding } from './list-entries-about.ts';

export type ReceiptAnswer = { entryId: string; position: number; entry: string; proof: string };

/**
 * The receipt of an entry against the newest checkpoint, read side by side with the entry. Of the tiles of the proof only those that are not in memory are read.
 */
export async function getReceipt(
  db: Db,
  readTiles: ReadTiles,
  entryId: string,
  withholding?: Withholding,
): Promise<ReceiptAnswer> {
  const { position, bytes, size, note } = await findEntry(db, entryId, withholding);
  const proven = await proveInclusion({ size, readTiles, hash: sha256 }, position);
  if (!proven.ok) throw new Error(`the receipt of ${entryId} cannot be made: ${proven.because}`);
  const proof = formatReceipt({ index: position, hashes: proven.proof, checkpoint: note });
  return { entryId, position, entry: bytesText(bytes), proof };
}

async function refuseWithheld(bytes: Uint8Array, withholding: Withholding): Promise<void> {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) return;
  const isWithheld = await withholding([decoded.entry]);
  if (!isWithheld(decoded.entry)) return;
  throw new Refusal(
    'forbidden',
    'receipt.withheld',
    'This entry tells of a decision that you could still be asked to judge without knowing what others say.',
    { todo: 'Ask again when its task has ended.' },
  );
}

type Found = { position: number; bytes: Uint8Array; size: number; note: string };

async function findEntry(db: Db, entryId: string, withholding?: Withholding): Promise<Found> {
  const id = parseEntryId(entryId);
  if (!id) throw unknown(entryId);
  const [newest, [entry]] = await Promise.all([
    newestCheckpoint(db),
    entriesAt(db, [{ commitId: id.commitId, entryIndex: id.index }]),
  ]);
  if (!entry) throw unknown(entryId);
  if (withholding) await refuseWithheld(entry.bytes, withholding);
  const { position, bytes } = entry;
  if (newest && position !== null && position < newest.size) return { position, bytes, ...newest };
  throw new Refusal('conflict', 'receipt.not-yet', 'This entry is not in a signed checkpoint yet.', {
    todo: 'Ask again in a second.',
    retryAfterSeconds: 1,
  });
}

function newestCheckpoint(db: Db): Promise<{ size: number; note: string } | null> {
  return db.row({
    name: 'ledger-newest-checkpoint',
    ...sql`select size, note from ledger_checkpoint order by size desc limit 1`,
  });
}

function unknown(entryId: string): Refusal {
  return new Refusal('not-found', 'receipt.unknown', `There is no entry ${entryId} in the ledger.`);
}
