import { idLength } from '../segments/column.ts';
import { idAt } from '../segments/uuid-bytes.ts';

/** Keeps, of each kind, the decisions with the lowest ranks. A rank is made of the id, so what is kept does not depend on the order. */
export type Examples<T> = {
  /** Adds the row if it is among the lowest of its kind; `describe` runs only then. */
  offer(kind: number, ids: Uint8Array, row: number, describe: (decisionId: string) => T): void;
  kept(): T[];
};

export function openExamples<T>(kinds: number, mostOfEach: number): Examples<T> {
  const held = Array.from({ length: kinds }, () => [] as { rank: number; example: T }[]);
  // Ranks at or above it cannot get in any more.
  const limits = new Float64Array(kinds).fill(Number.POSITIVE_INFINITY);
  return {
    offer(kind, ids, row, describe) {
      const rank = rankOf(ids, row);
      if (rank >= limits[kind]!) return; // one per kind
      const list = held[kind]!; // one per kind
      list.push({ rank, example: describe(idAt(ids, row) ?? '') });
      list.sort((one, other) => one.rank - other.rank);
      if (list.length > mostOfEach) list.pop();
      if (list.length === mostOfEach) limits[kind] = list.at(-1)?.rank ?? 0;
    },
    kept: () => held.flatMap((list) => list.map(({ example }) => example)),
  };
}

/** A number from 0 to 2^32 − 1 that looks random and is always the same for an id (FNV-1a, then mixed). */
export function rankOf(ids: Uint8Array, row: number): number {
  let hash = 0x811c9dc5;
  for (let at = row * idLength; at < (row + 1) * idLength; at++)
    hash = Math.imul(hash ^ ids[at]!, 0x01000193); // in range
  // FNV's high bits follow the last bytes too closely; this is the finish of MurmurHash3.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
