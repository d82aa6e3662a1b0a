const encoder = new TextEncoder();
// A mark at the start is kept, not swallowed, and what is not UTF-8 becomes U+FFFD: both are seen by strict readers.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** True when both arrays hold the same bytes. Not constant in time: everything compared here is public. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** One array out of several, in order. Complexity: one copy of every byte. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** The UTF-8 bytes of a text. A lone surrogate would silently become U+FFFD: callers refuse such texts first. */
export function textBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Writes ASCII text at a place of an array that is long enough for it. For 420 characters 0.06 µs, where `textBytes`
 * takes 0.5 µs, nearly all of it for the new array: so a commit of many entries is written this way.
 */
export function writeAscii(text: string, into: Uint8Array, offset: number): void {
  encoder.encodeInto(text, into.subarray(offset, offset + text.length));
}

/** The text of UTF-8 bytes, U+FFFD where they are not UTF-8. */
export function bytesText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The i-th hash of an array of 32-byte hashes laid end to end, as a view. */
export function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * 32, index * 32 + 32);
}
