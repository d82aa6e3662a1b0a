import { isDeepStrictEqual } from 'node:util';
import type { NewDecision, Routed } from '../../../contract/decisions.ts';
import { recordedFirstState } from '../../../core/decisions/first-state.ts';
import type { TaskPurpose } from '../../../core/reviews/task-life.ts';
import type { Metadata } from '../../../core/use-cases/check-metadata.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Answered } from '../../../platform/batch.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { reasonsOf } from '../../policies/reasons-of.ts';
import { type Content, readPayloads } from '../../reviews/read-payloads.ts';
import { calibratedOf } from '../reading/calibrated-of.ts';
import type { Submission } from './submission.ts';

type Recorded = {
  decision_id: string;
  slug: string;
  model: string;
  use_case_id: string;
  route: Routed['route'];
  task_id: string | null;
  purpose: TaskPurpose | null;
  predicted_class: string | null;
  confidence: number;
  metadata: Metadata;
  policy_version_id: string;
  rule_index: number | null;
  reason: string | null;
  audited: boolean;
  standing_approval_id: string | null;
  overload_steps: number | null;
  paired_with: string | null;
  commit_id: string;
  entry_index: number;
};

/**
 * Answers what was sent before: the same content gets the first answer, word for word; other content under the same id
 * is refused. Ids that are not recorded yet stay without an answer. Contents are compared as values, against what is
 * stored, so the order of keys does not matter and no hash has to be kept of every decision for the few sent twice.
 */
export async function answerReplays(
  db: Db,
  submissions: readonly Submission[],
  answers: Map<Submission, Answered<Routed>>,
): Promise<void> {
  const rows = await recordedAmong(db, submissions);
  const places = rows.map((row) => ({ commitId: row.commit_id, entryIndex: row.entry_index }));
  const [reasons, payloads, calibrated] = await Promise.all([
    reasonsOf(db, rows),
    readPayloads(db, places),
    calibratedOf(db, rows),
  ]);
  const recorded = new Map(
    rows.map((row, index) => [row.decision_id, { row, payload: payloads[index] ?? null }]),
  );
  for (const submission of submissions) {
    const first = recorded.get(submission.decisionId);
    if (!first) continue;
    answers.set(
      submission,
      isSame(submission.decision, first.row, first.payload)
        ? replayed(firstAnswer(first.row, { reasons: reasons(first.row), calibrated: calibrated(first.row) }))
        : { ok: false, error: reused(submission.decisionId) },
    );
  }
}

/** An answer that was given before; who counts decisions passes it over. */
export type Replayed = { ok: true; answer: Routed; replayed: true };

function replayed(answer: Routed): Replayed {
  return { ok: true, answer, replayed: true };
}

function recordedAmong(db: Db, submissions: readonly Submission[]): Promise<Recorded[]> {
  return db.rows<Recorded>(sql`
    select decision.decision_id, decision.use_case_id, use_case.slug, model_version.name as model, route,
      decision.task_id, task.purpose, predicted_class, confidence, metadata, policy_version_id, rule_index, reason,
      audited, standing_approval_id, (routing_context.facts ->> 'overloadSteps')::integer as overload_steps,
      paired_with, decision.commit_id, decision.entry_index
    from decision
    join use_case on use_case.use_case_id = decision.use_case_id
    join model_version on model_version.model_version_id = decision.model_version_id
    left join task on task.task_id = decision.task_id
    left join routing_context on routing_context.context_id = decision.context_id
    where decision.decision_id = any(${submissions.map((submission) => submission.decisionId)}::uuid[])`);
}

/**
 * A payload that was erased can no longer be compared; what the row still tells decides then. Both sides as JSON writes
 * them: jsonb keeps no sign of a zero, and a retry with -0 is no other decision.
 */
function isSame(decision: NewDecision, row: Recorded, payload: Content | null): boolean {
  const { useCase, model, label = null, confidence, metadata = {}, pairedWith = null } = decision;
  const { probabilities = null, input, output } = decision;
  return (
    isDeepStrictEqual(
      asWritten([useCase, model, label, confidence, metadata, pairedWith]),
      asWritten([
        ...[row.slug, row.model, row.predicted_class, row.confidence, row.metadata, row.paired_with],
      ]),
    ) &&
    (payload === null ||
      isDeepStrictEqual(
        asWritten([input, output, probabilities]),
        asWritten([payload.input, payload.output, payload.probabilities]),
      ))
  );
}

function asWritten(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function firstAnswer(
  row: Recorded,
  { reasons, calibrated }: { reasons: Routed['reasons']; calibrated: number | null },
): Routed {
  const state = recordedFirstState(row.route, row.purpose);
  return {
    decisionId: row.decision_id,
    route: row.route,
    state,
    released: state === 'released',
    taskId: row.task_id,
    reasons,
    confidence: { raw: row.confidence, calibrated },
    policyVersionId: row.policy_version_id,
    audited: row.audited,
    standingApprovalId: row.standing_approval_id,
  };
}

function reused(decisionId: string): Refusal {
  return new Refusal(
    'conflict',
    'decision.id-reused',
    `The id ${decisionId} already belongs to another decision.`,
    { todo: 'Make a new id for new content; send the same content to get the first answer.' },
  );
}
