import type { Routed } from '../../../contract/decisions.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Answered } from '../../../platform/batch.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { reasonsOf } from '../../policies/reasons-of.ts';
import { contentHash } from './route-decision.ts';
import type { Submission } from './submission.ts';

type Recorded = {
  decision_id: string;
  content_hash: Buffer;
  route: Routed['route'];
  task_id: string | null;
  confidence: number;
  policy_version_id: string;
  rule_index: number | null;
  reason: string | null;
  audited: boolean;
};

/**
 * Answers what was sent before: the same content gets the first answer, word for word; other content under the same id
 * is refused. Ids that are not recorded yet stay without an answer.
 */
export async function answerReplays(
  db: Db,
  submissions: readonly Submission[],
  answers: Map<Submission, Answered<Routed>>,
): Promise<void> {
  const rows = await db.rows<Recorded>(sql`
    select decision_id, content_hash, route, task_id, confidence, policy_version_id, rule_index, reason, audited
    from decision
    where decision_id = any(${submissions.map((submission) => submission.decisionId)}::uuid[])`);
  const recorded = new Map(rows.map((row) => [row.decision_id, row]));
  const reasons = await reasonsOf(db, rows);
  for (const submission of submissions) {
    const row = recorded.get(submission.decisionId);
    if (!row) continue;
    answers.set(
      submission,
      row.content_hash.equals(contentHash(submission))
        ? { ok: true, answer: firstAnswer(row, reasons(row)) }
        : { ok: false, error: reused(submission.decisionId) },
    );
  }
}

function firstAnswer(row: Recorded, reasons: Routed['reasons']): Routed {
  return {
    decisionId: row.decision_id,
    route: row.route,
    released: row.route !== 'hold',
    taskId: row.task_id,
    reasons,
    confidence: { raw: row.confidence, calibrated: null },
    policyVersionId: row.policy_version_id,
    audited: row.audited,
  };
}

function reused(decisionId: string): Refusal {
  return new Refusal(
    'conflict',
    'decision.id-reused',
    `The id ${decisionId} already belongs to another decision.`,
    {
      todo: 'Make a new id for new content; send the same content to get the first answer.',
    },
  );
}
