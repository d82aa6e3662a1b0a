import type { Static } from 'typebox';
import type { DecisionDetail } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { may } from '../../../core/access/actor.ts';
import { circumstancesOf } from '../../../core/decisions/routing-context.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { reasonsFor } from '../../../core/policies/reasons-for.ts';
import { type Asking, withheldFrom } from '../../../core/reviews/withheld.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import type { OutputKind } from '../../../core/use-cases/use-case.ts';
import type { Db } from '../../../db/database.ts';
import type { DecisionRow } from '../../../db/rows.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { readPayload } from '../../reviews/read-payloads.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { calibratedOf } from './calibrated-of.ts';
import { timelineOf } from './timeline.ts';
import { withhold } from './withhold.ts';

type Detail = Static<typeof DecisionDetail>;

type Row = Omit<DecisionRow, 'model_version_id' | 'time_out_at'> & {
  use_case_name: string;
  slug: string;
  version: number;
  document: PolicyDocument;
  metadata: Metadata;
  model: string;
  approval_reason: string | null;
  approval_scope: string | null;
  approval_issuer: string | null;
  facts: unknown;
  overload_steps: number | null;
  output_kind: OutputKind;
  asking: Omit<Asking, 'outputKind'> | null;
};

/**
 * A decision with everything that happened to it; the payload only for those who may read payloads, and what a blind task
 * hides only for those who could not be asked to judge it.
 */
export async function getDecision({ db }: Deps, actor: Actor, decisionId: string): Promise<Detail> {
  const row = await load(db, decisionId);
  const hidden = !may(actor, 'payloads:read');
  const [outcomes, payload, timeline, calibrated] = await Promise.all([
    outcomesOf(db, [decisionId]),
    hidden ? null : readPayload(db, { commitId: row.commit_id, entryIndex: row.entry_index }),
    timelineOf(db, { decisionId, recorded: { commitId: row.commit_id, entryIndex: row.entry_index } }),
    calibratedOf(db, [row]),
  ]);
  const outcome = outcomes.get(decisionId);
  if (!outcome) throw new Error('a decision lost its outcome between two reads');
  const { output: replacement, ...told } = outcome;
  const detail = {
    ...summary(row),
    ...routing(row),
    calibrated: calibrated(row),
    standingApproval: approvalOf(row),
    context: contextOf(row),
    probabilities: payload?.probabilities ?? null,
    payload: payload ? { input: payload.input, output: payload.output } : null,
    payloadHidden: hidden,
    outputWithheld: false,
    verdictsWithheld: false,
    outcome: hidden || replacement === undefined ? told : { ...told, output: replacement },
    taskId: row.task_id,
    timeline,
  };
  return withhold(detail, withheldFrom(actor, row.asking && { ...row.asking, outputKind: row.output_kind }));
}

async function load(db: Db, decisionId: string): Promise<Row> {
  const row = await db.row<Row>(sql`
    select decision.decision_id, decision.use_case_id, use_case.name as use_case_name, slug, model_version.name as model,
      decision.policy_version_id, policy_version.version, policy_version.document, route, rule_index, decision.reason,
      decision.state, predicted_class, confidence, stratum, inclusion_probability, audited, metadata, decision.task_id,
      recorded_at, settled_at, decision.commit_id, decision.entry_index, decision.context_id, facts,
      (facts ->> 'overloadSteps')::integer as overload_steps, decision.standing_approval_id,
      standing_approval.reason as approval_reason, standing_approval.scope as approval_scope,
      issuer.name as approval_issuer, paired_with, use_case.output_kind,
      case when task.task_id is not null
        then json_build_object('state', task.state, 'blind', task.blind, 'most', task.most) end as asking
    from decision
    join use_case on use_case.use_case_id = decision.use_case_id
    join model_version on model_version.model_version_id = decision.model_version_id
    join policy_version on policy_version.policy_version_id = decision.policy_version_id
    left join task on task.task_id = decision.task_id
    left join routing_context on routing_context.context_id = decision.context_id
    left join standing_approval on standing_approval.standing_approval_id = decision.standing_approval_id
    left join person issuer on issuer.person_id = standing_approval.issued_by
    where decision.decision_id = ${decisionId}`);
  if (row) return row;
  throw new Refusal('not-found', 'decision.unknown', `There is no decision ${decisionId}.`);
}

function summary(row: Row) {
  return {
    decisionId: row.decision_id,
    useCaseId: row.use_case_id,
    useCaseName: row.use_case_name,
    useCaseSlug: row.slug,
    modelVersion: row.model,
    route: row.route,
    state: row.state,
    label: row.predicted_class,
    confidence: row.confidence,
    withheld: false,
    audited: row.audited,
    metadata: row.metadata,
    recordedAt: row.recorded_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    standingApprovalId: row.standing_approval_id,
    pairedWith: row.paired_with,
  };
}

function routing(row: Row) {
  const rule = row.rule_index === null ? undefined : row.document.rules[row.rule_index];
  const recorded = {
    ruleIndex: row.rule_index,
    failure: row.reason,
    routeKind: row.route,
    standingApprovalId: row.standing_approval_id,
    overloadSteps: row.overload_steps ?? 0,
  };
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

function approvalOf(row: Row): Detail['standingApproval'] {
  const { standing_approval_id: standingApprovalId, approval_reason: reason, approval_scope: scope } = row;
  if (standingApprovalId === null || reason === null || scope === null) return null;
  return { standingApprovalId, reason, scope, issuedBy: row.approval_issuer ?? '' };
}

/** What was out of the ordinary when it was routed. */
function contextOf({ context_id: contextId, facts }: Row): Detail['context'] {
  if (contextId === null) return null;
  const { approvals, backlog, modelStates, overloadSteps, thresholds } = circumstancesOf(facts);
  return { contextId, backlog, modelStates, overloadSteps, thresholds, approvals: approvals.length };
}
