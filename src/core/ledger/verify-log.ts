import { decodeBundle, hashEntries } from './bundle.ts';
import { hashAt, sameBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { EMPTY_EDGE, edgeRoot } from './edge.ts';
import { type LogReader, readBundle, readTile } from './log-reader.ts';
import type { Hash, VerifySignature } from './primitives.ts';
import { judgeReceipt, meetReceipts, type OpenReceipt, openReceipts } from './receipt-check.ts';
import { openCheckpoint, type Trust } from './signed-checkpoint.ts';
import { TILE_WIDTH, type TileAt, tilePath, tileWidthAt } from './tile-path.ts';
import { growEdge, type Tile } from './tiles.ts';

/** A log to be checked, and by whose keys. `checkEntry` (usually `decodeEntry`) also checks what entries say. */
export type LogCheck = {
  reader: LogReader;
  trust: Trust;
  receipts?: readonly string[];
  checkEntry?: (entry: Uint8Array) => { ok: true } | { ok: false; because: string };
  hash: Hash;
  verify: VerifySignature;
};

/** `index` is the first bad entry, or `null` when the fault is not at one entry (a signature, the root). */
export type LogFault = { ok: false; because: string; index: number | null };
export type LogVerdict = ({ ok: true; receipts: number; witnesses: string[] } & Checkpoint) | LogFault;

/** What the check tells: how far it is, bundle by bundle, and last of all its verdict. */
export type LogNews =
  | { step: 'progress'; checked: number; size: number }
  | { step: 'verdict'; verdict: LogVerdict };

/**
 * Checks a whole log: who signed the checkpoint, every entry against the tiles, every tile against those below, the
 * root against the checkpoint, and given receipts against what the log was then.
 *
 * Everything is recomputed from the entries; tiles are only compared, which is what gives the exact place of a fault.
 * The first fault ends the check. Memory: one bundle, two tiles per level, the receipts. Complexity: two hashes per
 * entry, one read per bundle and tile. A lying size costs nothing: the first file that is missing ends the check.
 * @example for await (const news of verifyLog({ reader, trust, hash, verify })) show(news)
 */
export async function* verifyLog(check: LogCheck): AsyncGenerator<LogNews, void> {
  const start = await openLog(check);
  if (!start.ok) return yield { step: 'verdict', verdict: start };
  const { checkpoint, receipts } = start;
  const { hash } = check;
  const published = publishedTiles(check.reader, checkpoint.size);
  let edge = EMPTY_EDGE;
  while (edge.size < checkpoint.size) {
    const bundle = await checkBundle(check, { n: edge.size / TILE_WIDTH, size: checkpoint.size, published });
    if (!bundle.ok) return yield { step: 'verdict', verdict: bundle };
    const grown = growEdge(edge, bundle.leaves, hash);
    const fault = await findTileFault(grown.changed, published);
    if (fault) return yield { step: 'verdict', verdict: fault };
    meetReceipts(receipts, { edge, leaves: bundle.leaves }, hash);
    edge = grown.edge;
    yield { step: 'progress', checked: edge.size, size: checkpoint.size };
  }
  if (!sameBytes(edgeRoot(edge, hash), checkpoint.root)) {
    return yield {
      step: 'verdict',
      verdict: fault('the entries do not add up to the root that was signed', null),
    };
  }
  for (const receipt of receipts) {
    const judged = judgeReceipt(receipt, checkpoint, hash);
    if (!judged.ok) return yield { step: 'verdict', verdict: judged };
  }
  const witnesses = start.witnesses.map(({ name }) => name);
  yield { step: 'verdict', verdict: { ok: true, ...checkpoint, receipts: receipts.length, witnesses } };
}

type PublishedTile = (
  at: TileAt,
) => Promise<{ ok: true; bytes: Uint8Array } | { ok: false; because: string }>;
type Opened = {
  ok: true;
  checkpoint: Checkpoint;
  witnesses: { name: string }[];
  receipts: OpenReceipt[];
};

/** What is checked before any entry is read: the checkpoint, and who signed the checkpoints of the receipts. */
async function openLog({ reader, trust, receipts = [], verify }: LogCheck): Promise<Opened | LogFault> {
  const note = await reader.checkpoint();
  if (note === null) return fault('the checkpoint is missing', null);
  const opened = await openCheckpoint(note, trust, verify);
  if (!opened.ok) return fault(`checkpoint: ${opened.because}`, null);
  const open = await openReceipts(receipts, trust, verify);
  return open.ok ? { ...opened, receipts: open.receipts } : open;
}

/**
 * Reads one bundle and compares entry by entry with the tile of leaf hashes beside it.
 *
 * Entries before a damage in the form are compared first: a wrong length shifts everything after it, so the first
 * entry that does not hash right is where the fault is, not the place where the bytes run out.
 */
async function checkBundle(
  { reader, checkEntry, hash }: LogCheck,
  { n, size, published }: { n: number; size: number; published: PublishedTile },
): Promise<{ ok: true; leaves: Uint8Array } | LogFault> {
  const first = n * TILE_WIDTH;
  const width = tileWidthAt(0, n, size);
  const bundle = await readBundle(reader, n, width);
  if (!bundle.ok) return fault(bundle.because, first);
  const tile = await published({ level: 0, n, width });
  if (!tile.ok) return fault(tile.because, first);
  const decoded = decodeBundle(bundle.bytes, bundle.whole);
  const entries = decoded.entries.slice(0, width);
  const leaves = hashEntries(entries, hash);
  for (const [i, entry] of entries.entries()) {
    if (!sameBytes(hashAt(leaves, i), hashAt(tile.bytes, i)))
      return fault('the entry is not the one in the tree', first + i);
    const said = checkEntry?.(entry);
    if (said && !said.ok) return fault(`the entry is malformed: ${said.because}`, first + i);
  }
  if (!decoded.ok) return fault(`bundle ${n}: ${decoded.because}`, first + entries.length);
  if (entries.length < width)
    return fault(`bundle ${n} ends before entry ${entries.length}`, first + entries.length);
  return { ok: true, leaves };
}

/**
 * Compares the newest hash of each level above the leaves with the published tile. One bundle adds at most one hash
 * per level, so every hash of every tile is compared once, and as soon as the entries below it have passed.
 */
async function findTileFault(changed: readonly Tile[], published: PublishedTile): Promise<LogFault | null> {
  for (const { level, n, width, hashes } of changed) {
    if (level === 0) continue;
    const first = (n * TILE_WIDTH + width - 1) * TILE_WIDTH ** level;
    const tile = await published({ level, n, width });
    if (!tile.ok) return fault(tile.because, first);
    if (!sameBytes(hashAt(hashes, width - 1), hashAt(tile.bytes, width - 1))) {
      const path = tilePath({ level, n, width: TILE_WIDTH });
      return fault(`hash ${width - 1} of ${path} does not belong to the entries below it`, first);
    }
  }
  return null;
}

/** Reads each tile once, at the width it has in the checkpoint, and keeps the latest of each level. */
function publishedTiles(reader: LogReader, size: number): PublishedTile {
  const latest = new Map<number, { n: number; tile: ReturnType<PublishedTile> }>();
  return ({ level, n }) => {
    const kept = latest.get(level);
    if (kept?.n === n) return kept.tile;
    const tile = readTile(reader, { level, n, width: tileWidthAt(level, n, size) });
    latest.set(level, { n, tile });
    return tile;
  };
}

function fault(because: string, index: number | null): LogFault {
  return { ok: false, because, index };
}
