import type { Tier, VerdictKind } from '../../../core/reviews/resolve.ts';
import type { Db } from '../../../db/database.ts';

/** A verdict that was not withdrawn. */
export type StandingVerdict = {
  verdictId: string;
  slotNumber: number;
  round: number;
  tier: Tier;
  kind: VerdictKind;
  reviewerId: string;
  reviewerName: string;
  simulated: boolean;
  claimToken: string;
  comment: string | null;
  givenAt: Date;
  /** End of its own undo window. */
  undoUntil: Date;
};

/** The standing verdicts of tasks, by task and slot. */
export async function standingVerdicts(
  db: Db,
  taskIds: readonly string[],
): Promise<(StandingVerdict & { taskId: string })[]> {
  if (taskIds.length === 0) return [];
  const rows = await db.rows<VerdictRow>({ name: 'standing-verdicts', text: verdictText, values: [taskIds] });
  return rows.map((row) => ({
    taskId: row.task_id,
    verdictId: row.verdict_id,
    slotNumber: row.slot_number,
    round: row.round,
    tier: row.tier,
    kind: row.kind,
    reviewerId: row.reviewer_id,
    reviewerName: row.reviewer_name,
    simulated: row.simulated,
    claimToken: row.claim_token,
    comment: row.comment,
    givenAt: row.given_at,
    undoUntil: row.undo_until,
  }));
}

/** What editors made of the output, by verdict; only to be compared, so whoever asks for one judgement need not ask. */
export async function editedOutputs(db: Db, verdictIds: readonly string[]): Promise<Map<string, unknown>> {
  if (verdictIds.length === 0) return new Map();
  const rows = await db.rows<{ verdict_id: string; output: Buffer }>({
    name: 'edited-outputs',
    text: `select verdict_id, output from verdict where verdict_id = any($1::uuid[]) and kind = 'edit'`,
    values: [verdictIds],
  });
  return new Map(rows.map((row) => [row.verdict_id, JSON.parse(row.output.toString('utf8'))]));
}

const verdictText = `select verdict.task_id, verdict_id, verdict.slot_number, slot.round, slot.tier, verdict.kind,
    reviewer_id, person.name as reviewer_name, person.simulated, claim_token, comment, given_at, undo_until
  from verdict
  join slot on slot.task_id = verdict.task_id and slot.slot_number = verdict.slot_number
  join person on person.person_id = reviewer_id
  where verdict.task_id = any($1::uuid[]) and withdrawn_at is null
  order by verdict.task_id, verdict.slot_number`;

type VerdictRow = {
  task_id: string;
  verdict_id: string;
  slot_number: number;
  round: number;
  tier: Tier;
  kind: VerdictKind;
  reviewer_id: string;
  reviewer_name: string;
  simulated: boolean;
  claim_token: string;
  comment: string | null;
  given_at: Date;
  undo_until: Date;
};
