import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

type Locked = {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  resolved?: string;
};

const root = join(import.meta.dirname, '../..');
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
const packages: Record<string, Locked> = JSON.parse(lock).packages;

test('the lock file holds every package another one names, for all platforms, else npm ci refuses it', () => {
  const missing = Object.entries(packages).flatMap(([path, locked]) => {
    const named = { ...locked.dependencies, ...locked.devDependencies, ...locked.optionalDependencies };
    return Object.keys(named).filter((name) => !isFound(path, name));
  });
  assert.deepEqual(missing, []);
});

test('the lock file names no registry, so that everybody installs from their own', () => {
  assert.doesNotMatch(lock, /"resolved"/);
});

/** As Node looks packages up: beside the one that asks, then further out. */
function isFound(path: string, name: string): boolean {
  if (packages[join(path, 'node_modules', name)]) return true;
  if (path === '') return false;
  const outer = dirname(path);
  return isFound(outer === '.' ? '' : outer, name);
}
