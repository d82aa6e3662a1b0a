import type { Static } from 'typebox';
import type { DecisionDetail } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { may } from '../../../core/access/actor.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { reasonsFor } from '../../../core/policies/reasons-for.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import type { Db } from '../../../db/database.ts';
import type { DecisionRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { readPayload } from '../../reviews/read-payloads.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { timelineOf } from './timeline.ts';

type Detail = Static<typeof DecisionDetail>;

type Row = Omit<DecisionRow, 'model_version_id' | 'time_out_at'> & {
  use_case_name: string;
  slug: string;
  model_name: string;
  version: number;
  document: PolicyDocument;
  metadata: Metadata;
};

/** A decision with everything that happened to it; the payload only for those who may read payloads. */
export async function getDecision({ db }: Deps, actor: Actor, decisionId: string): Promise<Detail> {
  const row = await load(db, decisionId);
  const hidden = !may(actor, 'payloads:read');
  const [outcomes, payload, timeline] = await Promise.all([
    outcomesOf(db, [decisionId]),
    hidden ? null : readPayload(db, { commitId: row.commit_id, entryIndex: row.entry_index }),
    timelineOf(db, { decisionId, recorded: { commitId: row.commit_id, entryIndex: row.entry_index } }),
  ]);
  const outcome = outcomes.get(decisionId);
  if (!outcome) throw new Error('a decision lost its outcome between two reads');
  const { output: replacement, ...told } = outcome;
  return {
    ...summary(row),
    ...routing(row),
    probabilities: payload?.probabilities ?? null,
    payload: payload ? { input: payload.input, output: payload.output } : null,
    payloadHidden: hidden,
    outcome: hidden || replacement === undefined ? told : { ...told, output: replacement },
    taskId: row.task_id,
    timeline,
  };
}

async function load(db: Db, decisionId: string): Promise<Row> {
  const row = await db.row<Row>(sql`
    select decision_id, decision.use_case_id, use_case.name as use_case_name, slug, model_version.name as model_name,
      decision.policy_version_id, policy_version.version, policy_version.document, route, rule_index, reason,
      decision.state, predicted_class, confidence, stratum, inclusion_probability, audited, metadata, task_id,
      recorded_at, settled_at, decision.commit_id, decision.entry_index
    from decision
    join use_case on use_case.use_case_id = decision.use_case_id
    join model_version on model_version.model_version_id = decision.model_version_id
    join policy_version on policy_version.policy_version_id = decision.policy_version_id
    where decision_id = ${decisionId}`);
  if (row) return row;
  throw new Refusal('not-found', 'decision.unknown', `There is no decision ${decisionId}.`);
}

function summary(row: Row) {
  return {
    decisionId: row.decision_id,
    useCaseId: row.use_case_id,
    useCaseName: row.use_case_name,
    useCaseSlug: row.slug,
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

function routing(row: Row) {
  const rule = row.rule_index === null ? undefined : row.document.rules[row.rule_index];
  const recorded = { ruleIndex: row.rule_index, failure: row.reason, routeKind: row.route };
  return {
    policyVersionId: row.policy_version_id,
    policyVersion: row.version,
    ruleName: rule?.name ?? null,
    ruleCondition: rule?.when ?? null,
    reasons: [...reasonsFor(row.document, recorded)],
    stratum: row.stratum,
    inclusionProbability: row.inclusion_probability,
  };
}
