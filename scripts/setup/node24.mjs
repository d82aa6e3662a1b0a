import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The checkout. */
export const root = resolve(import.meta.dirname, '../..');

/**
 * Flags of a Steerhouse process, from package.json so that the benchmarks use the same: a young generation of at most
 * 8 MB saves 30 MB of resident memory.
 */
export const nodeFlags = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.nodeFlags.split(
  ' ',
);

const wantedMajor = 24;
const fromNpm = join(root, 'node_modules/node/bin/node');

/**
 * The Node that runs TypeScript unbuilt: npm's, else the machine's own where that is new enough (npm's is built for
 * glibc, and its install script may be forbidden). Null when there is none.
 */
export function installedNode() {
  if (majorOf(fromNpm) >= wantedMajor) return fromNpm;
  return Number(process.versions.node.split('.')[0]) >= wantedMajor ? process.execPath : null;
}

/** The environment in which `node`, `tsc` and the other tools are the installed ones. */
export function toolEnvironment(node) {
  const path = [resolve(node, '..'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

function majorOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number.parseInt(stdout?.slice(1) ?? '', 10) || 0;
}
