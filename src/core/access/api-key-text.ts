// How an API key is written: `sh_` id `_` secret checksum, as in sh_4fTq81Zk_…, 61 characters without punctuation
// that would break a double click. The id is no secret and finds the row; the checksum tells a typing mistake from a
// wrong key without asking the database.

/** A checksum of text as an unsigned 32-bit number (CRC-32). */
export type Checksum = (text: string) => number;

export type ApiKeyText = { text: string; prefix: string };

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLength = 8; // 62^8 ids: two keys meet by chance once in millions
const secretLength = 43; // 62^43 > 2^256
const checksumLength = 6; // 62^6 > 2^32
const prefixLength = 'sh_'.length + idLength;
const keyLength = prefixLength + 1 + secretLength + checksumLength;
const shape = /^sh_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/;

/**
 * Writes a new key from random bytes: 6 for the id, 32 for the secret.
 *
 * @example writeApiKey({ id, secret }, crc32) // { text: 'sh_4fTq81Zk_…', prefix: 'sh_4fTq81Zk' }
 */
export function writeApiKey(random: { id: Uint8Array; secret: Uint8Array }, checksum: Checksum): ApiKeyText {
  const prefix = `sh_${inDigits(numberOf(random.id), idLength)}`;
  const open = `${prefix}_${inDigits(numberOf(random.secret), secretLength)}`;
  return { text: open + inDigits(BigInt(checksum(open)), checksumLength), prefix };
}

/** The part that finds the row. Cheap, because it runs on every request; says nothing about the rest. */
export function prefixOf(text: string): string | null {
  return text.length === keyLength && text.startsWith('sh_') ? text.slice(0, prefixLength) : null;
}

/** Whether a text can be a key at all: its shape and its checksum. */
export function checkApiKey(
  text: string,
  checksum: Checksum,
): { ok: true; prefix: string } | { ok: false; because: string } {
  if (!text.startsWith('sh_')) return { ok: false, because: 'an API key begins with sh_' };
  if (text.length !== keyLength) {
    return { ok: false, because: `an API key has ${keyLength} characters, this has ${text.length}` };
  }
  if (!shape.test(text)) return { ok: false, because: 'it has characters no API key has' };
  const open = text.slice(0, -checksumLength);
  if (text.slice(-checksumLength) !== inDigits(BigInt(checksum(open)), checksumLength)) {
    return { ok: false, because: 'its checksum does not fit, so a character is wrong' };
  }
  return { ok: true, prefix: text.slice(0, prefixLength) };
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** The lowest `length` digits in base 62. */
function inDigits(number: bigint, length: number): string {
  let text = '';
  let rest = number;
  for (let place = 0; place < length; place++) {
    text = (digits[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}
