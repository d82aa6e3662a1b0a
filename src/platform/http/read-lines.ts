import type { Readable } from 'node:stream';

export type Line = { number: number; bytes: Buffer } | { number: number; tooLong: true };

const newline = 0x0a;

/**
 * Splits a stream into groups of lines (numbered from 1, without their ends; blank ones are passed over). A line beyond
 * the limit is reported and skipped without being held in memory.
 */
export async function* readLines(
  stream: Readable,
  limitBytes: number,
  groupSize: number,
): AsyncGenerator<Line[]> {
  let number = 1;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let skipping = false;
  let group: Line[] = [];
  const endLine = () => {
    const bytes = rest.length === 1 ? (rest[0] ?? Buffer.alloc(0)) : Buffer.concat(rest, restBytes);
    if (skipping) group.push({ number, tooLong: true });
    else if (!isBlank(bytes)) group.push({ number, bytes });
    number += 1;
    rest = [];
    restBytes = 0;
    skipping = false;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(newline, start);
      const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
      if (restBytes + piece.length > limitBytes) {
        skipping = true;
        rest = [];
        restBytes = 0;
      } else if (!skipping) {
        rest.push(piece);
        restBytes += piece.length;
      }
      if (end === -1) break;
      endLine();
      start = end + 1;
      if (group.length < groupSize) continue;
      yield group;
      group = [];
    }
  }
  if (restBytes > 0 || skipping) endLine();
  if (group.length > 0) yield group;
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false;
  return true;
}
