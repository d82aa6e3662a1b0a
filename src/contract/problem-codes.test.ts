import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endpoints } from './index.ts';
import { generalCodes } from './problem-codes.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Codes of every refusal written out in the source, with the file. */
function writtenCodes(): { code: string; file: string }[] {
  const files = globSync('{app.ts,features/**/*.ts,platform/**/*.ts}', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  return files.flatMap((file) =>
    [...readFileSync(`${root}${file}`, 'utf8').matchAll(/new Refusal\(\s*'[a-z-]+',\s*'([^']+)'/g)].map(
      ([, code = '']) => ({
        code,
        file,
      }),
    ),
  );
}

test('every code that the server can answer with is declared, in general or by an endpoint', () => {
  const declared = new Set<string>([
    ...Object.keys(generalCodes),
    ...endpoints.flatMap(({ endpoint }) => endpoint.refusals ?? []),
  ]);
  const missing = writtenCodes().filter(({ code }) => !declared.has(code));
  assert.deepEqual(missing, []);
});
