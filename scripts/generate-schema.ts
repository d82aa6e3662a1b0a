// `npm run schema`: migrates a fresh database and writes what it holds, after every change of a migration.
import { writeFile } from 'node:fs/promises';
import { openDatabase } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { describeRows } from '../src/db/schema/describe-rows.ts';
import { describeSchema } from '../src/db/schema/describe-schema.ts';
import { readSchema } from '../src/db/schema/read-schema.ts';
import { testServer } from '../src/testing/postgres-server.ts';

const server = await testServer();
const db = openDatabase({ url: server.url, connections: 1 });
await migrate(db);
const tables = await readSchema(db);
await db.close();
await writeFile(new URL('../src/db/schema.sql', import.meta.url), describeSchema(tables));
await writeFile(new URL('../src/db/rows.ts', import.meta.url), describeRows(tables));
console.log(`Described ${tables.length} tables in src/db/schema.sql and src/db/rows.ts.`);
process.exit(0);
