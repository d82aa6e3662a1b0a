import { stepTask, type TaskPurpose } from '../../core/reviews/task-life.ts';
import type { Database, Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { appendEntries, type EntryPointer } from '../ledger/append-entries.ts';
import { type Conclusion, concludeAll, type JudgedTask } from './conclude.ts';
import { standingVerdicts } from './tasks/standing-verdicts.ts';

/** Rows per transaction: one commit of half its limit at most, and a lock on nothing others wait for. */
const batchSize = 500;

/** Lets the verdicts take effect whose undo window has ended. Several workers may run it: each skips what another has. */
export async function resolveDueTasks({ db }: { db: Database }, at: Date): Promise<void> {
  for (let resolved = batchSize; resolved === batchSize; ) {
    resolved = await db.atomically((tx) => resolveBatch(tx, at));
  }
}

async function resolveBatch(tx: Tx, at: Date): Promise<number> {
  const rows = await tx.rows<{
    task_id: string;
    decision_id: string;
    use_case_id: string;
    purpose: TaskPurpose;
    least: number;
    most: number;
    opened_at: Date;
  }>({
    name: 'resolve-due',
    text: `select task_id, decision_id, use_case_id, purpose, least, most, opened_at
      from task
      where state = 'judged' and effect_at <= $1
      order by effect_at
      limit ${batchSize}
      for no key update skip locked`,
    values: [at],
  });
  if (rows.length === 0) return 0;
  const verdicts = Map.groupBy(
    await standingVerdicts(
      tx,
      rows.map((row) => row.task_id),
    ),
    (verdict) => verdict.taskId,
  );
  const tasks = rows.map(
    (row): JudgedTask => ({
      taskId: row.task_id,
      decisionId: row.decision_id,
      useCaseId: row.use_case_id,
      purpose: row.purpose,
      judgements: { least: row.least, most: row.most },
      openedAt: row.opened_at,
      verdicts: verdicts.get(row.task_id) ?? [],
    }),
  );
  const conclusions = await concludeAll(tx, tasks);
  const pointers = await appendEntries(
    tx,
    at,
    conclusions.map((conclusion) => conclusion.entry),
  );
  await writeConclusions(tx, at, conclusions, pointers);
  return rows.length;
}

/** Writes what `concludeAll` found, for judged tasks that are locked. `pointers` are those of the entries, in order. */
export async function writeConclusions(
  tx: Tx,
  at: Date,
  conclusions: readonly Conclusion[],
  pointers: readonly EntryPointer[],
): Promise<void> {
  const told = conclusions.map((conclusion, index) => ({ ...conclusion, pointer: pointers[index]! })); // one each
  await resolved(
    tx,
    at,
    told.filter(({ resolution }) => resolution.kind !== 'ask-another'),
  );
  await askAnother(
    tx,
    told.filter(({ resolution }) => resolution.kind === 'ask-another'),
  );
  const written = conclusions.flatMap(({ task }) =>
    task.verdicts.map(({ reviewerId }) => ({ taskId: task.taskId, reviewerId })),
  );
  await tx.run(sql`
    delete from draft
    using unnest(${written.map(({ taskId }) => taskId)}::uuid[],
      ${written.map(({ reviewerId }) => reviewerId)}::uuid[]) as given (task_id, reviewer_id)
    where draft.task_id = given.task_id and draft.reviewer_id = given.reviewer_id`);
}

async function resolved(
  tx: Tx,
  at: Date,
  told: readonly (Conclusion & { pointer: EntryPointer })[],
): Promise<void> {
  if (told.length === 0) return;
  await tx.run(sql`
    update task
    set state = ${stateAfter('effect-due')}, effect_at = null, resolved_at = ${at}, resolution = given.resolution,
      commit_id = given.commit_id, entry_index = given.entry_index
    from unnest(${told.map(({ task }) => task.taskId)}::uuid[], ${told.map(({ verdict }) => verdict.kind)}::text[],
      ${told.map(({ pointer }) => pointer.commitId)}::uuid[], ${told.map(({ pointer }) => pointer.entryIndex)}::smallint[])
      as given (task_id, resolution, commit_id, entry_index)
    where task.task_id = given.task_id`);
}

/** Opens slots of a new round. The due time stays: the decision has waited all along. */
async function askAnother(tx: Tx, told: readonly Conclusion[]): Promise<void> {
  if (told.length === 0) return;
  const asked = told.flatMap(({ task, resolution }) => {
    if (resolution.kind !== 'ask-another') return [];
    const last = task.verdicts.at(-1)!; // or there would be nothing to conclude from
    const { taskId } = task;
    const { count, tier } = resolution;
    return Array.from({ length: count }, (_, index) => ({
      ...{ taskId, tier, slotNumber: last.slotNumber + 1 + index, round: last.round + 1 },
    }));
  });
  await tx.run(sql`
    insert into slot (task_id, slot_number, tier, round, state)
    select task_id, slot_number, tier, round, 'open'
    from unnest(${asked.map(({ taskId }) => taskId)}::uuid[], ${asked.map(({ slotNumber }) => slotNumber)}::smallint[],
      ${asked.map(({ tier }) => tier)}::smallint[], ${asked.map(({ round }) => round)}::smallint[])
      as given (task_id, slot_number, tier, round)`);
  await tx.run(sql`
    update task set state = ${stateAfter('ask-another')}, tier = given.tier, effect_at = null
    from unnest(${asked.map(({ taskId }) => taskId)}::uuid[], ${asked.map(({ tier }) => tier)}::smallint[])
      as given (task_id, tier)
    where task.task_id = given.task_id`);
}

function stateAfter(event: 'effect-due' | 'ask-another'): string {
  const step = stepTask('judged', event);
  if (!step.ok) throw new Error(`a judged task refuses ${event}: ${step.because}`);
  return step.state;
}
