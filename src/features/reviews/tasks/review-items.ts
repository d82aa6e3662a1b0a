import type { ReviewItem } from '../../../contract/reviews.ts';
import type { Db } from '../../../db/database.ts';
import { reasonsOf } from '../../policies/reasons-of.ts';
import { readPayloads } from '../read-payloads.ts';
import { type StandingVerdict, standingVerdicts } from './read-task.ts';

/** Everything the review page shows of these tasks to one reviewer, in four statements however many they are. */
export async function reviewItems(
  db: Db,
  taskIds: readonly string[],
  reviewerId: string,
): Promise<Map<string, ReviewItem>> {
  const rows = await db.rows<ItemRow>({
    name: 'review-items',
    text: itemText,
    values: [taskIds, reviewerId],
  });
  const [contents, reasons, verdicts] = await Promise.all([
    readPayloads(
      db,
      rows.map((row) => ({ commitId: row.commit_id, entryIndex: row.entry_index })),
    ),
    reasonsOf(db, rows),
    standingVerdicts(
      db,
      rows.filter((row) => row.slot_number > 1).map((row) => row.task_id),
    ),
  ]);
  return new Map(
    rows.map((row, index) => [
      row.task_id,
      {
        ...asItem(row),
        ...(contents[index] ?? erased),
        reasons: row.purpose === 'audit' ? [drawn, ...reasons(row)] : reasons(row),
        earlierVerdicts: earlier(
          verdicts.filter((verdict) => verdict.taskId === row.task_id),
          row,
        ),
      },
    ]),
  );
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
  route: 'release' | 'hold' | 'release-and-review';
};

const itemText = `select task.task_id, task.decision_id, purpose, slot.tier, slot.slot_number, opened_at, due_at,
    slot.park_note, draft.body as draft, use_case.use_case_id, use_case.name, output_kind, classes, reason_codes,
    guideline, undo_seconds, lease_seconds, model_version.name as model, predicted_class, confidence, metadata,
    decision.commit_id, decision.entry_index, policy_version_id, rule_index, reason, route
  from task
  join decision on decision.decision_id = task.decision_id
  join use_case on use_case.use_case_id = task.use_case_id
  join model_version on model_version.model_version_id = decision.model_version_id
  join lateral (
    select tier, slot_number, park_note from slot
    where slot.task_id = task.task_id order by slot_number desc limit 1) slot on true
  left join draft on draft.task_id = task.task_id and draft.reviewer_id = $2
  where task.task_id = any($1::uuid[])`;

function asItem(row: ItemRow) {
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
    label: row.predicted_class,
    confidence: row.confidence,
    metadata: row.metadata,
    parkNote: row.park_note,
    draft: row.draft,
  };
}

function earlier(verdicts: readonly StandingVerdict[], row: ItemRow): ReviewItem['earlierVerdicts'] {
  return verdicts
    .filter((verdict) => verdict.slotNumber < row.slot_number)
    .map((verdict) => ({
      kind: verdict.kind,
      by: verdict.reviewerName,
      comment: verdict.comment,
      at: verdict.givenAt.toISOString(),
    }));
}
