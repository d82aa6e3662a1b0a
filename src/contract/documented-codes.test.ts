import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { endpoints } from './index.ts';
import { generalCodes } from './problem-codes.ts';

test('every code the server can answer with is in the table for integrators, and no other', () => {
  const guide = readFileSync(new URL('../../docs/integrator.md', import.meta.url), 'utf8');
  const rows = guide.split('\n').filter((line) => /^\| `.*\|\s*\d{3} \|/.test(line));
  const documented = rows.flatMap((row) => row.split('|')[1]?.match(/[a-z-]+(?:\.[a-z-]+)?/g) ?? []);
  const declared = endpoints.flatMap(({ endpoint }) => endpoint.refusals ?? []);
  const codes = [...new Set([...Object.keys(generalCodes), ...declared])];
  assert.deepEqual(documented.sort(), codes.sort());
});
