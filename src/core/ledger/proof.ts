import { decodeBase64, encodeBase64 } from './base64.ts';
import { verifyInclusion } from './inclusion.ts';
import { leafHash } from './merkle.ts';
import { HASH_LENGTH, type Hash, type VerifySignature } from './primitives.ts';
import { type OpenedCheckpoint, openCheckpoint, type Trust } from './signed-checkpoint.ts';

/** A receipt: which entry, the way from it to the root, and the signed checkpoint. `extra` is not authenticated. */
export type Receipt = {
  index: number;
  hashes: readonly Uint8Array[];
  checkpoint: string;
  extra?: Uint8Array;
};

const HEADER = 'c2sp.org/tlog-proof@v1';
const LONGEST_RECEIPT = 1_100_000; // the longest note, and 63 hashes before it
const MOST_HASHES = 63;

/**
 * Receipt as text: whoever holds it and the entry can check offline that the entry is in the log.
 *
 * Reference: C2SP tlog-proof v1. The checkpoint follows word for word.
 */
export function formatReceipt({ index, hashes, checkpoint, extra }: Receipt): string {
  const lines = [HEADER];
  if (extra) lines.push(`extra ${encodeBase64(extra)}`);
  lines.push(`index ${index}`, ...hashes.map(encodeBase64));
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Strict reading of a receipt; checks the form only. Complexity: linear, and bounded before anything is split. */
export function parseReceipt(text: string): { ok: true; receipt: Receipt } | { ok: false; because: string } {
  if (text.length > LONGEST_RECEIPT) return refuse('the receipt is too long');
  const end = text.indexOf('\n\n');
  if (end < 0) return refuse('no empty line before the checkpoint');
  const lines = text.slice(0, end).split('\n', MOST_HASHES + 4);
  if (lines.shift() !== HEADER) return refuse(`the first line is not ${HEADER}`);
  const extra = lines[0]?.startsWith('extra ') ? decodeBase64(lines.shift()!.slice(6)) : undefined; // lines[0] is there
  if (extra === null) return refuse('the extra line is not base64');
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) return refuse('the index line is wrong');
  if (lines.length > MOST_HASHES) return refuse(`more than ${MOST_HASHES} hashes`);
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const bytes = decodeBase64(line);
    if (bytes?.length !== HASH_LENGTH) return refuse(`hash ${hashes.length + 1} is not 32 bytes of base64`);
    hashes.push(bytes);
  }
  const receipt = { index: Number(index), hashes, checkpoint: text.slice(end + 2) };
  return { ok: true, receipt: extra ? { ...receipt, extra } : receipt };
}

/**
 * Checks a receipt for an entry, from nothing but the entry's bytes, the receipt and the keys to trust.
 *
 * Three things must hold: the checkpoint is signed by the log (and by as many witnesses as asked for), the entry
 * hashes to a leaf, and the proof leads from that leaf to the signed root.
 * Complexity: a few signature checks, at most 63 node hashes.
 */
export async function verifyReceipt(
  { receipt, entry, trust }: { receipt: string; entry: Uint8Array; trust: Trust },
  { hash, verify }: { hash: Hash; verify: VerifySignature },
): Promise<({ ok: true; index: number } & OpenedCheckpoint) | { ok: false; because: string }> {
  const parsed = parseReceipt(receipt);
  if (!parsed.ok) return parsed;
  const opened = await openCheckpoint(parsed.receipt.checkpoint, trust, verify);
  if (!opened.ok) return opened;
  const { index, hashes } = parsed.receipt;
  const { size, root } = opened.checkpoint;
  const included = verifyInclusion({ index, size, root, leaf: leafHash(entry, hash), proof: hashes }, hash);
  return included.ok ? { ...opened, index } : included;
}

function refuse(because: string): { ok: false; because: string } {
  return { ok: false, because };
}
