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
import type { DecisionRow, ModelVersionRow, UseCaseRow } from '../../../db/rows.ts';
import { firstIdAt } from '../make-partitions.ts';

export type Filter = NonNullable<QueryOf<typeof contract.listDecisions>>;

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

/** It could still be judged by somebody who does not see what the model said of it. */
const judgedBlind = raw<boolean>`exists (
  select from task
  where task.task_id = decision.task_id and task.blind and task.state in ('open', 'judged'))`;

/** `keptBlind`: the reader judges, and must not learn by a filter what a blind task hides. */
export type Reading = { before: string | null; limit: number; keptBlind: boolean };

/** The statement of one page: only the filters that are set become conditions. */
export function listStatement(filter: Filter, { before, limit, keptBlind }: Reading) {
  let query = builder
    .selectFrom('decision')
    .innerJoin('use_case', 'use_case.use_case_id', 'decision.use_case_id')
    .innerJoin('model_version', 'model_version.model_version_id', 'decision.model_version_id')
    .select(['decision_id', 'decision.use_case_id', 'use_case.name as use_case_name'])
    .select([
      'model_version.name as model_name',
      'route',
      'decision.state',
      'predicted_class',
      'confidence',
      'audited',
    ])
    .select((keptBlind ? judgedBlind : raw<boolean>`false`).as('withheld'))
    .select(['metadata', 'recorded_at', 'settled_at', 'standing_approval_id', 'paired_with'])
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
  if (state) query = query.where('decision.state', '=', state);
  if (modelVersionId) query = query.where('decision.model_version_id', '=', modelVersionId);
  if (label !== undefined) query = query.where('predicted_class', '=', label);
  if (confidenceFrom !== undefined) query = query.where('confidence', '>=', confidenceFrom);
  if (confidenceBelow !== undefined) query = query.where('confidence', '<', confidenceBelow);
  if (from) query = query.where('decision_id', '>=', firstIdAt(Date.parse(from)));
  if (until) query = query.where('decision_id', '<', firstIdAt(Date.parse(until)));
  if (filter.standingApprovalId) query = query.where('standing_approval_id', '=', filter.standingApprovalId);
  if (filter.audited !== undefined) query = query.where('audited', '=', filter.audited);
  const tells = [label, confidenceFrom, confidenceBelow, filter.standingApprovalId];
  if (keptBlind && tells.some((one) => one !== undefined)) query = query.where(judgedBlind, '=', false);
  const { metadataField: field, metadataValue: value } = filter;
  if (field !== undefined) {
    query =
      value === undefined
        ? query.where(raw<boolean>`jsonb_exists(metadata, ${field})`, '=', true)
        : query.where(raw<string>`metadata ->> ${field}`, '=', value);
  }
  return query.compile();
}
