import pg from 'pg';
import type { Sql } from './sql.ts';

/** Reads: what queries get. Implemented by the pool and by a transaction. */
export type Db = {
  rows<Row>(query: Sql): Promise<Row[]>;
  /** The only row, or null; more than one is a bug of the statement. */
  row<Row>(query: Sql): Promise<Row | null>;
  /** Runs a statement, answers how many rows it touched. */
  run(query: Sql): Promise<number>;
};

/** An open transaction: what commands write through. */
export type Tx = Db & {
  readonly transaction: true;
  /** The same for all transactions of one database: what constants of an installation are remembered by. */
  readonly database: object;
};

export type Database = Db & {
  /** Where it is, with its password: what a thread needs to open connections of its own. Not for the log. */
  readonly url: string;
  /** Runs `work` in one transaction; a throw rolls everything back. */
  atomically<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Connections in use, idle and waited for. */
  load(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
};

// bigint arrives as text by default; our counts and positions stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} is beyond 2^53`);
  return value;
});

export type DatabaseOptions = { url: string; connections: number; onError?: (error: Error) => void };

/** Opens a pool. Nothing connects before the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    // A connection costs PostgreSQL 4 MB and 3 ms to make anew.
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'steerhouse',
  });
  let closing = false;
  // An idle connection that breaks (the server restarts) is replaced by the pool at the next statement. The pool
  // calls itself closed before its sockets are, so what the server says to them then is no news.
  pool.on('error', (error) => {
    if (!closing) options.onError?.(error);
  });
  return {
    ...over(pool),
    url: options.url,
    async atomically<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const drop = await inTransaction(pool, work);
      if ('error' in drop) throw drop.error;
      return drop.value;
    },
    load: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close() {
      closing = true;
      return pool.end();
    },
  };
}

type Outcome<T> = { value: T } | { error: unknown };

async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const value = await work({ ...over(client), transaction: true, database: pool });
    await client.query('commit');
    return { value };
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    return { error };
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

function over(target: pg.Pool | pg.PoolClient): Db {
  return {
    async rows<Row>(query: Sql) {
      const result = await target.query(query);
      return result.rows as Row[]; // the statement's columns are the caller's promise; pg cannot know them
    },
    async row<Row>(query: Sql) {
      const result = await target.query(query);
      if (result.rows.length > 1) throw new Error(`expected at most one row: ${query.text}`);
      return (result.rows[0] as Row | undefined) ?? null; // as above
    },
    async run(query: Sql) {
      const result = await target.query(query);
      return result.rowCount ?? 0;
    },
  };
}
