import { gradeStateOf, judgedBy } from '../../core/feedback/grade.ts';
import type { VerdictKind } from '../../core/reviews/resolve.ts';
import type { Tx } from '../../db/database.ts';
import type * as rows from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';

/** A grade as it is told by an entry, with what the decision was sampled by. */
export type Grade = Omit<rows.GradeRow, 'revisions'>;

/**
 * Grades what people resolved. One row per decision: a later resolution of the same decision is the adjudicated one and
 * takes the place of what stood there, because whoever judged later saw more; the row counts its revisions and keeps its
 * place in the order. "Cannot decide" grades nothing and leaves a grade that stands.
 */
export async function collectGrades(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  const grades = latestOfEach(await readGrades(tx, entries));
  if (grades.length === 0) return;
  await tx.run(sql`
    insert into grade (decision_id, use_case_id, model_version_id, policy_version_id, task_id, stratum, routed, audited,
      inclusion_probability, confidence, predicted_class, right_class, wrong, state, simulated, metadata, recorded_at,
      graded_at, position, commit_id, entry_index)
    select decision_id, use_case_id, model_version_id, policy_version_id, task_id, stratum, routed, audited,
      inclusion_probability, confidence, predicted_class, right_class, wrong, state, simulated, metadata, recorded_at,
      graded_at, position, commit_id, entry_index
    from jsonb_populate_recordset(null::grade, ${JSON.stringify(grades)}::jsonb)
    on conflict (decision_id) do update
    set task_id = excluded.task_id, right_class = excluded.right_class, wrong = excluded.wrong,
      state = excluded.state, simulated = excluded.simulated, graded_at = excluded.graded_at,
      commit_id = excluded.commit_id, entry_index = excluded.entry_index, revisions = grade.revisions + 1`);
}

type Told = LedgerEntry & { decisionId: string; taskId: string };

/** The grades that entries of resolved tasks tell of, in their order. */
export async function readGrades(tx: Tx, entries: readonly LedgerEntry[]): Promise<Grade[]> {
  const told = entries.flatMap((at): Told[] => {
    const { decision: decisionId, task: taskId } = at.entry.about;
    return decisionId && taskId ? [{ ...at, decisionId, taskId }] : [];
  });
  if (told.length === 0) return [];
  const judged = new Map((await selectJudged(tx, told)).map((row) => [row.place, row]));
  return told.flatMap((at, place) => {
    const row = judged.get(place);
    const grade = row && gradeOf(row, at);
    return grade ? [grade] : [];
  });
}

type JudgedRow = Pick<
  rows.DecisionRow,
  | 'decision_id'
  | 'use_case_id'
  | 'model_version_id'
  | 'policy_version_id'
  | 'stratum'
  | 'audited'
  | 'inclusion_probability'
  | 'confidence'
  | 'predicted_class'
  | 'metadata'
  | 'recorded_at'
> &
  Pick<rows.UseCaseRow, 'output_kind'> & {
    place: number;
    routed: boolean;
    output: Buffer | null;
    judgements: number;
    top_tier: 1 | 2 | null;
  };

/** The draw of a decision that no rule sends to people is its only way to them, so its probability is above 0. */
function selectJudged(tx: Tx, told: readonly Told[]): Promise<JudgedRow[]> {
  const verdictIds = told.map(({ entry }) => entry.about.verdict ?? null);
  return tx.rows<JudgedRow>(sql`
    select given.place::integer - 1 as place, decision.decision_id, decision.use_case_id, model_version_id,
      policy_version_id, stratum, route <> 'release' as routed, audited, inclusion_probability, confidence,
      predicted_class, metadata, recorded_at, use_case.output_kind, verdict.output,
      counted.judgements, counted.top_tier
    from unnest(${told.map(({ decisionId }) => decisionId)}::uuid[], ${told.map(({ taskId }) => taskId)}::uuid[],
      ${verdictIds}::uuid[]) with ordinality as given (decision_id, task_id, verdict_id, place)
    join decision on decision.decision_id = given.decision_id
    join use_case on use_case.use_case_id = decision.use_case_id
    left join verdict on verdict.verdict_id = given.verdict_id
    cross join lateral (
      select count(*)::integer as judgements, max(slot.tier) as top_tier
      from verdict as given_verdict
      join slot using (task_id, slot_number)
      where task_id = given.task_id and withdrawn_at is null and kind <> 'cannot-decide') as counted
    where inclusion_probability > 0`);
}

function gradeOf(row: JudgedRow, { position, entry, taskId }: Told): Grade | null {
  const { place: _, output, output_kind, judgements, top_tier, ...decision } = row;
  const judged = judgedBy({
    resolution: String(entry.facts.resolution) as VerdictKind, // as reviews wrote it into the entry
    outputKind: output_kind,
    predictedClass: row.predicted_class,
    correctedOutput: output === null ? undefined : JSON.parse(output.toString('utf8')),
  });
  if (!judged) return null;
  return {
    ...decision,
    task_id: taskId,
    right_class: judged.rightClass,
    wrong: judged.wrong,
    state: gradeStateOf({ judgements, tier: top_tier ?? 1 }),
    simulated: entry.facts.simulated === true,
    graded_at: new Date(entry.at),
    position,
    commit_id: entry.commitId,
    entry_index: entry.index,
  };
}

/** One statement cannot touch a row twice; the place in the order is that of the first. */
function latestOfEach(grades: readonly Grade[]): Grade[] {
  const latest = new Map<string, Grade>();
  for (const grade of grades) {
    const before = latest.get(grade.decision_id);
    latest.set(grade.decision_id, before ? { ...grade, position: before.position } : grade);
  }
  return [...latest.values()];
}
