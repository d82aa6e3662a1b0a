import type { AnswerOf } from '../../../contract/endpoint.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type * as contract from '../../../contract/shadows.ts';
import type { Shadow } from '../../../contract/shadows.ts';
import { type LiveRoute, liveRoutes } from '../../../core/replay/live-routes.ts';
import { bySize } from '../../../core/replay/slices.ts';
import type { Db } from '../../../db/database.ts';
import type * as rows from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';
import { Refusal } from '../../../platform/refusal.ts';

type Comparison = AnswerOf<typeof contract.compareShadow>;
type Slice = Comparison['total'];

type Row = Omit<rows.ShadowRow, 'counted_to'> & {
  thresholds: Record<string, number> | null;
  document: PolicyDocument | null;
  starter: string;
  version: number | null;
  model: string | null;
};

const columns = `shadow_id, shadow.use_case_id, shadow.name, kind, thresholds, shadow.document, shadow.policy_version_id,
  policy_version.version, shadow.model_version_id, model_version.name as model, slice_by, started_by,
  started_by_key, started_at, ended_at, finished, coalesce(person.name, api_key.name || ' (API key)') as starter`;
const source = `shadow
  left join policy_version on policy_version.policy_version_id = shadow.policy_version_id
  left join model_version on model_version.model_version_id = shadow.model_version_id
  left join person on person.person_id = started_by
  left join api_key on api_key.api_key_id = started_by_key`;

export async function getShadow(db: Db, shadowId: string): Promise<Shadow> {
  const row = await db.row<Row>({
    text: `select ${columns} from ${source} where shadow_id = $1`,
    values: [shadowId],
  });
  if (row) return asShadow(row);
  throw new Refusal('not-found', 'shadow.unknown', `There is no shadow ${shadowId}.`);
}

/** Shadows of a use case, newest first. */
export async function listShadows(db: Db, useCaseId: string, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const found = await db.rows<Row>({
    text: `select ${columns} from ${source}
      where shadow.use_case_id = $1 and ($2::uuid is null or shadow_id < $2)
      order by shadow_id desc limit $3`,
    values: [useCaseId, before, limit + 1],
  });
  return pageOf(found, limit, { keys: (row) => [row.shadow_id], item: asShadow });
}

function asShadow(row: Row): Shadow {
  return {
    shadowId: row.shadow_id,
    useCaseId: row.use_case_id,
    name: row.name,
    kind: row.kind,
    state: row.finished ? 'ended' : row.ended_at ? 'being-finished' : 'running',
    thresholds: row.thresholds,
    document: row.document,
    policyVersion:
      row.policy_version_id === null || row.version === null
        ? null
        : { policyVersionId: row.policy_version_id, version: row.version },
    modelVersionId: row.model_version_id,
    model: row.model,
    sliceBy: row.slice_by,
    startedBy: row.starter,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

type TallyRow = {
  slice: string;
  live_route: LiveRoute;
  shadow_route: LiveRoute;
  other_label: boolean;
  decisions: number;
};

/** Where a shadow differs from what is live, in all or in a span of hours. */
export async function compareShadow(
  db: Db,
  shadowId: string,
  { from, before }: { from?: string; before?: string },
): Promise<Comparison> {
  const shadow = await getShadow(db, shadowId);
  const span = sql`
    from shadow_tally
    where shadow_id = ${shadowId}
      and (${from ?? null}::timestamptz is null or hour >= date_trunc('hour', ${from ?? null}::timestamptz))
      and (${before ?? null}::timestamptz is null or hour < ${before ?? null}::timestamptz)`;
  const [tallies, hours, examples] = await Promise.all([
    db.rows<TallyRow>({
      text: `select slice, live_route, shadow_route, other_label, sum(decisions)::bigint as decisions ${span.text}
        group by slice, live_route, shadow_route, other_label`,
      values: span.values,
    }),
    db.rows<{ hour: Date; decisions: number; moved: number }>({
      text: `select hour, sum(decisions)::bigint as decisions,
          coalesce(sum(decisions) filter (where live_route <> shadow_route), 0)::bigint as moved ${span.text}
        group by hour
        order by hour`,
      values: span.values,
    }),
    examplesOf(db, shadowId),
  ]);
  const bySlice = Map.groupBy(tallies, ({ slice }) => slice);
  const slices = Array.from(bySlice, ([slice, rows]) => sliceOf(sliceName(slice), rows));
  return {
    shadow,
    total: sliceOf(null, tallies),
    slices: shadow.sliceBy === null ? [] : slices.sort(bySize),
    hours: hours.map((row) => ({ hour: row.hour.toISOString(), decisions: row.decisions, moved: row.moved })),
    examples,
  };
}

function sliceOf(slice: string | null, rows: readonly TallyRow[]): Slice {
  const sum = (counted: readonly TallyRow[]) =>
    counted.reduce((total, { decisions }) => total + decisions, 0);
  const byRoutes = Map.groupBy(rows, (row) => `${row.live_route} ${row.shadow_route}`);
  return {
    slice,
    decisions: sum(rows),
    moved: sum(rows.filter((row) => row.live_route !== row.shadow_route)),
    otherLabel: sum(rows.filter((row) => row.other_label)),
    transitions: Array.from(byRoutes.values(), (counted) => ({
      from: counted[0]!.live_route, // a group has a row
      to: counted[0]!.shadow_route, // as above
      decisions: sum(counted),
    })).sort((one, other) => other.decisions - one.decisions || placeOf(one) - placeOf(other)),
  };
}

function placeOf({ from, to }: { from: LiveRoute; to: LiveRoute }): number {
  return liveRoutes.indexOf(from) * liveRoutes.length + liveRoutes.indexOf(to);
}

function sliceName(json: string): string | null {
  return JSON.parse(json) as string | null; // what was written
}

type ExampleRow = rows.ShadowExampleRow & {
  live_route: LiveRoute;
  shadow_route: LiveRoute;
  predicted_class: string | null;
  confidence: number | null;
};

async function examplesOf(db: Db, shadowId: string): Promise<Comparison['examples']> {
  const found = await db.rows<ExampleRow>(sql`
    select shadow_id, shadow_example.decision_id, shadow_decision_id, slice, live_route, shadow_route, other_label, rank,
      predicted_class, confidence
    from shadow_example
      left join decision on decision.decision_id = shadow_example.decision_id
    where shadow_id = ${shadowId}
    order by live_route, shadow_route, rank`);
  return found.map((row) => ({
    decisionId: row.decision_id,
    shadowDecisionId: row.shadow_decision_id,
    label: row.predicted_class,
    confidence: row.confidence,
    slice: sliceName(row.slice),
    from: row.live_route,
    to: row.shadow_route,
    otherLabel: row.other_label,
  }));
}
