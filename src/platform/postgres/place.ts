import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import { findOwner, type Owner, ownerReach } from './owner.ts';
import { findRuntime, program, type Runtime } from './runtime.ts';

/** Where one embedded database lives, which programs run it and as whom. */
export type Place = {
  data: string;
  home: string;
  socketFolder: string;
  runtime: Runtime;
  owner: Owner | null;
};

const sharedFolder = '/var/lib/steerhouse';
const pointerName = 'postgres-is-at';
// A socket's path is cut at 104 bytes on macOS and 108 on Linux; the rest is `/.s.PGSQL.5432.lock`.
const socketFolderBytes = 84;

/**
 * Chooses the place inside the data folder where that works. Started by root from a closed folder (say, a checkout
 * under /root), the user who runs the database reaches neither: programs and database then live under /var/lib, and a
 * pointer file in the data folder says where.
 */
export async function choosePlace(folder: string, tell: (sentence: string) => void): Promise<Place> {
  const runtime = findRuntime();
  const inside = join(folder, 'postgres');
  const home = pointedHome(folder) ?? inside;
  const owner = findOwner([home, folder]);
  if (!owner) return placed(home, runtime, null);

  // The owner has to pass through; keys and other files of the folder have their own rights.
  if (statSync(folder).uid === 0) chmodSync(folder, statSync(folder).mode | 0o711);
  makeFolder(home, owner);
  const reach = await ownerReach(owner, home, program(runtime, 'postgres'));
  const reachable = reach.runtime ? runtime : copyRuntime(runtime, tell);
  return placed(reach.home ? home : moveOut(folder, home, { owner, tell }), reachable, owner);
}

function placed(home: string, runtime: Runtime, owner: Owner | null): Place {
  makeFolder(home, owner);
  return { home, data: join(home, 'data'), socketFolder: socketFolderFor(home, owner), runtime, owner };
}

function makeFolder(path: string, owner: Owner | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (owner && statSync(path).uid !== owner.uid) chownSync(path, owner.uid, owner.gid);
}

function pointedHome(folder: string): string | null {
  const pointer = join(folder, pointerName);
  if (!existsSync(pointer)) return null;
  const home = readFileSync(pointer, 'utf8').trim();
  if (existsSync(home)) return home;
  throw new StartFailure(
    `The database of ${folder} should be in ${home}, which is not there: bring it back, ` +
      `or delete ${pointer} to begin with an empty database.`,
  );
}

function moveOut(
  folder: string,
  home: string,
  { owner, tell }: { owner: Owner; tell: (sentence: string) => void },
): string {
  if (existsSync(join(home, 'data'))) {
    throw new StartFailure(
      `The user ${owner.name}, who runs the database, cannot enter ${home}: ` +
        'make the folders above it enterable (chmod o+x), or start Steerhouse as their owner.',
    );
  }
  rmSync(home, { recursive: true });
  // The random part keeps a data folder that was deleted and made anew from meeting its old database.
  const name = `${createHash('sha256').update(folder).digest('hex').slice(0, 12)}-${randomBytes(4).toString('hex')}`;
  const outside = join(sharedFolder, name);
  makeSharedFolder();
  makeFolder(outside, owner);
  writeFileSync(join(folder, pointerName), `${outside}\n`, { mode: 0o600 });
  tell(
    `The database lives in ${outside}, because the user ${owner.name}, who runs it, cannot enter ${folder}.`,
  );
  return outside;
}

function copyRuntime(runtime: Runtime, tell: (sentence: string) => void): Runtime {
  const folder = join(sharedFolder, `postgresql-${runtime.version}`);
  if (!existsSync(folder)) {
    tell(`Copying PostgreSQL to ${folder}, where the user who runs it can reach it…`);
    const unfinished = `${folder}.${process.pid}`;
    makeSharedFolder();
    cpSync(runtime.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    openToAll(unfinished);
    renameSync(unfinished, folder);
  }
  return { ...runtime, folder };
}

function makeSharedFolder(): void {
  mkdirSync(sharedFolder, { recursive: true });
  chmodSync(sharedFolder, 0o755);
}

/** The copy came with the rights of a checkout that may have been made under a strict umask. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

function socketFolderFor(home: string, owner: Owner | null): string {
  // PostgreSQL reads the name of the socket's folder as a list, separated by commas.
  if (Buffer.byteLength(home) <= socketFolderBytes && !home.includes(',')) return home;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 12);
  if (owner) {
    makeSharedFolder();
    const folder = join(sharedFolder, `socket-${name}`);
    makeFolder(folder, owner);
    return folder;
  }
  const uid = process.getuid?.();
  const folder = join(tmpdir(), `steerhouse-${uid}-${name}`);
  makeFolder(folder, null);
  const found = lstatSync(folder);
  // Everybody may write in the temporary folder: another user could have been here first.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new StartFailure(
      `${folder} belongs to somebody else: remove it, or use a data folder with a shorter path.`,
    );
  }
  return folder;
}
