import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/**
 * Says that something routing depends on has changed. Waits for recordings in flight (they hold a share lock on the
 * row); those that come after see the new number, reload and route again.
 */
export async function bumpRoutingEpoch(tx: Tx): Promise<void> {
  await tx.run(sql`update routing_epoch set epoch = epoch + 1`);
}
