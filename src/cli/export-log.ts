import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeBundle, encodeBundle } from '../core/ledger/bundle.ts';
import { textBytes } from '../core/ledger/bytes.ts';
import { parseCheckpoint } from '../core/ledger/checkpoint.ts';
import { type LogReader, readBundle, readTile } from '../core/ledger/log-reader.ts';
import { parseNote } from '../core/ledger/note.ts';
import { entriesPath, TILE_WIDTH, tilePath, tileWidthAt } from '../core/ledger/tile-path.ts';
import { Failure } from './terminal.ts';

export type ExportNews = { files: number; of: number };

/**
 * Copies a log of the size of its latest checkpoint into a folder, in the same layout. Full tiles never change, so
 * those there already are kept; the checkpoint comes last, so that an interrupted export still verifies as it was.
 */
export async function* exportLog(reader: LogReader, folder: string): AsyncGenerator<ExportNews, number> {
  const note = await reader.checkpoint();
  if (note === null) throw new Failure('The log has no checkpoint yet.');
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.text) : parsed;
  if (!checkpoint.ok) throw new Failure(`The checkpoint cannot be read: ${checkpoint.because}.`);
  const { size } = checkpoint.checkpoint;
  const of = numberOfFiles(size);
  let files = 0;
  for (const file of filesOf(size)) {
    if (!(file.width === TILE_WIDTH && (await isThere(join(folder, file.path))))) {
      await write(join(folder, file.path), await file.read(reader));
    }
    files += 1;
    yield { files, of };
  }
  await write(join(folder, 'checkpoint'), textBytes(note));
  return size;
}

type File = { path: string; width: number; read: (reader: LogReader) => Promise<Uint8Array> };

function* filesOf(size: number): Generator<File> {
  for (let n = 0; n * TILE_WIDTH < size; n++) {
    const width = tileWidthAt(0, n, size);
    yield { path: entriesPath(n, width), width, read: (reader) => bundle(reader, n, width) };
  }
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    for (let n = 0; tileWidthAt(level, n, size) > 0; n++) {
      const width = tileWidthAt(level, n, size);
      yield {
        path: tilePath({ level, n, width }),
        width,
        read: (reader) => tile(reader, { level, n, width }),
      };
    }
  }
}

/** Counted, not listed: a lying size must not fill the memory. */
function numberOfFiles(size: number): number {
  let files = Math.ceil(size / TILE_WIDTH);
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    files += Math.ceil(Math.floor(size / TILE_WIDTH ** level) / TILE_WIDTH);
  }
  return files;
}

async function tile(reader: LogReader, at: { level: number; n: number; width: number }): Promise<Uint8Array> {
  const read = await readTile(reader, at);
  if (!read.ok) throw new Failure(`The log is not whole: ${read.because}.`);
  return read.bytes;
}

/** A bundle that has grown past the checkpoint meanwhile is cut back to it. */
async function bundle(reader: LogReader, n: number, width: number): Promise<Uint8Array> {
  const read = await readBundle(reader, n, width);
  if (!read.ok) throw new Failure(`The log is not whole: ${read.because}.`);
  if (read.whole === width) return read.bytes;
  const cut = encodeBundle(decodeBundle(read.bytes).entries.slice(0, width));
  if (!cut.ok) throw new Failure(`Bundle ${n} cannot be read: ${cut.because}.`);
  return cut.bytes;
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile() && found.size > 0,
    () => false,
  );
}

/** Under another name first: a half-written file must never look like a whole one. */
export async function write(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, 'w');
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}
