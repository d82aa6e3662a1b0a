import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { readFile, type SourceFile } from './read-file.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Every TypeScript file of the repository that is written by hand. */
export function readTree(): SourceFile[] {
  return ['src', 'e2e', 'bench', 'scripts'].flatMap(filesBelow).map((path) => {
    return readFile(path, readFileSync(join(root, path), 'utf8'));
  });
}

// Generated from the migrated schema; its size is not a matter of taste.
const generated = ['src/db/rows.ts'];

function filesBelow(folder: string): string[] {
  return namesIn(join(root, folder))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !generated.includes(path))
    .sort();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // file system errors carry a code
    throw error;
  }
}

export function isTest({ path }: SourceFile): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('e2e/');
}

/** The file a relative import leads to, from the root; null for a package or a style sheet. */
export function target(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.') || !/\.tsx?$/.test(specifier)) return null;
  return posix.join(posix.dirname(from), specifier);
}
