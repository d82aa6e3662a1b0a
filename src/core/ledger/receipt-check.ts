import { hashAt, sameBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Edge, edgeRoot } from './edge.ts';
import { verifyInclusion } from './inclusion.ts';
import { HASH_LENGTH, type Hash, type VerifySignature } from './primitives.ts';
import { parseReceipt } from './proof.ts';
import { openCheckpoint, type Trust } from './signed-checkpoint.ts';
import { growEdge } from './tiles.ts';

/** A receipt on its way through the log: what it claims, and what the log really has at those two places. */
export type OpenReceipt = Checkpoint & {
  name: string;
  index: number;
  proof: readonly Uint8Array[];
  found: { leaf: Uint8Array | null; root: Uint8Array | null };
};

type Refusal = { ok: false; because: string; index: number | null };

/**
 * Reads the receipts and checks who signed their checkpoints, before the log itself is read.
 *
 * The first bad receipt ends it; receipts are named by their number, starting at 1, as a person would.
 * Complexity: a few signature checks per receipt.
 */
export async function openReceipts(
  texts: readonly string[],
  trust: Trust,
  verify: VerifySignature,
): Promise<{ ok: true; receipts: OpenReceipt[] } | Refusal> {
  const receipts: OpenReceipt[] = [];
  for (const [i, text] of texts.entries()) {
    const name = `receipt ${i + 1}`;
    const parsed = parseReceipt(text);
    if (!parsed.ok) return { ok: false, because: `${name}: ${parsed.because}`, index: null };
    const { index, hashes: proof, checkpoint: note } = parsed.receipt;
    const opened = await openCheckpoint(note, trust, verify);
    if (!opened.ok) return { ok: false, because: `${name}: ${opened.because}`, index };
    receipts.push({ ...opened.checkpoint, name, index, proof, found: { leaf: null, root: null } });
  }
  return { ok: true, receipts };
}

/**
 * Notes, for the receipts concerned, the leaf at their index and the root the log had at their size, while the leaves
 * behind `edge` pass by. Complexity: nothing for other receipts; one bundle and one root hashed again per size.
 */
export function meetReceipts(
  receipts: readonly OpenReceipt[],
  { edge, leaves }: { edge: Edge; leaves: Uint8Array },
  hash: Hash,
): void {
  const end = edge.size + leaves.length / HASH_LENGTH;
  for (const { index, size, found } of receipts) {
    if (index >= edge.size && index < end) found.leaf = hashAt(leaves, index - edge.size).slice();
    if (size > edge.size && size <= end) {
      const added = leaves.subarray(0, (size - edge.size) * HASH_LENGTH);
      found.root = edgeRoot(growEdge(edge, added, hash).edge, hash);
    }
  }
}

/**
 * Judges a receipt after the whole log has passed: same log, not from a longer version of it, root the log had at
 * that size, entry included. A signed receipt that fails here proves that the log was rewritten or cut.
 */
export function judgeReceipt(receipt: OpenReceipt, log: Checkpoint, hash: Hash): { ok: true } | Refusal {
  const { name, index, size, origin, root, proof, found } = receipt;
  const refuse = (because: string) => ({ ok: false, because: `${name}: ${because}`, index }) as const;
  if (origin !== log.origin) return refuse(`it is of another log, ${origin}`);
  if (size > log.size) return refuse(`it was given when the log had ${size} entries; now it has ${log.size}`);
  if (!found.root || !sameBytes(found.root, root))
    return refuse(`the log had another root at ${size} entries`);
  if (!found.leaf) return refuse(`there is no entry ${index}`);
  const included = verifyInclusion({ index, size, leaf: found.leaf, root, proof }, hash);
  return included.ok ? included : refuse(included.because);
}
