const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Two characters per 12 bits: half the look-ups, which matters since every decision carries commitments. */
const PAIRS = Array.from({ length: 4096 }, (_, i) => ALPHABET.charAt(i >> 6) + ALPHABET.charAt(i & 63));
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/**
 * Base64 (standard alphabet, padded).
 *
 * Reference: RFC 4648 section 4. Own code because `Uint8Array.prototype.toBase64` is not in Node 24.
 * @example encodeBase64(Uint8Array.of(1, 2)) // 'AQI='
 */
export function encodeBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let i = 0; i < whole; i += 3) {
    const bits = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!; // in range: i + 2 < whole
    text += PAIRS[bits >> 12]! + PAIRS[bits & 4095]!; // both indices are 12 bits
  }
  if (bytes.length - whole === 1) text += `${PAIRS[bytes[whole]! << 4]}==`; // in range: one byte is left
  if (bytes.length - whole === 2) {
    const bits = (bytes[whole]! << 10) | (bytes[whole + 1]! << 2); // in range: two bytes are left
    text += `${PAIRS[bits >> 6]}${ALPHABET.charAt(bits & 63)}=`;
  }
  return text;
}

/**
 * Base64 without padding in the alphabet that needs no escaping in a URL.
 *
 * Reference: RFC 4648 section 5.
 * @example encodeBase64Url(Uint8Array.of(251)) // '-w'
 */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Strict reading of padded base64; `null` for anything else.
 *
 * Each byte string has exactly one accepted form (no line breaks, no missing padding, no stray low bits), so two
 * different texts can never carry the same signature or hash.
 * @example decodeBase64('AQI=') // Uint8Array [1, 2]
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const digits = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let at = 0;
  for (let i = 0; i < digits; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? VALUES[code]! : -1; // the table has 128 places
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffffff;
    // The 2nd, 3rd and 4th digit of a group complete a byte and leave 4, 2 and 0 bits over.
    if (i % 4 !== 0) bytes[at++] = bits >> (6 - 2 * (i % 4));
  }
  const strayBits = padding === 2 ? bits & 15 : padding === 1 ? bits & 3 : 0;
  return strayBits === 0 ? bytes : null;
}
