import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql as raw,
} from 'kysely';
import type * as contract from '../../../contract/decisions.ts';
import type { QueryOf } from '../../../contract/endpoint.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import type { Database, Tx } from '../../../db/database.ts';
import type { DecisionRow, ModelVersionRow, UseCaseRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { firstIdAt } from '../make-partitions.ts';

const usualWithinMs = 5_000;

type Filter = NonNullable<QueryOf<typeof contract.listDecisions>>;

type Listed = Pick<
  DecisionRow,
  | ('decision_id' | 'use_case_id' | 'route' | 'state' | 'predicted_class' | 'confidence' | 'audited')
  | ('recorded_at' | 'settled_at')
> & { metadata: Metadata; use_case_name: string; model_name: string };
type Tables = { decision: DecisionRow; use_case: UseCaseRow; model_version: ModelVersionRow };

// Only builds text; the statement runs through our own pool.
const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Decisions, newest first. The key is the time, so time limits are limits on the key and prune partitions. */
export async function listDecisions(db: Database, filter: Filter, withinMs = usualWithinMs) {
  const limit = filter.limit ?? 50;
  if (filter.metadataValue !== undefined && filter.metadataField === undefined) throw fieldMissing();
  const [before] = decodeCursor(filter.cursor, ['uuid']) ?? [null];
  const { sql: text, parameters } = statement(filter, before, limit);
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

function statement(filter: Filter, before: string | null, limit: number) {
  let query = builder
    .selectFrom('decision')
    .innerJoin('use_case', 'use_case.use_case_id', 'decision.use_case_id')
    .innerJoin('model_version', 'model_version.model_version_id', 'decision.model_version_id')
    .select(['decision_id', 'decision.use_case_id', 'use_case.name as use_case_name'])
    .select([
      'model_version.name as model_name',
      'route',
      'state',
      'predicted_class',
      'confidence',
      'audited',
    ])
    .select(['metadata', 'recorded_at', 'settled_at'])
    .orderBy('decision_id', 'desc')
    .limit(limit + 1);
  const {
    useCaseId,
    route,
    state,
    modelVersionId,
    label,
    confidenceFrom,
    confidenceBelow,
    from,
    before: until,
  } = filter;
  if (before !== null) query = query.where('decision_id', '<', before);
  if (useCaseId) query = query.where('decision.use_case_id', '=', useCaseId);
  if (route) query = query.where('route', '=', route);
  if (state) query = query.where('state', '=', state);
  if (modelVersionId) query = query.where('decision.model_version_id', '=', modelVersionId);
  if (label !== undefined) query = query.where('predicted_class', '=', label);
  if (confidenceFrom !== undefined) query = query.where('confidence', '>=', confidenceFrom);
  if (confidenceBelow !== undefined) query = query.where('confidence', '<', confidenceBelow);
  if (from) query = query.where('decision_id', '>=', firstIdAt(Date.parse(from)));
  if (until) query = query.where('decision_id', '<', firstIdAt(Date.parse(until)));
  if (filter.audited !== undefined) query = query.where('audited', '=', filter.audited);
  const { metadataField: field, metadataValue: value } = filter;
  if (field !== undefined) {
    query =
      value === undefined
        ? query.where(raw<boolean>`jsonb_exists(metadata, ${field})`, '=', true)
        : query.where(raw<string>`metadata ->> ${field}`, '=', value);
  }
  return query.compile();
}

function asRow(row: Listed) {
  return {
    decisionId: row.decision_id,
    useCaseId: row.use_case_id,
    useCaseName: row.use_case_name,
    modelVersion: row.model_name,
    route: row.route,
    state: row.state,
    label: row.predicted_class,
    confidence: row.confidence,
    audited: row.audited,
    metadata: row.metadata,
    recordedAt: row.recorded_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
