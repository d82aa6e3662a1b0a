import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node24.mjs';

// The suffix says what a test needs (AGENTS.md).
const kindOf = [
  ['pg', /\.pg\.test\.ts$/],
  ['unit', /\.test\.ts$/],
  ['e2e', /\.e2e\.ts$/],
];

/** The test files of each kind whose path contains one of the patterns (or all of them). */
export function testFiles(patterns) {
  const found = { unit: [], pg: [], e2e: [] };
  for (const folder of ['src', 'e2e', 'bench', 'scripts']) {
    for (const path of filesIn(folder)) {
      const kind = kindOf.find(([, suffix]) => suffix.test(path))?.[0];
      if (kind && (patterns.length === 0 || patterns.some((pattern) => path.includes(pattern))))
        found[kind].push(path);
    }
  }
  return found;
}

function filesIn(folder) {
  try {
    return readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, name))
      .sort();
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
