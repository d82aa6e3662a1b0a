import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { StartFailure } from '../start-failure.ts';

/** The user the database server runs as. */
export type Owner = { uid: number; gid: number; name: string };

const run = promisify(execFile);
const systemUser = 'postgres';

/**
 * PostgreSQL refuses to run as root. Null means: as ourselves. Root hands the database to whoever owns one of the
 * given folders already (so that a later start by that user still works), else to the system user `postgres`.
 */
export function findOwner(folders: string[]): Owner | null {
  if (process.getuid?.() !== 0) return null;
  for (const folder of folders) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid, name: nameOf(found.uid) };
  }
  return systemAccount() ?? makeSystemAccount();
}

/** Whether the owner gets through to a folder, and whether the server's program runs for them. Asked, not computed. */
export async function ownerReach(
  owner: Owner,
  home: string,
  postgres: string,
): Promise<{ home: boolean; runtime: boolean }> {
  const options = { uid: owner.uid, gid: owner.gid, cwd: '/' };
  const [enters, runs] = await Promise.allSettled([
    run('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', home], options),
    run(postgres, ['--version'], options),
  ]);
  for (const outcome of [enters, runs]) {
    if (outcome.status === 'rejected' && outcome.reason.code === 'EPERM') {
      throw new StartFailure(
        `PostgreSQL does not run as root, and this process may not become the user ${owner.name}: ` +
          'start Steerhouse as an ordinary user, or set DATABASE_URL.',
      );
    }
  }
  return { home: enters.status === 'fulfilled', runtime: runs.status === 'fulfilled' };
}

function systemAccount(): Owner | null {
  const line = accounts().find(([name]) => name === systemUser);
  return line ? { uid: Number(line[2]), gid: Number(line[3]), name: systemUser } : null;
}

function makeSystemAccount(): Owner {
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', systemUser]],
    ['adduser', ['-S', '-D', '-H', systemUser]],
  ];
  for (const [command, args] of attempts) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      continue; // the other distribution's command is tried next; what counts is the account afterwards
    }
    const made = systemAccount();
    if (made) return made;
  }
  throw new StartFailure(
    `PostgreSQL does not run as root, and no system user ${systemUser} could be made: ` +
      'start Steerhouse as an ordinary user, or set DATABASE_URL.',
  );
}

function nameOf(uid: number): string {
  return accounts().find((account) => Number(account[2]) === uid)?.[0] ?? String(uid);
}

function accounts(): string[][] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
}
