import { sameBytes } from '../../../core/ledger/bytes.ts';
import { type Edge, edgeRoot, edgeTiles, openEdge } from '../../../core/ledger/edge.ts';
import type { Tx } from '../../../db/database.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { ForkAlarm } from './fork-alarm.ts';
import { selectTiles } from './read-tiles.ts';

/** Loads the right edge of the tree and makes sure that it leads to the stored root before anything is built on it. */
export async function loadEdge(tx: Tx, size: number, root: Uint8Array): Promise<Edge> {
  const opened = openEdge(size, await selectTiles(tx, edgeTiles(size)));
  if (!opened.ok) throw new ForkAlarm(`The stored tree is damaged: ${opened.because}.`);
  if (sameBytes(edgeRoot(opened.edge, sha256), root)) return opened.edge;
  throw new ForkAlarm(`The stored tiles do not add up to the root of the log at ${size} entries.`);
}
