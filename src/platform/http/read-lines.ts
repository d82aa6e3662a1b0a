import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export type Line = { number: number; bytes: Buffer } | { number: number; tooLong: true };

export type LineLimits = {
  /** A longer line is reported and skipped without being held in memory. */
  lineBytes: number;
  groupSize: number;
  /** A group is given out as soon as it holds so much, so it never holds more than this and one line. */
  groupBytes: number;
  /** A group that is not full is given out when nothing more has come for so long. */
  lingerMs: number;
};

/** Splits a stream into groups of lines, numbered from 1, without their ends; blank ones are passed over. */
export async function* readLines(stream: Readable, limits: LineLimits): AsyncGenerator<Line[]> {
  const splitter = openSplitter(limits.lineBytes);
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let coming = next(chunks);
  try {
    for (;;) {
      const chunk = await (splitter.lines.length > 0 ? orSilence(coming, limits.lingerMs) : coming);
      if (chunk === 'silence') {
        yield splitter.lines.splice(0);
        continue;
      }
      if (chunk.done) break;
      coming = next(chunks);
      splitter.add(chunk.value);
      for (let full = fullGroup(splitter.lines, limits); full > 0; full = fullGroup(splitter.lines, limits))
        yield splitter.lines.splice(0, full);
    }
    splitter.end();
    while (splitter.lines.length > 0)
      yield splitter.lines.splice(0, fullGroup(splitter.lines, limits) || splitter.lines.length);
  } finally {
    // Not `return()`: that would wait for the chunk that is still to come.
    if (!stream.readableEnded) stream.destroy();
  }
}

/** How many lines make the first group full; 0 when they do not fill one yet. */
function fullGroup(lines: readonly Line[], { groupSize, groupBytes }: LineLimits): number {
  let bytes = 0;
  const last = lines.findIndex((line, index) => {
    bytes += 'bytes' in line ? line.bytes.length : 0;
    return index + 1 === groupSize || bytes >= groupBytes;
  });
  return last + 1;
}

type Chunk = IteratorResult<Buffer, unknown>;

function next(chunks: AsyncIterator<Buffer>): Promise<Chunk> {
  const coming = chunks.next();
  coming.catch(() => undefined); // thrown where it is awaited, if it still is
  return coming;
}

async function orSilence(coming: Promise<Chunk>, lingerMs: number): Promise<Chunk | 'silence'> {
  const enough = new AbortController();
  const silence = sleep(lingerMs, 'silence' as const, { signal: enough.signal });
  silence.catch(() => undefined); // called off below
  try {
    return await Promise.race([coming, silence]);
  } finally {
    enough.abort();
  }
}

type Splitter = { lines: Line[]; add(chunk: Buffer): void; end(): void };

const newline = 0x0a;

function openSplitter(lineBytes: number): Splitter {
  const lines: Line[] = [];
  let number = 1;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let skipping = false;

  function take(piece: Buffer): void {
    if (restBytes + piece.length > lineBytes) {
      skipping = true;
      rest = [];
      restBytes = 0;
    } else if (!skipping) {
      rest.push(piece);
      restBytes += piece.length;
    }
  }

  function endLine(): void {
    const bytes = rest.length === 1 ? (rest[0] ?? Buffer.alloc(0)) : Buffer.concat(rest, restBytes);
    if (skipping) lines.push({ number, tooLong: true });
    else if (!isBlank(bytes)) lines.push({ number, bytes });
    number += 1;
    rest = [];
    restBytes = 0;
    skipping = false;
  }

  return {
    lines,
    add(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        take(chunk.subarray(start, end));
        endLine();
        start = end + 1;
      }
      if (start < chunk.length) take(chunk.subarray(start));
    },
    end() {
      if (restBytes > 0 || skipping) endLine();
    },
  };
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false;
  return true;
}
