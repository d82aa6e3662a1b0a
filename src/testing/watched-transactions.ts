import type { Database, Db, Tx } from '../db/database.ts';

/** A point between two statements: before the n-th of a transaction, before its commit, after its commit. */
export type Boundary = 'before-statement' | 'before-commit' | 'after-commit';

/** The same database, its own statements, with a call at each boundary of its transactions: where a test makes things fail. */
export function watchTransactions(
  db: Database,
  at: (boundary: Boundary, tx: Db) => Promise<void> | void,
): Database {
  return {
    ...db,
    async atomically<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const value = await db.atomically(async (tx) => {
        const worked = await work(watchStatements(tx, at));
        await at('before-commit', tx);
        return worked;
      });
      await at('after-commit', db);
      return value;
    },
  };
}

function watchStatements(tx: Tx, at: (boundary: Boundary, tx: Db) => Promise<void> | void): Tx {
  return {
    transaction: true,
    database: tx.database,
    async rows(query) {
      await at('before-statement', tx);
      return tx.rows(query);
    },
    async row(query) {
      await at('before-statement', tx);
      return tx.row(query);
    },
    async run(query) {
      await at('before-statement', tx);
      return tx.run(query);
    },
  };
}
