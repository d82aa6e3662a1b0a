// Compiles the SDK with the contract it speaks into dist/sdk: an own package for Node 20 and later, and for bundlers.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const out = new URL('dist/sdk/', root);
const ours = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

rmSync(out, { recursive: true, force: true });
const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
const project = fileURLToPath(new URL('scripts/tsconfig.sdk.json', root));
execFileSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' });

const described = {
  name: 'steerhouse-sdk',
  version: ours.version,
  description: 'Typed client of Steerhouse: submit decisions, wait for people, follow outcomes.',
  license: ours.license,
  type: 'module',
  engines: { node: '>=20.3' },
  sideEffects: false,
  exports: {
    '.': './sdk/steerhouse.js',
    './contract': './contract/index.js',
    './contract/*': './contract/*.js',
    './*': './sdk/*.js',
  },
  dependencies: { typebox: ours.dependencies.typebox },
};
writeFileSync(new URL('package.json', out), `${JSON.stringify(described, null, 2)}\n`);
try {
  copyFileSync(new URL('LICENSE', root), new URL('LICENSE', out));
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
console.log(`${described.name} ${described.version} is in dist/sdk.`);
