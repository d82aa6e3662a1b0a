import type { Db } from '../../db/database.ts';
import type { Deps } from '../../platform/deps.ts';

const dayMs = 86_400_000;
/** Days made ahead: a process that is down for a night still finds tomorrow's partition. */
const daysAhead = 3;
const tables = ['decision', 'payload_block'] as const;

/**
 * Makes the day partitions of today and the next days. Ids before today go to the rest partition, which therefore
 * never holds rows of a day still to be made.
 */
export async function makePartitions({ db }: Pick<Deps, 'db'>, at: Date): Promise<void> {
  const today = Math.floor(at.getTime() / dayMs) * dayMs;
  for (let day = 0; day <= daysAhead; day++) {
    for (const table of tables) await makePartition(db, table, today + day * dayMs);
  }
}

async function makePartition(db: Db, table: (typeof tables)[number], dayStartMs: number): Promise<void> {
  const name = `${table}_${new Date(dayStartMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
  const text = `create table if not exists ${name} partition of ${table}
    for values from ('${firstIdAt(dayStartMs)}') to ('${firstIdAt(dayStartMs + dayMs)}')`;
  try {
    await db.run({ text, values: [] });
  } catch (error) {
    // Two processes at once: the other one made it. Or the clock was wrong once, and the rest partition holds rows of this
    // day: there it stays, slower and not wrong.
    const { code } = error as { code?: string }; // pg errors carry SQLSTATE here
    if (code === undefined || !['42P07', '23505', '23514'].includes(code)) throw error;
  }
}

/** The smallest UUID of a millisecond: its 48 bits, the rest zero. Times before 1970 have no ids: the first of all. */
export function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
