import type { VerdictKind } from '../../core/reviews/resolve.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** A verdict as settling a decision needs it. */
export type GivenVerdict = {
  verdictId: string;
  taskId: string;
  decisionId: string;
  kind: VerdictKind;
  reviewerId: string;
  reviewerName: string;
  simulated: boolean;
  reasonCodes: readonly string[];
  comment: string | null;
  /** The corrected output as UTF-8 JSON, with the salt of its commitment; an edit has them, nothing else. */
  output: Buffer | null;
  outputSalt: Buffer | null;
  givenAt: Date;
};

/** Verdicts by id, withdrawn ones too. */
export async function verdictsOf(db: Db, verdictIds: readonly string[]): Promise<Map<string, GivenVerdict>> {
  const rows = await db.rows<VerdictRow>(sql`
    select verdict_id, task_id, decision_id, kind, reviewer_id, person.name as reviewer_name, person.simulated,
      reason_codes, comment, output, output_salt, given_at
    from verdict join person on person.person_id = reviewer_id
    where verdict_id = any(${verdictIds}::uuid[])`);
  return new Map(rows.map((row) => [row.verdict_id, asVerdict(row)]));
}

type VerdictRow = {
  verdict_id: string;
  task_id: string;
  decision_id: string;
  kind: VerdictKind;
  reviewer_id: string;
  reviewer_name: string;
  simulated: boolean;
  reason_codes: string[];
  comment: string | null;
  output: Buffer | null;
  output_salt: Buffer | null;
  given_at: Date;
};

function asVerdict(row: VerdictRow): GivenVerdict {
  return {
    verdictId: row.verdict_id,
    taskId: row.task_id,
    decisionId: row.decision_id,
    kind: row.kind,
    reviewerId: row.reviewer_id,
    reviewerName: row.reviewer_name,
    simulated: row.simulated,
    reasonCodes: row.reason_codes,
    comment: row.comment,
    output: row.output,
    outputSalt: row.output_salt,
    givenAt: row.given_at,
  };
}
