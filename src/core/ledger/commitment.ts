import { encodeBase64 } from './base64.ts';
import { textBytes } from './bytes.ts';
import type { Hash } from './primitives.ts';

const SALT_LENGTH = 32;
const LABEL = /^[a-z][A-Za-z0-9:-]{0,39}$/;

/** One group of content: its label (`input`, `output`, `rationale` …), its own salt and its bytes. */
export type Opening = { label: string; salt: Uint8Array; payload: Uint8Array };

/**
 * Salted commitment: base64 of SHA-256("hitl/commit/v1" 00 label 00 salt payload).
 *
 * Goes into the log in place of the content: with the salt it proves what the content was, without the salt (after an
 * erasure) nobody can test a guess. The salt must be 32 bytes: with salts of several lengths the border between salt
 * and payload could be moved, and one commitment opened in two ways.
 * Complexity: one hash over the payload.
 * @example commit({ label: 'input', salt, payload }, sha256) // { ok: true, commitment: '/Oen…6c=' }
 */
export function commit(
  { label, salt, payload }: Opening,
  hash: Hash,
): { ok: true; commitment: string } | { ok: false; because: string } {
  if (salt.length !== SALT_LENGTH)
    return { ok: false, because: `a salt has ${SALT_LENGTH} bytes, not ${salt.length}` };
  if (!isCommitmentLabel(label))
    return { ok: false, because: 'a label is a short word, letters and digits only' };
  const start = startOf(label);
  const message = new Uint8Array(start.length + SALT_LENGTH + payload.length);
  message.set(start);
  message.set(salt, start.length);
  message.set(payload, start.length + SALT_LENGTH);
  return { ok: true, commitment: encodeBase64(hash(message)) };
}

/** Labels are short ASCII words such as `input` or `attachment:2`; the zero byte that ends them cannot be in them. */
export function isCommitmentLabel(label: string): boolean {
  return LABEL.test(label);
}

function startOf(label: string): Uint8Array {
  return textBytes(`hitl/commit/v1\0${label}\0`);
}
