import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { capture } from './capture.mjs';
import { installedNode, root } from './node24.mjs';
import { SetupFailure, withProgress } from './progress.mjs';
import { requireRights } from './require-rights.mjs';

/** Installs the packages unless exactly those of the lock file are there; answers the Node to run with. */
export async function installMissing() {
  const node = installedNode();
  if (node && isInstalled()) return node;
  requireRights('Packages have to be installed', [root, join(root, 'node_modules')]);
  await withProgress('Installing packages', install);
  return installedNode() ?? (await fetchNode());
}

/** npm leaves its own account of what it installed; times do not matter, a fresh checkout has new ones. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const found = packagesOf('node_modules/.package-lock.json');
  if (!found) return false;
  if (!wanted) return true;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const there = found[path];
    // Optional packages are those of other platforms, mostly.
    if (path === '' || (optional && !there)) return true;
    return there?.version === version && there.integrity === integrity;
  });
}

function packagesOf(name) {
  const path = join(root, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}

async function install() {
  const command = existsSync(join(root, 'package-lock.json')) ? 'ci' : 'install';
  // Development packages are part of the product here: the Node it runs on is one of them.
  const { code, output } = await npm([
    command,
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (code === 0) return;
  const said = output.trim().split('\n').slice(0, 20).join('\n');
  throw new SetupFailure(
    `${said}\nThe packages could not be installed (npm ${command} ended with ${code}): see npm's words above.`,
  );
}

/** Where npm may not run install scripts, the package `node` is an empty shell; its script is run by its name. */
async function fetchNode() {
  const folder = join(root, 'node_modules/node');
  const script = join(folder, 'installArchSpecificPackage.js');
  if (existsSync(script)) {
    await withProgress('Installing Node 24', () => capture(process.execPath, [script], { cwd: folder }));
  }
  const node = installedNode();
  if (node) return node;
  throw new SetupFailure(
    `Node 24 could not be installed for ${process.platform}-${process.arch}: install Node 24 or newer on this machine and try again.`,
  );
}

function npm(args) {
  // The npm that called us, if one did: it need not be on the path.
  const caller = process.env.npm_execpath;
  if (caller && basename(caller) === 'npm-cli.js') {
    return capture(process.execPath, [caller, ...args], { cwd: root });
  }
  if (spawnSync('npm', ['--version']).error) {
    throw new SetupFailure('npm was not found: install it (it comes with Node) and try again.');
  }
  return capture('npm', args, { cwd: root });
}
