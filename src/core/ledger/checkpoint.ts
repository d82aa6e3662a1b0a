import { decodeBase64, encodeBase64 } from './base64.ts';
import { HASH_LENGTH } from './primitives.ts';

/** The state of a log: whose it is, how many entries it has, and the hash over all of them. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

/**
 * Text of a checkpoint: origin, size and base64 root, one per line. Signed as a note, it is what witnesses keep.
 *
 * Without extension lines: nobody could check them. Reference: C2SP tlog-checkpoint, "Note text".
 * @example formatCheckpoint({ origin: 'log.example', size: 1, root }) // 'log.example\n1\nG7l9…0wU=\n'
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/**
 * Strict reading of a checkpoint's text.
 *
 * Sizes have one form only (no sign, no leading zero, no hex) and stay below 2^53; the root is exactly 32 bytes.
 * Extension lines of other logs are allowed and ignored, as the format demands.
 */
export function parseCheckpoint(
  text: string,
): { ok: true; checkpoint: Checkpoint } | { ok: false; because: string } {
  const lines = text.split('\n', 64);
  if (lines.length === 64) return { ok: false, because: 'too many lines' };
  if (lines.pop() !== '') return { ok: false, because: 'the last line does not end with a newline' };
  const [origin, digits, encodedRoot, ...extensions] = lines;
  if (!origin) return { ok: false, because: 'the origin is empty' };
  if (digits === undefined || encodedRoot === undefined) return { ok: false, because: 'a line is missing' };
  const size = /^(0|[1-9]\d{0,15})$/.test(digits) ? Number(digits) : Number.NaN;
  if (!Number.isSafeInteger(size)) return { ok: false, because: 'the size is not a number below 2^53' };
  const root = decodeBase64(encodedRoot);
  if (root?.length !== HASH_LENGTH) return { ok: false, because: 'the root is not 32 bytes of base64' };
  if (extensions.includes('')) return { ok: false, because: 'an extension line is empty' };
  return { ok: true, checkpoint: { origin, size, root } };
}
