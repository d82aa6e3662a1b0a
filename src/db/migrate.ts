import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Database, Tx } from './database.ts';
import { sql } from './sql.ts';

const folder = new URL('./migrations/', import.meta.url);

/** What migrating found: how many steps it took, or why it must not touch this database. */
export type Migrated =
  | { ok: true; applied: string[] }
  /** A newer Steerhouse has been here, with steps that are unknown to this one. */
  | { ok: false; because: 'schema-is-newer'; names: string[] }
  /** Steps were taken here whose files say something else today; a merged migration is never edited. */
  | { ok: false; because: 'steps-differ'; names: string[] };

type Step = { name: string; text: string; checksum: string };

/**
 * Brings the schema up to date: numbered SQL files, forward only, each in its own transaction. Two processes that
 * start at once take turns (a lock on the bookkeeping table), so each file runs once.
 */
export async function migrate(db: Database): Promise<Migrated> {
  const steps = await readSteps();
  await db.atomically(createBookkeeping);
  const taken = await db.rows<{ name: string; checksum: string }>(sql`
    select name, checksum from schema_migration order by name`);
  const known = new Map(steps.map((step) => [step.name, step]));
  const newer = taken.filter((row) => !known.has(row.name)).map((row) => row.name);
  if (newer.length > 0) return { ok: false, because: 'schema-is-newer', names: newer };
  const other = taken.filter((row) => known.get(row.name)?.checksum !== row.checksum).map((row) => row.name);
  if (other.length > 0) return { ok: false, because: 'steps-differ', names: other };
  const done = new Set(taken.map((row) => row.name));
  const applied: string[] = [];
  for (const step of steps) {
    if (!done.has(step.name) && (await db.atomically((tx) => apply(tx, step)))) applied.push(step.name);
  }
  return { ok: true, applied };
}

async function readSteps(): Promise<Step[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return { name, text, checksum: hash('sha256', text) };
    }),
  );
}

// "create table if not exists" collides with itself when two sessions create at the same instant; a lock needs no table.
async function createBookkeeping(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('schema_migration'))`);
  await tx.run(sql`
    create table if not exists schema_migration (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null
    )`);
}

async function apply(tx: Tx, { name, text, checksum }: Step): Promise<boolean> {
  await tx.run(sql`lock table schema_migration in exclusive mode`);
  const done = await tx.row(sql`select name from schema_migration where name = ${name}`);
  if (done) return false;
  await tx.run({ text, values: [] });
  await tx.run(sql`
    insert into schema_migration (name, checksum, applied_at) values (${name}, ${checksum}, now())`);
  return true;
}
