import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { testDatabase } from '../../testing/database.ts';
import { describeRows } from './describe-rows.ts';
import { describeSchema } from './describe-schema.ts';
import { readSchema } from './read-schema.ts';

const db = await testDatabase({ connections: 1 });
const tables = await readSchema(db);
const stale = 'is stale: run `npm run schema` and commit what it writes';

function committed(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
}

test('src/db/schema.sql describes the migrated schema', () => {
  assert.equal(committed('schema.sql'), describeSchema(tables), `src/db/schema.sql ${stale}`);
});

test('src/db/rows.ts types the rows of the migrated schema', () => {
  assert.equal(committed('rows.ts'), describeRows(tables), `src/db/rows.ts ${stale}`);
});
