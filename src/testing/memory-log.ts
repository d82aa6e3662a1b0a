import { encodeBundle, hashEntries } from '../core/ledger/bundle.ts';
import { textBytes } from '../core/ledger/bytes.ts';
import { formatCheckpoint } from '../core/ledger/checkpoint.ts';
import { cosign } from '../core/ledger/cosignature.ts';
import { EMPTY_EDGE, edgeRoot } from '../core/ledger/edge.ts';
import { growBundles } from '../core/ledger/grow-bundles.ts';
import type { LogReader } from '../core/ledger/log-reader.ts';
import { signNote } from '../core/ledger/note.ts';
import type { Trust } from '../core/ledger/signed-checkpoint.ts';
import type { TiledTree } from '../core/ledger/subtree.ts';
import { entriesPath, type TileAt, tilePath, tileWidthAt } from '../core/ledger/tile-path.ts';
import { growEdge } from '../core/ledger/tiles.ts';
import { makeVerifierKey, type SignatureType } from '../core/ledger/verifier-key.ts';
import { ed25519FromSeed, sha256 } from './native-crypto.ts';

/** A whole log as the files it would be served as, signed and cosigned with the keys of vector K1. */
export type MemoryLog = {
  files: Map<string, Uint8Array>;
  size: number;
  root: Uint8Array;
  note: string;
  trust: Trust;
  reader: LogReader;
  tree: TiledTree;
};

export const ORIGIN = 'hitl.example/audit/2026h2';
export const logSigner = signerOf(ORIGIN, 'ed25519', 0x11);
export const witnessSigner = signerOf('witness.example/w1', 'cosignature/v1', 0x22);

export function signerOf(name: string, type: SignatureType, seedByte: number) {
  const { publicKey, sign } = ed25519FromSeed(new Uint8Array(32).fill(seedByte));
  const made = makeVerifierKey({ name, type, publicKey }, sha256);
  if (!made.ok) throw new Error(made.because);
  return { key: made.key, sign };
}

/** The leaves of trust.md 3.2: `leaf 0`, `leaf 1` … */
export function numberedLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => textBytes(`leaf ${i}`));
}

/** Partial tiles of earlier sizes are kept, as a log must for every size it has signed: `sizes` are those. */
export function memoryLog(
  entries: readonly Uint8Array[],
  sizes: readonly number[] = [entries.length],
): MemoryLog {
  const files = new Map<string, Uint8Array>();
  let edge = EMPTY_EDGE;
  for (const size of sizes) {
    const added = entries.slice(edge.size, size);
    const last = { n: Math.floor(edge.size / 256), width: edge.size % 256 };
    const partial = files.get(entriesPath(last.n, last.width)) ?? new Uint8Array(0);
    for (const bundle of growBundles({ size: edge.size, partial }, added.map(bundled))) {
      files.set(entriesPath(bundle.n, bundle.width), bundle.entries);
    }
    const grown = growEdge(edge, hashEntries(added, sha256), sha256);
    for (const tile of grown.changed) files.set(tilePath(tile), tile.hashes);
    edge = grown.edge;
  }
  const root = edgeRoot(edge, sha256);
  const note = signedCheckpoint(edge.size, root);
  files.set('checkpoint', textBytes(note));
  return {
    files,
    size: edge.size,
    root,
    note,
    trust: { logKeys: [logSigner.key], witnessKeys: [witnessSigner.key], witnessesNeeded: 1 },
    reader: readerOf(files),
    tree: treeOf(files, edge.size),
  };
}

export function signedCheckpoint(size: number, root: Uint8Array): string {
  const text = formatCheckpoint({ origin: ORIGIN, size, root });
  const signed = signNote(text, [logSigner]);
  if (!signed.ok) throw new Error(signed.because);
  return `${signed.note}${cosign(text, witnessSigner, 1767225600)}\n`;
}

export function readerOf(files: ReadonlyMap<string, Uint8Array>): LogReader {
  const read = async (path: string) => files.get(path) ?? null;
  return {
    checkpoint: async () => {
      const note = files.get('checkpoint');
      return note ? new TextDecoder().decode(note) : null;
    },
    tile: (level, n, width) => read(tilePath({ level, n, width })),
    entries: (n, width) => read(entriesPath(n, width)),
  };
}

export function treeOf(files: ReadonlyMap<string, Uint8Array>, size: number): TiledTree {
  const find = ({ level, n }: TileAt) => {
    for (let width = 256; width >= tileWidthAt(level, n, size); width--) {
      const tile = files.get(tilePath({ level, n, width }));
      if (tile) return tile;
    }
    return null;
  };
  return { size, readTiles: async (tiles) => tiles.map(find), hash: sha256 };
}

function bundled(entry: Uint8Array): Uint8Array {
  const encoded = encodeBundle([entry]);
  if (!encoded.ok) throw new Error(encoded.because);
  return encoded.bytes;
}
