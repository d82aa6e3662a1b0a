import type { Actor } from '../../core/access/actor.ts';
import { type Judgements, type Resolution, resolve } from '../../core/reviews/resolve.ts';
import type { TaskPurpose } from '../../core/reviews/task-life.ts';
import type { Tx } from '../../db/database.ts';
import type { NewEntry } from '../ledger/append-entries.ts';
import { editedOutputs, type StandingVerdict } from './tasks/standing-verdicts.ts';

type JudgedVerdict = Pick<
  StandingVerdict,
  'verdictId' | 'slotNumber' | 'round' | 'tier' | 'kind' | 'reviewerId' | 'simulated' | 'givenAt'
>;

/** A judged task with the verdicts that stand, those of its last round being the ones that wait to take effect. */
export type JudgedTask = {
  taskId: string;
  decisionId: string;
  useCaseId: string;
  purpose: TaskPurpose;
  judgements: Judgements;
  openedAt: Date;
  /** In the order of their slots. */
  verdicts: readonly JudgedVerdict[];
};

/** What the verdicts of a task add up to, with the entry that tells it. */
export type Conclusion = {
  task: JudgedTask;
  /** The one that carries the effect; where others are asked, the last one given. */
  verdict: JudgedVerdict;
  resolution: Exclude<Resolution, { kind: 'waiting' }>;
  entry: NewEntry;
};

/**
 * Adds up the verdicts of each task: it is resolved, or more people are asked. `fresh` has the corrected outputs of
 * verdicts that are not written yet.
 */
export async function concludeAll(
  tx: Tx,
  tasks: readonly JudgedTask[],
  fresh: readonly [verdictId: string, output: unknown][] = [],
): Promise<Conclusion[]> {
  // Outputs are compared only where several people judge.
  const compared = tasks.flatMap((task) => (task.judgements.most > 1 ? task.verdicts : []));
  const outputs = await editedOutputs(
    tx,
    compared.flatMap((verdict) => (verdict.kind === 'edit' ? verdict.verdictId : [])),
  );
  for (const [verdictId, output] of fresh) outputs.set(verdictId, output);
  return tasks.map((task) => conclude(task, outputs));
}

function conclude(task: JudgedTask, outputs: ReadonlyMap<string, unknown>): Conclusion {
  const said = task.verdicts.map(({ kind, tier, verdictId }) => ({
    kind,
    tier,
    output: outputs.get(verdictId),
  }));
  const resolution = resolve(said, task.judgements);
  const last = task.verdicts.at(-1);
  if (resolution.kind === 'waiting' || !last)
    throw new Error(`task ${task.taskId} is judged without its verdicts`);
  const about = { decision: task.decisionId, task: task.taskId, useCase: task.useCaseId };
  const actor: Actor = { kind: 'system', duty: 'resolve-due-tasks' };
  if (resolution.kind === 'ask-another') {
    const { count, tier } = resolution;
    const facts = { purpose: task.purpose, slot: last.slotNumber + 1, tier, ...(count > 1 ? { count } : {}) };
    return { task, verdict: last, resolution, entry: { kind: 'task.opened', actor, about, facts } };
  }
  const verdict = resolution.kind === 'settled' ? task.verdicts[resolution.verdictIndex]! : last; // an index of these
  const undecided = verdict.kind === 'cannot-decide';
  const heard = task.verdicts.filter(({ kind }) => (kind === 'cannot-decide') === undecided);
  const entry: NewEntry = {
    kind: 'task.resolved',
    actor,
    about: { ...about, verdict: verdict.verdictId },
    facts: {
      purpose: task.purpose,
      resolution: verdict.kind,
      secondsToHuman: secondsBetween(task.openedAt, lastGiven(heard)),
      simulated: heard.some(({ simulated }) => simulated),
      tier: verdict.tier,
      ...(task.judgements.most > 1 && resolution.kind === 'settled'
        ? { agreed: resolution.agreed, among: resolution.among, asked: task.verdicts.length }
        : {}),
    },
  };
  return { task, verdict, resolution, entry };
}

/** What people say together they have said when the last of them has spoken. */
function lastGiven(verdicts: readonly JudgedVerdict[]): Date {
  return new Date(Math.max(...verdicts.map(({ givenAt }) => givenAt.getTime())));
}

/** Whole seconds; a clock that runs behind another gives no negative time. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
}
