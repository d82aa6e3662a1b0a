#!/usr/bin/env node
// `npx steerhouse …`: the command line client, on the Node that npm installed beside it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installedNode, root } from './setup/node24.mjs';
import { runChild } from './setup/run-child.mjs';

const node = existsSync(join(root, 'node_modules/.package-lock.json')) ? installedNode() : null;
if (node) {
  process.exitCode = await runChild(node, [join(root, 'src/cli/main.ts'), ...process.argv.slice(2)]);
} else {
  console.error('Steerhouse is not installed yet: run `npm run demo` (or `npm ci`) in its folder first.');
  process.exitCode = 1;
}
