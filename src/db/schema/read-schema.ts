// What the database says about itself: the embedded PostgreSQL ships no pg_dump.
import type { Db } from '../database.ts';
import { sql } from '../sql.ts';

export type Column = {
  name: string;
  type: string;
  nullable: boolean;
  default: string | null;
  /** Out of line and uncompressed, where the migration says so. */
  external: boolean;
};
export type Constraint = { kind: 'p' | 'u' | 'c' | 'f'; definition: string };
export type Table = {
  name: string;
  columns: Column[];
  constraints: Constraint[];
  indexes: string[];
  options: string[];
  partitionKey: string | null;
  partitions: { name: string; bound: string }[];
  comment: string | null;
};

/** Every table of the product in alphabetical order; partitions are told with the table they are part of. */
export async function readSchema(db: Db): Promise<Table[]> {
  const tables = await db.rows<{
    oid: number;
    name: string;
    options: string[] | null;
    key: string | null;
    comment: string | null;
  }>(sql`
    select oid::integer as oid, relname as name, reloptions as options, pg_get_partkeydef(oid) as key,
      obj_description(oid, 'pg_class') as comment
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    order by relname collate "C"`);
  const read: Table[] = [];
  for (const { oid, name, options, key, comment } of tables) {
    read.push({
      ...{ name, comment, options: options ?? [], partitionKey: key },
      columns: await columnsOf(db, oid),
      constraints: await constraintsOf(db, oid),
      indexes: await indexesOf(db, oid),
      partitions: await partitionsOf(db, oid),
    });
  }
  return read;
}

function columnsOf(db: Db, table: number): Promise<Column[]> {
  return db.rows(sql`
    select attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable,
      pg_get_expr(adbin, adrelid, true) as default, attstorage = 'e' and typstorage <> 'e' as external
    from pg_attribute
    join pg_type on pg_type.oid = atttypid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = ${table}::oid and attnum > 0 and not attisdropped
    order by attnum`);
}

/** Without "not null", which PostgreSQL 18 counts as a constraint too: the column says it. */
function constraintsOf(db: Db, table: number): Promise<Constraint[]> {
  return db.rows(sql`
    select contype as kind, pg_get_constraintdef(oid, true) as definition
    from pg_constraint
    where conrelid = ${table}::oid and contype in ('p', 'u', 'c', 'f')
    order by array_position('{p,u,f,c}', contype::text), conkey, conname collate "C"`);
}

/** Those that stand for themselves; the ones behind a key are told by the key. */
async function indexesOf(db: Db, table: number): Promise<string[]> {
  const rows = await db.rows<{ definition: string }>(sql`
    select pg_get_indexdef(indexrelid, 0, true) as definition
    from pg_index
    where indrelid = ${table}::oid and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
    order by indexrelid::regclass::text collate "C"`);
  return rows.map((row) => row.definition);
}

function partitionsOf(db: Db, table: number): Promise<{ name: string; bound: string }[]> {
  return db.rows(sql`
    select relname as name, pg_get_expr(relpartbound, oid) as bound
    from pg_inherits
    join pg_class on oid = inhrelid
    where inhparent = ${table}::oid
    order by relname collate "C"`);
}
