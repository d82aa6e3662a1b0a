import { readdir, readFile } from 'node:fs/promises';
import type { Database, Tx } from './database.ts';
import { sql } from './sql.ts';

const folder = new URL('./migrations/', import.meta.url);

/** What migrating found: how many steps it took, or that a newer Steerhouse has been here. */
export type Migrated =
  | { ok: true; applied: string[] }
  | { ok: false; because: 'schema-is-newer'; unknown: string[] };

/**
 * Brings the schema up to date: numbered SQL files, forward only, each in its own transaction. Two processes that
 * start at once take turns (a lock on the bookkeeping table), so each file runs once.
 */
export async function migrate(db: Database): Promise<Migrated> {
  const files = await migrationNames();
  await db
    .run(
      sql`create table if not exists schema_migration (name text primary key, applied_at timestamptz not null)`,
    )
    .catch(ignoreConcurrentCreate);
  const unknown = await unknownMigrations(db, files);
  if (unknown.length > 0) return { ok: false, because: 'schema-is-newer', unknown };
  const applied: string[] = [];
  for (const name of files) if (await db.atomically((tx) => apply(tx, name))) applied.push(name);
  return { ok: true, applied };
}

export async function migrationNames(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
}

async function unknownMigrations(db: Database, files: string[]): Promise<string[]> {
  const rows = await db.rows<{ name: string }>(sql`select name from schema_migration order by name`);
  return rows.map((row) => row.name).filter((name) => !files.includes(name));
}

async function apply(tx: Tx, name: string): Promise<boolean> {
  await tx.run(sql`lock table schema_migration in exclusive mode`);
  const done = await tx.row(sql`select name from schema_migration where name = ${name}`);
  if (done) return false;
  await tx.run({ text: await readFile(new URL(name, folder), 'utf8'), values: [] });
  await tx.run(sql`insert into schema_migration (name, applied_at) values (${name}, now())`);
  return true;
}

// "create table if not exists" still collides when two sessions create at the same instant; the table is there either way.
function ignoreConcurrentCreate(error: unknown): number {
  const code = (error as { code?: string }).code; // pg errors carry SQLSTATE here
  if (code === '23505' || code === '42P07') return 0;
  throw error;
}
