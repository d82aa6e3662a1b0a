import { decodeMore } from '../../core/decisions/payload-block.ts';
import type { RouteKind } from '../../core/policies/document.ts';
import { auditPlace } from '../../core/sampling/audit-draw.ts';
import type { RecordedDecision, RecordedRouting } from '../../core/segments/recorded-decision.ts';
import type { Metadata } from '../../core/use-cases/check-metadata.ts';
import type { Db } from '../../db/database.ts';
import type { DecisionRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { openHmac } from '../../platform/hmac.ts';

/** Recorded decisions by use case, each in order of time and id. */
export type RecordedByUseCase = ReadonlyMap<string, RecordedDecision[]>;

/** The time as a number: the driver takes a microsecond to make a date of a text. */
type Row = Omit<DecisionRow, 'state' | 'task_id' | 'recorded_at' | 'time_out_at' | 'settled_at'> & {
  recorded_ms: number;
  route: RouteKind;
  metadata: Metadata;
};

/**
 * Loads decisions by id as segments keep them. Those whose rows are gone (retention was faster) are left out.
 *
 * Two statements: the rows, and the payload blocks of decisions with a class, which alone can have probabilities.
 */
export async function loadRecorded(db: Db, decisionIds: readonly string[]): Promise<RecordedByUseCase> {
  const rows = await db.rows<Row>({
    name: 'load-recorded',
    ...sql`
      select decision_id, use_case_id, model_version_id, policy_version_id, route, rule_index, reason, predicted_class,
        confidence, stratum, inclusion_probability, audited, metadata, commit_id, entry_index, context_id,
        standing_approval_id, paired_with, (extract(epoch from recorded_at) * 1000)::bigint as recorded_ms
      from decision
      where decision_id = any(${decisionIds}::uuid[])`,
  });
  const blocks = await payloadBlocks(db, rows);
  const placeOf = await auditPlaces(db);
  const routingOf = sharedRoutings();
  const byUseCase = new Map<string, RecordedDecision[]>();
  for (const row of rows) {
    const decisions = byUseCase.get(row.use_case_id) ?? [];
    if (decisions.length === 0) byUseCase.set(row.use_case_id, decisions);
    const recordedAtMs = row.recorded_ms;
    decisions.push({
      decisionId: row.decision_id,
      recordedAtMs,
      confidence: row.confidence,
      label: row.predicted_class,
      modelVersionId: row.model_version_id,
      metadata: row.metadata,
      probabilities: probabilitiesOf(blocks.get(row.commit_id), row.entry_index),
      place: placeOf(row.decision_id, recordedAtMs),
      routing: routingOf(row),
      pairedWith: row.paired_with,
    });
  }
  for (const decisions of byUseCase.values()) decisions.sort(inOrder);
  return byUseCase;
}

function inOrder(one: RecordedDecision, other: RecordedDecision): number {
  return one.recordedAtMs - other.recordedAtMs || (one.decisionId < other.decisionId ? -1 : 1);
}

/** One object per different routing: thousands of decisions share a handful. */
function sharedRoutings(): (row: Row) => RecordedRouting {
  const known = new Map<string, RecordedRouting>();
  return (row) => {
    const key = `${row.policy_version_id} ${row.route} ${row.rule_index} ${row.inclusion_probability} ${row.audited} ${row.context_id} ${row.standing_approval_id} ${row.stratum} ${row.reason}`;
    const routing = known.get(key) ?? routingFrom(row);
    known.set(key, routing);
    return routing;
  };
}

function routingFrom(row: Row): RecordedRouting {
  return {
    policyVersionId: row.policy_version_id,
    route: row.route,
    ruleIndex: row.rule_index,
    failure: row.reason,
    stratum: row.stratum,
    inclusionProbability: row.inclusion_probability,
    audited: row.audited,
    contextId: row.context_id,
    standingApprovalId: row.standing_approval_id,
  };
}

async function payloadBlocks(db: Db, rows: readonly Row[]): Promise<Map<string, Buffer>> {
  const commitIds = [...new Set(rows.flatMap((row) => (row.predicted_class === null ? [] : row.commit_id)))];
  if (commitIds.length === 0) return new Map();
  const blocks = await db.rows<{ commit_id: string; body: Buffer }>({
    name: 'load-recorded-payloads',
    ...sql`select commit_id, body from payload_block where commit_id = any(${commitIds}::uuid[])`,
  });
  return new Map(blocks.map(({ commit_id, body }) => [commit_id, body]));
}

/** `{}`: nothing beside the payload. */
const emptyLength = 2;

function probabilitiesOf(block: Buffer | undefined, index: number): Record<string, number> | null {
  const more = block ? decodeMore(block, index) : null;
  if (!more || more.length <= emptyLength) return null;
  // What recording wrote there itself.
  const { probabilities } = JSON.parse(Buffer.from(more).toString()) as {
    probabilities?: Record<string, number>;
  };
  return probabilities ?? null;
}

type Salt = { salt: Buffer; created_at: Date; retired_at: Date | null };

/** The place of a decision under the salt that was in use when it was recorded. */
async function auditPlaces(db: Db): Promise<(decisionId: string, recordedAtMs: number) => number> {
  const rows = await db.rows<Salt>({
    name: 'load-recorded-salts',
    ...sql`select salt, created_at, retired_at from sampling_salt order by created_at desc`,
  });
  const salts = rows.map((row) => ({ fromMs: row.created_at.getTime(), hmac: openHmac(row.salt) }));
  const oldest = salts.at(-1);
  if (!oldest) throw new Error('there is no sampling salt');
  return (decisionId, recordedAtMs) =>
    auditPlace((salts.find(({ fromMs }) => fromMs <= recordedAtMs) ?? oldest).hmac, decisionId);
}
