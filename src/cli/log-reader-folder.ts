import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { LARGEST_LOG_FILE, type LogReader } from '../core/ledger/log-reader.ts';
import { entriesPath, tilePath } from '../core/ledger/tile-path.ts';
import { noteOf } from '../sdk/log-reader-http.ts';

/**
 * The files of a log in a folder. The folder is not trusted: no symbolic link is followed below it, nothing but a plain
 * file is opened, and no more is read than a file of a log can hold.
 */
export function openLogFolder(folder: string): LogReader {
  return {
    checkpoint: async () => noteOf(await read(folder, 'checkpoint')),
    tile: (level, n, width) => read(folder, tilePath({ level, n, width })),
    entries: (n, width) => read(folder, entriesPath(n, width)),
  };
}

async function read(folder: string, path: string): Promise<Uint8Array | null> {
  const parts = path.split('/');
  let place = folder;
  for (const part of parts.slice(0, -1)) {
    place = join(place, part);
    const found = await lstat(place).catch(absent);
    if (!found) return null;
    if (!found.isDirectory()) throw new Error(`${place} is not a folder of its own.`);
  }
  return readPlainFile(join(folder, path));
}

async function readPlainFile(file: string): Promise<Uint8Array | null> {
  // Not blocking: opening a pipe would wait for a writer for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP') throw new Error(`${file} is a symbolic link.`);
    return absent(error);
  });
  if (!handle) return null;
  try {
    const { size, ...stat } = await handle.stat().then((stat) => ({ size: stat.size, plain: stat.isFile() }));
    if (!stat.plain) throw new Error(`${file} is not a plain file.`);
    if (size > LARGEST_LOG_FILE) throw new Error(`${file} is larger than any file of a log.`);
    const bytes = Buffer.alloc(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await handle.read(bytes, at, size - at, at);
      if (bytesRead === 0) throw new Error(`${file} became shorter while it was read.`);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
