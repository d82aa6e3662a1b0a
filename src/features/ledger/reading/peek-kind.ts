/** `","ts":"2026-01-31T23:59:59.999Z","v":1}`: what follows the kind always has this length. */
const afterKind = 40;
const longestKind = 40;
const quote = 0x22;

/**
 * The kind of an encoded entry without decoding it: a reaction to rare kinds reads past thousands of recorded decisions
 * a second. The keys of an entry are in alphabetical order, so its kind ends at a fixed distance from its end. What is
 * no entry has some other text there, or none.
 */
export function peekKind(bytes: Uint8Array): string {
  const end = Math.max(0, bytes.length - afterKind);
  let start = end;
  while (start > 0 && end - start < longestKind && bytes[start - 1] !== quote) start--;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}
