import type { Actor } from '../../../core/access/actor.ts';
import { isKeptBlind } from '../../../core/reviews/withheld.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import type { Database, Tx } from '../../../db/database.ts';
import type { DecisionRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Filter } from './list-statement.ts';

const usualWithinMs = 5_000;

type Listed = Pick<
  DecisionRow,
  | ('decision_id' | 'use_case_id' | 'route' | 'state' | 'predicted_class' | 'confidence' | 'audited')
  | ('recorded_at' | 'settled_at' | 'standing_approval_id' | 'paired_with')
> & { metadata: Metadata; use_case_name: string; model_name: string; withheld: boolean };

/**
 * Decisions, newest first. The key is the time, so time limits are limits on the key and prune partitions. Who judges is
 * not told what a blind task hides.
 */
export async function listDecisions(db: Database, reader: Actor, filter: Filter, withinMs = usualWithinMs) {
  const limit = filter.limit ?? 50;
  if (filter.metadataValue !== undefined && filter.metadataField === undefined) throw fieldMissing();
  const [before] = decodeCursor(filter.cursor, ['uuid']) ?? [null];
  // The query builder is loaded with the first list: it takes 12 MB that a server which only routes can do without.
  const { listStatement } = await import('./list-statement.ts');
  const { sql: text, parameters } = listStatement(filter, {
    ...{ before, limit },
    keptBlind: isKeptBlind(reader),
  });
  const rows = await inTime(db, withinMs, (tx) => tx.rows<Listed>({ text, values: [...parameters] }));
  return pageOf(rows, limit, { keys: (row) => [row.decision_id], item: asRow });
}

/**
 * A filter that hardly anything fits looks at every row there is: it must not hold a connection for minutes, of which
 * there are a dozen for everybody.
 */
async function inTime<Row>(db: Database, withinMs: number, read: (tx: Tx) => Promise<Row[]>): Promise<Row[]> {
  try {
    return await db.atomically(async (tx) => {
      await tx.row(sql`select set_config('statement_timeout', ${String(withinMs)}, true)`);
      return read(tx);
    });
  } catch (error) {
    const { code } = error as { code?: string }; // pg errors carry SQLSTATE here
    if (code !== '57014') throw error;
    throw new Refusal('unprocessable', 'list.too-slow', 'Finding what fits took too long.', {
      todo: 'Narrow the list by use case or by time.',
    });
  }
}

function fieldMissing(): Refusal {
  return new Refusal('bad-request', 'request.invalid', 'metadataValue says nothing without metadataField.', {
    todo: 'Name the field in metadataField, or leave both out.',
  });
}

function asRow(row: Listed) {
  return {
    decisionId: row.decision_id,
    useCaseId: row.use_case_id,
    useCaseName: row.use_case_name,
    modelVersion: row.model_name,
    route: row.route,
    state: row.state,
    label: row.withheld ? null : row.predicted_class,
    confidence: row.withheld ? null : row.confidence,
    withheld: row.withheld,
    audited: row.audited,
    metadata: row.metadata,
    recordedAt: row.recorded_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    standingApprovalId: row.withheld ? null : row.standing_approval_id,
    pairedWith: row.paired_with,
  };
}
