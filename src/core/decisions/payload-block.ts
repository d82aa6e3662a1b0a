// Inputs and outputs of one commit, in one block: less than half of the database's work per decision against a row of
// its own for each (one TOAST value and one index entry instead of hundreds).
//
//   count u32 | per decision: end of its part u32 … | parts
//   part: salt of the input 32 | salt of the output 32 | input length u32 | input | output length u32 | output | more
//
// `more` is JSON: what only a reader of the single decision needs. Numbers are little-endian. A decision that was
// erased keeps its place with an empty part, so that the others keep theirs.

export const SALT_LENGTH = 32;

export type Payload = {
  inputSalt: Uint8Array;
  outputSalt: Uint8Array;
  /** UTF-8 JSON; exactly the bytes the commitments in the ledger are about. */
  input: Uint8Array;
  output: Uint8Array;
  /** UTF-8 JSON. */
  more: Uint8Array;
};

/** Packs payloads into one block; null leaves an empty (erased) place. Linear in the bytes. */
export function encodePayloadBlock(payloads: readonly (Payload | null)[]): Uint8Array {
  const head = 4 + 4 * payloads.length;
  let size = head;
  for (const payload of payloads) size += partLength(payload);
  const block = new Uint8Array(size);
  const view = new DataView(block.buffer);
  view.setUint32(0, payloads.length, true);
  let at = head;
  payloads.forEach((payload, index) => {
    if (payload) at = writePart(block, view, at, payload);
    view.setUint32(4 + 4 * index, at, true);
  });
  return block;
}

/**
 * Reads one decision's payload out of its block; null when it was erased.
 *
 * @throws RangeError when the block is damaged or has no such place.
 */
export function decodePayload(block: Uint8Array, index: number): Payload | null {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const { start, end } = partSpan(view, index);
  return end === start ? null : readPart(block, view, start, end);
}

function partSpan(view: DataView, index: number): { start: number; end: number } {
  const count = view.getUint32(0, true);
  if (index < 0 || index >= count)
    throw new RangeError(`the block holds ${count} payloads, none at ${index}`);
  const start = index === 0 ? 4 + 4 * count : view.getUint32(4 * index, true);
  const end = view.getUint32(4 + 4 * index, true);
  if (end < start || end > view.byteLength) throw new RangeError(`payload ${index} of the block is damaged`);
  return { start, end };
}

/**
 * Reads `more` alone out of a block, for those who read it of every decision and the payload of none; null when it was
 * erased. Skips from length to length, about 0.2 µs.
 *
 * @throws RangeError when the block is damaged or has no such place.
 */
export function decodeMore(block: Uint8Array, index: number): Uint8Array | null {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const span = partSpan(view, index);
  if (span.end === span.start) return null;
  let at = span.start + 2 * SALT_LENGTH;
  at += 4 + view.getUint32(at, true);
  at += 4 + view.getUint32(at, true);
  if (at > span.end) throw new RangeError(`payload ${index} of the block is damaged`);
  return block.subarray(at, span.end);
}

/** Reads a payload that was cut out of its block, as a database can do without reading the rest; null when erased. */
export function decodePayloadPart(part: Uint8Array): Payload | null {
  if (part.length === 0) return null;
  return readPart(part, new DataView(part.buffer, part.byteOffset, part.byteLength), 0, part.length);
}

function partLength(payload: Payload | null): number {
  if (!payload) return 0;
  return 2 * SALT_LENGTH + 8 + payload.input.length + payload.output.length + payload.more.length;
}

function writePart(block: Uint8Array, view: DataView, start: number, payload: Payload): number {
  let at = start;
  block.set(payload.inputSalt, at);
  block.set(payload.outputSalt, at + SALT_LENGTH);
  at += 2 * SALT_LENGTH;
  for (const bytes of [payload.input, payload.output]) {
    view.setUint32(at, bytes.length, true);
    block.set(bytes, at + 4);
    at += 4 + bytes.length;
  }
  block.set(payload.more, at);
  return at + payload.more.length;
}

function readPart(block: Uint8Array, view: DataView, start: number, end: number): Payload {
  let at = start + 2 * SALT_LENGTH;
  const next = () => {
    const length = view.getUint32(at, true);
    if (at + 4 + length > end) throw new RangeError('a payload of the block is damaged');
    at += 4 + length;
    return block.subarray(at - length, at);
  };
  const input = next();
  const output = next();
  return {
    inputSalt: block.subarray(start, start + SALT_LENGTH),
    outputSalt: block.subarray(start + SALT_LENGTH, start + 2 * SALT_LENGTH),
    input,
    output,
    more: block.subarray(at, end),
  };
}
