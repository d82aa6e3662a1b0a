// The data folder belongs to one process at a time.
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { processIdentity } from './process-identity.ts';
import { StartFailure } from './start-failure.ts';

export type DataFolder = {
  readonly path: string;
  /** Gives the folder free. A killed process need not: its lock is recognised as stale. */
  close(): void;
};

type Lock = { pid: number; identity: string | null };

const lockName = 'steerhouse.lock';

/** Makes the folder where it is missing, checks the rights and takes the lock. */
export function openDataFolder(path: string): DataFolder {
  const lock = join(path, lockName);
  // Root's database runs as another user, who has to pass through to a folder of its own; files have their own rights.
  orSentence(path, 'made', () => makeFolder(path, process.getuid?.() === 0 ? 0o711 : 0o700));
  orSentence(path, 'written', () => {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    take(path, lock);
  });
  return { path, close: () => release(lock) };
}

/** Not `recursive`: where the system refuses new folders as not found (/proc), Node then tries for ever. */
function makeFolder(path: string, mode: number): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (!isFolder(path)) throw error; // else another starter was faster
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function orSentence(path: string, done: 'made' | 'written', work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (cause instanceof StartFailure) throw cause;
    throw new StartFailure(sentenceFor(path, done, (cause as NodeJS.ErrnoException).code ?? String(cause)), {
      cause,
    });
  }
}

function sentenceFor(path: string, done: 'made' | 'written', code: string): string {
  const elsewhere = 'set STEERHOUSE_DATA_DIR to another folder';
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return `The data folder ${path} cannot be made, because a file is in its place: ${elsewhere}.`;
  }
  const rights = done === 'made' ? `give the rights on ${dirname(path)}` : 'give the rights (chown)';
  const todo = code === 'EACCES' || code === 'EPERM' ? `${rights}, or ${elsewhere}` : elsewhere;
  return `The data folder ${path} cannot be ${done} by the user ${userName()} (${code}): ${todo}.`;
}

/** A hard link either appears whole or fails because there is one: two starters cannot both succeed. */
function take(folder: string, lock: string): void {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(
    mine,
    JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) } satisfies Lock),
    {
      mode: 0o600,
    },
  );
  try {
    while (!linked(mine, lock)) removeStale(folder, lock);
  } finally {
    rmSync(mine, { force: true });
  }
}

function linked(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeStale(folder: string, lock: string): void {
  const holder = readLock(lock);
  if (holder && holder.identity !== null && processIdentity(holder.pid) === holder.identity) {
    throw new StartFailure(
      `Steerhouse already runs on the data folder ${folder} (process ${holder.pid}): ` +
        'stop that one first, or set STEERHOUSE_DATA_DIR to another folder.',
    );
  }
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // another starter was faster
    throw error;
  }
  // Between our look and our move another starter may have cleared the stale lock and taken its own: give it back.
  const moved = readLock(aside);
  if (moved && moved.identity !== holder?.identity) linked(aside, lock);
  rmSync(aside, { force: true });
}

function readLock(path: string): Lock | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Lock;
  } catch {
    return null; // gone, or cut short when the disk was full: nobody holds it
  }
}

function release(lock: string): void {
  if (readLock(lock)?.pid === process.pid) rmSync(lock, { force: true });
}

/** A container's user often has a number but no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}
