import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './capture.mjs';
import { root, toolEnvironment } from './node24.mjs';
import { SetupFailure, withProgress } from './progress.mjs';
import { requireRights } from './require-rights.mjs';

// What the console is made of; the floors it may import from (src/architecture.test.ts).
const sources = ['src/console', 'src/contract', 'src/core', 'src/sdk', 'package-lock.json'];

/** Builds the console where the built one is missing or older than what it is made of. */
export async function buildConsole(node) {
  const builtAt = changedAt(join(root, 'dist/console/index.html'));
  if (builtAt > Math.max(...sources.map((source) => newest(join(root, source))))) return;
  requireRights('The console has to be built', [join(root, 'dist/console'), join(root, 'node_modules')]);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { code, output } = await withProgress('Building the console', () =>
    capture(node, [vite, 'build', 'src/console', '--logLevel', 'warn'], {
      cwd: root,
      env: toolEnvironment(node),
    }),
  );
  if (code !== 0)
    throw new SetupFailure(`${output.trim()}\nThe console could not be built: see Vite's words above.`);
}

/** A folder changes when a file in it is removed, so folders count too. */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
