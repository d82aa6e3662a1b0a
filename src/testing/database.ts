import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { testServer } from './postgres-server.ts';

/**
 * A real database of its own for one test file: a clone of a migrated template, dropped when the file ends.
 * The template is made once per server, by whoever comes first.
 */
export async function testDatabase(
  options: { connections?: number } = {},
): Promise<Database & { url: string }> {
  // Registered before anything is awaited: node:test finds the running test by the promise awaited last, and that of
  // the shared server belongs to whoever asked first.
  const undo: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const step of undo.reverse()) await step();
  });
  const server = await testServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase({ url: server.url, connections: 1 });
  undo.push(() => admin.close());
  await ensureTemplate(admin, server.url);
  await admin.run({ text: `create database ${name} template steerhouse_template`, values: [] });
  undo.push(() => dropDatabase(server.superuserUrl, name));
  const url = withDatabase(server.url, name);
  const db = openDatabase({ url, connections: options.connections ?? 8 });
  undo.push(() => db.close());
  return Object.assign(db, { url });
}

/** As superuser: an autovacuum worker may be at it, and nobody else may send that one away. */
async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  const superuser = openDatabase({ url: superuserUrl, connections: 1 });
  await superuser.run({ text: `drop database ${name} with (force)`, values: [] });
  await superuser.close();
}

/** The same server, another database. */
export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function ensureTemplate(admin: Database, serverUrl: string): Promise<void> {
  // Test files start in parallel; the advisory lock makes one of them build the template and the others wait.
  await admin.atomically(async (tx) => {
    await tx.run({ text: 'select pg_advisory_xact_lock(7423)', values: [] });
    const made = await tx.row({
      text: `select 1 from pg_database where datname = 'steerhouse_template'`,
      values: [],
    });
    if (made) return;
    await buildTemplate(serverUrl);
  });
}

async function buildTemplate(serverUrl: string): Promise<void> {
  const maker = openDatabase({ url: serverUrl, connections: 1 });
  await maker.run({ text: 'create database steerhouse_template_building', values: [] });
  const db = openDatabase({ url: withDatabase(serverUrl, 'steerhouse_template_building'), connections: 1 });
  const migrated = await migrate(db);
  await db.close();
  if (!migrated.ok) throw new Error(`the template could not be migrated: ${migrated.because}`);
  await maker.run({
    text: 'alter database steerhouse_template_building rename to steerhouse_template',
    values: [],
  });
  await maker.close();
}
