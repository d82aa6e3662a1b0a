import type { Actor } from '../../core/access/actor.ts';
import { type Resolution, resolve } from '../../core/reviews/resolve.ts';
import { stepTask, type TaskPurpose } from '../../core/reviews/task-life.ts';
import type { Database, Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../ledger/append-entries.ts';
import { type StandingVerdict, standingVerdicts } from './tasks/read-task.ts';

/** A judged task with the verdicts that stand, the last one being the one that waits to take effect. */
export type JudgedTask = {
  taskId: string;
  decisionId: string;
  useCaseId: string;
  purpose: TaskPurpose;
  openedAt: Date;
  verdicts: readonly Pick<
    StandingVerdict,
    'verdictId' | 'slotNumber' | 'tier' | 'kind' | 'reviewerId' | 'simulated' | 'givenAt'
  >[];
};

/** What the verdicts of a task add up to, with the entry that tells it. */
export type Conclusion = {
  task: JudgedTask;
  verdict: JudgedTask['verdicts'][number];
  resolution: Exclude<Resolution, { kind: 'waiting' }>;
  entry: NewEntry;
};

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
    opened_at: Date;
  }>({
    name: 'resolve-due',
    text: `select task_id, decision_id, use_case_id, purpose, opened_at
      from task
      where state = 'judged' and effect_at <= $1
      order by effect_at
      limit ${batchSize}
      for no key update skip locked`,
    values: [at],
  });
  if (rows.length === 0) return 0;
  const verdicts = await standingVerdicts(
    tx,
    rows.map((row) => row.task_id),
  );
  const conclusions = rows.map((row) =>
    conclude({
      taskId: row.task_id,
      decisionId: row.decision_id,
      useCaseId: row.use_case_id,
      purpose: row.purpose,
      openedAt: row.opened_at,
      verdicts: verdicts.filter((verdict) => verdict.taskId === row.task_id),
    }),
  );
  const pointers = await appendEntries(
    tx,
    at,
    conclusions.map((conclusion) => conclusion.entry),
  );
  await writeConclusions(tx, at, conclusions, pointers);
  return rows.length;
}

/** Adds up the verdicts: the task is resolved, or one more person is asked. */
export function conclude(task: JudgedTask): Conclusion {
  const resolution = resolve(task.verdicts);
  const verdict = task.verdicts.at(-1);
  if (resolution.kind === 'waiting' || !verdict)
    throw new Error(`task ${task.taskId} is judged without a verdict`);
  const about = { decision: task.decisionId, task: task.taskId, useCase: task.useCaseId };
  const actor: Actor = { kind: 'system', duty: 'resolve-due-tasks' };
  if (resolution.kind === 'ask-another') {
    const facts = { purpose: task.purpose, slot: verdict.slotNumber + 1, tier: resolution.tier };
    return { task, verdict, resolution, entry: { kind: 'task.opened', actor, about, facts } };
  }
  const entry: NewEntry = {
    kind: 'task.resolved',
    actor,
    about: { ...about, verdict: verdict.verdictId },
    facts: {
      purpose: task.purpose,
      resolution: verdict.kind,
      secondsToHuman: secondsBetween(task.openedAt, verdict.givenAt),
      simulated: verdict.simulated,
      tier: verdict.tier,
    },
  };
  return { task, verdict, resolution, entry };
}

/** Writes what `conclude` found, for judged tasks that are locked. `pointers` are those of the entries, in order. */
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
  await tx.run(sql`
    delete from draft
    using unnest(${conclusions.map(({ task }) => task.taskId)}::uuid[],
      ${conclusions.map(({ verdict }) => verdict.reviewerId)}::uuid[]) as given (task_id, reviewer_id)
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

/** Opens a slot one tier up. The due time stays: the decision has waited all along. */
async function askAnother(tx: Tx, told: readonly Conclusion[]): Promise<void> {
  if (told.length === 0) return;
  const taskIds = told.map(({ task }) => task.taskId);
  await tx.run(sql`
    insert into slot (task_id, slot_number, tier, state)
    select task_id, slot_number, 2, 'open'
    from unnest(${taskIds}::uuid[], ${told.map(({ verdict }) => verdict.slotNumber + 1)}::smallint[])
      as given (task_id, slot_number)`);
  await tx.run(sql`
    update task set state = ${stateAfter('ask-another')}, tier = 2, effect_at = null
    where task_id = any(${taskIds}::uuid[])`);
}

function stateAfter(event: 'effect-due' | 'ask-another'): string {
  const step = stepTask('judged', event);
  if (!step.ok) throw new Error(`a judged task refuses ${event}: ${step.because}`);
  return step.state;
}

/** Whole seconds; a clock that runs behind another gives no negative time. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
}
