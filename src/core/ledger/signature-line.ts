import { decodeBase64, encodeBase64 } from './base64.ts';
import { isKeyName, type VerifierKey } from './verifier-key.ts';

/** One signature under a note. What the bytes mean depends on the type of the key. */
export type NoteSignature = { name: string; keyId: string; signature: Uint8Array };

const KEY_ID_LENGTH = 4;

/**
 * Signature line of a note, without the newline: `— name base64(key id || signature)`.
 *
 * Reference: C2SP signed-note, "Signatures".
 */
export function formatSignatureLine(
  { name, keyId }: Pick<VerifierKey, 'name' | 'keyId'>,
  signature: Uint8Array,
): string {
  const bytes = new Uint8Array(KEY_ID_LENGTH + signature.length);
  new DataView(bytes.buffer).setUint32(0, Number.parseInt(keyId, 16));
  bytes.set(signature, KEY_ID_LENGTH);
  return `— ${name} ${encodeBase64(bytes)}`;
}

/**
 * Strict reading of one signature line; `null` when it is not one.
 *
 * At least one byte must follow the key id. Reference: C2SP signed-note, "Format". Complexity: linear.
 */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ', 4);
  if (dash !== '—' || rest.length > 0 || !isKeyName(name)) return null;
  const bytes = decodeBase64(encoded);
  if (!bytes || bytes.length <= KEY_ID_LENGTH) return null;
  const id = new DataView(bytes.buffer).getUint32(0);
  return { name, keyId: id.toString(16).padStart(8, '0'), signature: bytes.slice(KEY_ID_LENGTH) };
}
