import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const here = import.meta.dirname;
const styles = `${here}/../../node_modules/@mantine/core/styles`;
const sheet = readFileSync(`${here}/mantine.css`, 'utf8');

test('every Mantine component in use has its style sheet in mantine.css', () => {
  const missing = [...componentsInUse()].filter(
    (name) => existsSync(`${styles}/${name}.layer.css`) && !sheet.includes(`/${name}.layer.css`),
  );
  assert.deepEqual(missing, []);
});

function componentsInUse(): Set<string> {
  const sources = globSync('**/*.tsx', { cwd: here }).map((path) => readFileSync(`${here}/${path}`, 'utf8'));
  const imports = sources.flatMap((source) => [
    ...source.matchAll(/import \{([^}]+)\} from '@mantine\/core'/g),
  ]);
  return new Set(imports.flatMap(([, names = '']) => names.match(/\b[A-Z]\w+/g) ?? []));
}
