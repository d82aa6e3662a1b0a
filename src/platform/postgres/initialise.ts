import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from '../start-failure.ts';
import type { Place } from './place.ts';
import { majorVersion, program } from './runtime.ts';

const run = promisify(execFile);

/** Makes an empty cluster unless there is one. A crash in between leaves nothing that looks like a cluster. */
export async function initialise(place: Place, tell: (sentence: string) => void): Promise<void> {
  if (existsSync(place.data)) return checkVersion(place);
  tell('Preparing the database (first start only)…');
  const unfinished = join(place.home, 'data.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  try {
    await run(program(place.runtime, 'initdb'), initdbArguments(unfinished), {
      cwd: place.home,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      ...(place.owner && { uid: place.owner.uid, gid: place.owner.gid }),
    });
  } catch (cause) {
    throw new StartFailure(`The database could not be prepared in ${place.home}: ${reasonOf(cause)}`, {
      cause,
    });
  }
  renameSync(unfinished, place.data);
}

function initdbArguments(folder: string): string[] {
  return [
    `--pgdata=${folder}`,
    '--username=postgres',
    '--encoding=UTF8',
    // PostgreSQL's own Unicode rules: sorting never changes with the machine's C library.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    // The socket lies in a folder that only this user (and root) can enter, and they could read the files anyway; a
    // password beside the files would guard nothing.
    '--auth-local=trust',
    '--auth-host=reject',
  ];
}

function checkVersion(place: Place): void {
  const found = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim();
  const expected = majorVersion(place.runtime);
  if (found === expected) return;
  throw new StartFailure(
    `The database in ${place.data} was made by PostgreSQL ${found}, this Steerhouse brings PostgreSQL ${expected}: ` +
      'start the version of Steerhouse that made it, or move the folder away to begin with an empty database.',
  );
}

function reasonOf(cause: unknown): string {
  const { code, stderr, message } = cause as { code?: unknown; stderr?: string; message: string };
  if (code === 'ENOENT')
    return 'its PostgreSQL program does not run on this system; set DATABASE_URL instead.';
  const lines = (stderr ?? '').split('\n').filter((line) => /error:|fatal:/i.test(line));
  return `${(lines.at(-1) ?? message).replace(/^.*?\b(error|fatal): +/i, '').trim()}.`;
}
