import { decodeBase64, encodeBase64 } from './base64.ts';
import { joinBytes, textBytes } from './bytes.ts';
import type { Hash } from './primitives.ts';

/** What a key signs: the note's text as it is, or the text together with a time (`cosignature.ts`). */
export type SignatureType = 'ed25519' | 'cosignature/v1';

/** A public key somebody trusts. `keyId` is 8 hex digits; it tells keys apart and secures nothing. */
export type VerifierKey = { name: string; keyId: string; type: SignatureType; publicKey: Uint8Array };

const TYPE_BYTES = { ed25519: 0x01, 'cosignature/v1': 0x04 } as const satisfies Record<SignatureType, number>;
const PUBLIC_KEY_LENGTH = 32;
const LONGEST_NAME = 255;

/**
 * Makes the key a note is checked with out of a raw Ed25519 public key.
 *
 * The id is the start of SHA-256(name || 0x0A || type || public key). Reference: C2SP signed-note, "Signatures".
 */
export function makeVerifierKey(
  { name, type, publicKey }: Omit<VerifierKey, 'keyId'>,
  hash: Hash,
): { ok: true; key: VerifierKey } | { ok: false; because: string } {
  if (!isKeyName(name))
    return { ok: false, because: 'a key name has 1 to 255 characters, no space and no plus' };
  if (publicKey.length !== PUBLIC_KEY_LENGTH) return { ok: false, because: 'a public key has 32 bytes' };
  const id = hash(joinBytes(textBytes(`${name}\n`), Uint8Array.of(TYPE_BYTES[type]), publicKey)).subarray(
    0,
    4,
  );
  return { ok: true, key: { name, keyId: hex(id), type, publicKey } };
}

/**
 * Verifier key as text: `name+id+base64(type || public key)`.
 *
 * Reference: C2SP signed-note, "Verifier keys"; golang.org/x/mod/sumdb/note.
 */
export function formatVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${encodeBase64(joinBytes(Uint8Array.of(TYPE_BYTES[type]), publicKey))}`;
}

/** Reads a verifier key and recomputes its id, so that a mistyped key is noticed here and not as a bad signature. */
export function parseVerifierKey(
  text: string,
  hash: Hash,
): { ok: true; key: VerifierKey } | { ok: false; because: string } {
  const parts = text.length <= 1024 ? /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) : null;
  if (!parts) return { ok: false, because: 'a verifier key has the form name+id+key' };
  const [, name = '', keyId, encoded = ''] = parts;
  const bytes = decodeBase64(encoded);
  if (!bytes) return { ok: false, because: 'the key is not base64' };
  const type = bytes[0] === 0x01 ? 'ed25519' : bytes[0] === 0x04 ? 'cosignature/v1' : null;
  if (!type) return { ok: false, because: `keys of type ${bytes[0]} are not known here` };
  const made = makeVerifierKey({ name, type, publicKey: bytes.slice(1) }, hash);
  if (made.ok && made.key.keyId !== keyId)
    return { ok: false, because: 'the key id does not belong to the key' };
  return made;
}

/** Names are not empty and hold no Unicode space and no plus. Reference: C2SP signed-note, "Format". */
export function isKeyName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= LONGEST_NAME &&
    !/[\p{White_Space}\p{Cc}+]/u.test(name) &&
    name.isWellFormed()
  );
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
