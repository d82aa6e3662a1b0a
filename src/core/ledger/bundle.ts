import { leafHash } from './merkle.ts';
import { HASH_LENGTH, type Hash } from './primitives.ts';
import { TILE_WIDTH } from './tile-path.ts';

/** What the two-byte length in front of an entry can say. */
export const LARGEST_BUNDLED_ENTRY = 65_535;

/**
 * Entry bundle: entries one after another, each behind its length as two bytes, big end first.
 *
 * Reference: C2SP tlog-tiles, "Log entries". Complexity: one copy of every byte.
 * @example encodeBundle([textBytes('a')]) // { ok: true, bytes: 00 01 61 }
 */
export function encodeBundle(
  entries: readonly Uint8Array[],
): { ok: true; bytes: Uint8Array } | { ok: false; because: string } {
  const tooLong = entries.findIndex((entry) => entry.length > LARGEST_BUNDLED_ENTRY);
  if (tooLong >= 0)
    return { ok: false, because: `entry ${tooLong} is longer than ${LARGEST_BUNDLED_ENTRY} bytes` };
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return { ok: true, bytes };
}

/**
 * Strict reading of a bundle: whole entries only, nothing after the last one. The entries are views, not copies.
 *
 * A refusal still tells the entries before the damage, so that a verifier can look for an earlier one: a wrong
 * length shows only where the bytes run out. `most` bounds what a hostile bundle can cost: 256 for a served file,
 * more for what one commit wrote. Complexity: one step per entry.
 */
export function decodeBundle(
  bytes: Uint8Array,
  most = TILE_WIDTH,
): { ok: true; entries: Uint8Array[] } | { ok: false; because: string; entries: Uint8Array[] } {
  const entries: Uint8Array[] = [];
  const refuse = (because: string) => ({ ok: false, because, entries }) as const;
  for (let at = 0; at < bytes.length; ) {
    if (entries.length === most) return refuse(`bytes after the last of ${most} entries`);
    if (at + 2 > bytes.length) return refuse(`the length of entry ${entries.length} is cut off`);
    const length = (bytes[at]! << 8) | bytes[at + 1]!; // in range: checked above
    if (at + 2 + length > bytes.length) return refuse(`entry ${entries.length} is cut off`);
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { ok: true, entries };
}

/** Leaf hashes of entries, laid end to end: what `appendLeaves` takes. Complexity: one hash per entry. */
export function hashEntries(entries: readonly Uint8Array[], hash: Hash): Uint8Array {
  const hashes = new Uint8Array(entries.length * HASH_LENGTH);
  for (const [i, entry] of entries.entries()) hashes.set(leafHash(entry, hash), i * HASH_LENGTH);
  return hashes;
}
