import type { Static } from 'typebox';
import type { PolicyDocument } from '../../contract/policies.ts';
import type * as contract from '../../contract/replays.ts';
import type { Replay } from '../../contract/replays.ts';
import type { LiveRoute } from '../../core/replay/live-routes.ts';
import type { ReplayExample } from '../../core/replay/replay.ts';
import type { Db } from '../../db/database.ts';
import type * as rows from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';
import { Refusal } from '../../platform/refusal.ts';

type Summary = Static<typeof contract.ReplaySummary>;
type SummaryRow = Omit<rows.ReplayRow, 'document' | 'result' | 'examples'> & {
  version: number | null;
  baseline_version: number | null;
  requester: string;
};
type Row = SummaryRow & { document: Replay['document']; result: Replay['result'] };

const summaryColumns = `replay_id, replay.use_case_id, replay.state, because, replay.policy_version_id,
  draft.version, baseline_id, baseline.version as baseline_version, from_at, before_at, slice_by,
  seconds_per_judgement, hourly_rate, decisions, total, requested_by, requested_by_key, requested_at, started_at,
  alive_at, ended_at, coalesce(person.name, api_key.name || ' (API key)') as requester`;
const source = `replay
  left join policy_version as draft on draft.policy_version_id = replay.policy_version_id
  left join policy_version as baseline on baseline.policy_version_id = baseline_id
  left join person on person.person_id = requested_by
  left join api_key on api_key.api_key_id = requested_by_key`;

/** A replay with its result. */
export async function getReplay(db: Db, replayId: string): Promise<Replay> {
  const row = await db.row<Row>({
    text: `select ${summaryColumns}, replay.document, result from ${source} where replay_id = $1`,
    values: [replayId],
  });
  if (row) return { ...asSummary(row), document: row.document, result: row.result };
  throw new Refusal('not-found', 'replay.unknown', `There is no replay ${replayId}.`);
}

/** Replays of a use case, newest first. */
export async function listReplays(db: Db, useCaseId: string, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const found = await db.rows<SummaryRow>({
    text: `select ${summaryColumns} from ${source}
      where replay.use_case_id = $1 and ($2::uuid is null or replay_id < $2)
      order by replay_id desc limit $3`,
    values: [useCaseId, before, limit + 1],
  });
  return pageOf(found, limit, { keys: (row) => [row.replay_id], item: asSummary });
}

function asSummary(row: SummaryRow): Summary {
  return {
    replayId: row.replay_id,
    useCaseId: row.use_case_id,
    state: row.state,
    because: row.because,
    draft: named(row.policy_version_id, row.version),
    baseline: named(row.baseline_id, row.baseline_version) ?? 'recorded',
    from: row.from_at.toISOString(),
    before: row.before_at.toISOString(),
    sliceBy: row.slice_by,
    progress: { decisions: row.decisions, total: row.total },
    requestedBy: row.requester,
    requestedAt: row.requested_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

function named(policyVersionId: string | null, version: number | null) {
  return policyVersionId === null || version === null ? null : { policyVersionId, version };
}

/** Which changes are wanted; all where nothing is said. */
export type ExampleFilter = { from?: LiveRoute; to?: LiveRoute };

type ExampleRow = {
  examples: ReplayExample[] | null;
  document: PolicyDocument;
  baseline: PolicyDocument | null;
  use_case_id: string;
};

/** Examples of changed routes, with the names of rules and models; none while the replay has not ended well. */
export async function replayExamples(
  db: Db,
  replayId: string,
  filter: ExampleFilter,
): Promise<{ examples: Static<typeof contract.ReplayExample>[] }> {
  const row = await db.row<ExampleRow>(sql`
    select examples, replay.document, policy_version.document as baseline, replay.use_case_id
    from replay
    left join policy_version on policy_version.policy_version_id = baseline_id
    where replay_id = ${replayId}`);
  if (!row) throw new Refusal('not-found', 'replay.unknown', `There is no replay ${replayId}.`);
  const wanted = (row.examples ?? []).filter(
    ({ baseline, draft }) =>
      (filter.from === undefined || baseline.route === filter.from) &&
      (filter.to === undefined || draft.route === filter.to),
  );
  const recorded = await documentsOf(db, row.baseline ? [] : wanted.map((one) => one.policyVersionId));
  const models = await modelNames(db, row.use_case_id);
  return {
    examples: wanted.map(({ recordedAtMs, modelVersionId, policyVersionId, ...example }) => ({
      ...example,
      recordedAt: new Date(recordedAtMs).toISOString(),
      model: models.get(modelVersionId) ?? modelVersionId,
      baseline: sideOf(example.baseline, row.baseline ?? recorded.get(policyVersionId)),
      draft: sideOf(example.draft, row.document),
    })),
  };
}

function sideOf({ route, ruleIndex, failure }: ReplayExample['draft'], document: PolicyDocument | undefined) {
  const rule = ruleIndex === null ? null : (document?.rules[ruleIndex]?.name ?? null);
  return { route, rule, failure };
}

async function documentsOf(
  db: Db,
  policyVersionIds: readonly string[],
): Promise<Map<string, PolicyDocument>> {
  if (policyVersionIds.length === 0) return new Map();
  const found = await db.rows<{ policy_version_id: string; document: PolicyDocument }>(sql`
    select policy_version_id, document
    from policy_version
    where policy_version_id = any(${[...new Set(policyVersionIds)]}::uuid[])`);
  return new Map(found.map((row) => [row.policy_version_id, row.document]));
}

async function modelNames(db: Db, useCaseId: string): Promise<Map<string, string>> {
  const found = await db.rows<{ model_version_id: string; name: string }>(sql`
    select model_version_id, name from model_version where use_case_id = ${useCaseId}`);
  return new Map(found.map((row) => [row.model_version_id, row.name]));
}
