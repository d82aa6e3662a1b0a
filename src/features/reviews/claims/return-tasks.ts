import type { Database } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { leaseExpired, releasedEntry } from './grant-lease.ts';

/** Rows per transaction: one commit and a few milliseconds. */
const batchSize = 500;

type Returned = { task_id: string; decision_id: string };

/**
 * Takes away leases that have run out. Correctness does not wait for it: a lapsed lease is stale at once and can be
 * taken over by any claim. It skips rows that others are at, so it never waits.
 */
export async function expireLeases({ db }: { db: Database }, at: Date): Promise<void> {
  for (let returned = batchSize; returned === batchSize; ) {
    returned = await db.atomically(async (tx) => {
      const rows = await tx.rows<Returned>(sql`
        with lapsed as (
          select task_id, slot_number from lease where expires_at <= ${at}
          order by expires_at limit ${batchSize}
          for update skip locked)
        delete from lease using lapsed, task
        where lease.task_id = lapsed.task_id and lease.slot_number = lapsed.slot_number and task.task_id = lease.task_id
        returning lease.task_id, task.decision_id`);
      await appendEntries(
        tx,
        at,
        rows.map((row) => releasedEntry({ taskId: row.task_id, decisionId: row.decision_id }, leaseExpired)),
      );
      return rows.length;
    });
  }
}

const parkOver = { actor: { kind: 'system', duty: 'unpark-tasks' }, reason: 'park-over' } as const;

/** Brings parked tasks back into their queues when their time has come. */
export async function unparkTasks({ db }: { db: Database }, at: Date): Promise<void> {
  for (let returned = batchSize; returned === batchSize; ) {
    returned = await db.atomically(async (tx) => {
      const rows = await tx.rows<Returned>(sql`
        with due as (
          select task_id, slot_number from slot where state = 'parked' and parked_until <= ${at}
          order by parked_until limit ${batchSize}
          for no key update skip locked)
        update slot set state = 'open', parked_until = null, parked_by = null
        from due, task
        where slot.task_id = due.task_id and slot.slot_number = due.slot_number and task.task_id = slot.task_id
        returning slot.task_id, task.decision_id`);
      await appendEntries(
        tx,
        at,
        rows.map((row) => releasedEntry({ taskId: row.task_id, decisionId: row.decision_id }, parkOver)),
      );
      return rows.length;
    });
  }
}
