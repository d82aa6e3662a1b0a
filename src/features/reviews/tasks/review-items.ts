import type { ReviewItem } from '../../../contract/reviews.ts';
import type { RouteKind } from '../../../core/policies/document.ts';
import { hiddenFrom } from '../../../core/reviews/blind.ts';
import type { Db } from '../../../db/database.ts';
import { reasonsOf } from '../../policies/reasons-of.ts';
import { readPayloads } from '../read-payloads.ts';
import { type StandingVerdict, standingVerdicts } from './standing-verdicts.ts';

/** A slot that somebody holds. */
export type HeldSlot = { taskId: string; slotNumber: number };

/** Everything the review page shows to one reviewer of what they hold, in four statements however much it is. */
export async function reviewItems(
  db: Db,
  held: readonly HeldSlot[],
  reviewerId: string,
): Promise<Map<string, ReviewItem>> {
  const taskIds = held.map((slot) => slot.taskId);
  const rows = await db.rows<ItemRow>({
    name: 'review-items',
    text: itemText,
    values: [taskIds, held.map((slot) => slot.slotNumber), reviewerId],
  });
  const [contents, reasons, verdicts] = await Promise.all([
    readPayloads(
      db,
      rows.map((row) => ({ commitId: row.commit_id, entryIndex: row.entry_index })),
    ),
    reasonsOf(db, rows),
    standingVerdicts(
      db,
      rows.filter((row) => row.most > 1 || row.slot_number > 1).map((row) => row.task_id),
    ),
  ]);
  return new Map(
    rows.map((row, index) => {
      const given = verdicts.filter((verdict) => verdict.taskId === row.task_id);
      const item = {
        ...asItem(row, given.length),
        ...(contents[index] ?? erased),
        reasons: row.purpose === 'audit' ? [drawn, ...reasons(row)] : reasons(row),
        earlierVerdicts: isDecider(row) ? given.map(asEarlier) : [],
      };
      return [row.task_id, blinded(item)];
    }),
  );
}

/**
 * Those who judge together judge independently: none sees what another one says. Whoever is asked after them decides,
 * and sees it all.
 */
function isDecider({ slot_number, most }: ItemRow): boolean {
  return slot_number > most;
}

function blinded(item: ReviewItem): ReviewItem {
  const hidden = hiddenFrom({ blind: item.blind, outputKind: item.useCase.outputKind });
  return {
    ...item,
    ...(hidden.output ? { output: null, label: null, outputHidden: true } : {}),
    ...(hidden.opinions ? { confidence: null, probabilities: null, reasons: [], earlierVerdicts: [] } : {}),
  };
}

/** The task can still be judged, if only to reject. */
const erased = { input: null, output: null, probabilities: null };

/** Why a released decision is looked at; the policy's own reason tells only why it was released. */
const drawn = {
  code: 'audit.drawn',
  sentence: 'Drawn at random, to see how often what is released is wrong.',
};

type ItemRow = {
  task_id: string;
  decision_id: string;
  purpose: ReviewItem['purpose'];
  tier: number;
  slot_number: number;
  opened_at: Date;
  due_at: Date;
  least: number;
  most: number;
  blind: boolean;
  qualification: string | null;
  escalated_at: Date | null;
  park_note: string | null;
  draft: Record<string, unknown> | null;
  use_case_id: string;
  name: string;
  output_kind: ReviewItem['useCase']['outputKind'];
  classes: ReviewItem['useCase']['classes'];
  reason_codes: ReviewItem['useCase']['reasonCodes'];
  guideline: string;
  undo_seconds: number;
  lease_seconds: number;
  model: string;
  predicted_class: string | null;
  confidence: number;
  metadata: ReviewItem['metadata'];
  commit_id: string;
  entry_index: number;
  policy_version_id: string;
  rule_index: number | null;
  reason: string | null;
  route: RouteKind;
  standing_approval_id: string | null;
  overload_steps: number | null;
};

// What one row at most belongs to stands as a subselect: each further table in the join would double the time the
// planner takes, which is longer than the statement runs.
const itemText = `select task.task_id, task.decision_id, purpose, task.tier, slot.slot_number, opened_at, due_at, least, most,
    blind, qualification, escalated_at, slot.park_note, use_case.use_case_id, use_case.name,
    (select body from draft where draft.task_id = task.task_id and draft.reviewer_id = $3) as draft,
    output_kind, classes, reason_codes, guideline, undo_seconds, lease_seconds,
    (select name from model_version where model_version_id = decision.model_version_id) as model,
    predicted_class, confidence, metadata, decision.commit_id, decision.entry_index, policy_version_id, rule_index,
    reason, route, standing_approval_id,
    (select (facts ->> 'overloadSteps')::integer from routing_context
      where routing_context.context_id = decision.context_id) as overload_steps
  from unnest($1::uuid[], $2::smallint[]) as held (task_id, slot_number)
  join task on task.task_id = held.task_id
  join slot on slot.task_id = held.task_id and slot.slot_number = held.slot_number
  join decision on decision.decision_id = task.decision_id
  join use_case on use_case.use_case_id = task.use_case_id`;

function asItem(row: ItemRow, given: number) {
  return {
    taskId: row.task_id,
    decisionId: row.decision_id,
    purpose: row.purpose,
    tier: row.tier,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    useCase: {
      useCaseId: row.use_case_id,
      name: row.name,
      outputKind: row.output_kind,
      classes: row.classes,
      reasonCodes: row.reason_codes,
      guideline: row.guideline,
      undoSeconds: row.undo_seconds,
      leaseSeconds: row.lease_seconds,
    },
    model: row.model,
    judgements: { least: row.least, most: row.most, given },
    qualification: row.qualification,
    blind: row.blind,
    outputHidden: false,
    escalatedAt: row.escalated_at?.toISOString() ?? null,
    label: row.predicted_class,
    confidence: row.confidence,
    metadata: row.metadata,
    parkNote: row.park_note,
    draft: row.draft,
  };
}

function asEarlier(verdict: StandingVerdict): ReviewItem['earlierVerdicts'][number] {
  return {
    kind: verdict.kind,
    by: verdict.reviewerName,
    comment: verdict.comment,
    at: verdict.givenAt.toISOString(),
  };
}
