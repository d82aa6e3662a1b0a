import type { NewVerdict } from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { effectAtMs } from '../../../core/reviews/lease.ts';
import { mayAct } from '../../../core/reviews/what-next.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../../ledger/append-entries.ts';
import { heldLease, needsExpert, staleClaim } from '../claims/refuse-claim.ts';
import { conclude, type JudgedTask, secondsBetween, writeConclusions } from '../resolve-tasks.ts';
import { type Lease, lockTask, type StandingVerdict, standingOf, type TaskNow } from '../tasks/read-task.ts';
import { type Content, commitmentsTo, contentOf, refuseInvalid } from './verdict-content.ts';

type Submitted = NewVerdict & { taskId: string };

type Judgement = {
  verdictId: string;
  task: TaskNow;
  lease: Lease;
  person: Person;
  kind: NewVerdict['kind'];
  reasonCodes: readonly string[];
  content: Content;
};

/**
 * Judges a claimed task. The effect leaves after the undo window; without one it leaves in this transaction. Sent again
 * with the same claim token it answers the first verdict. What was typed stays as a draft until the effect leaves.
 */
export async function submitVerdict({ db, config }: Deps, person: Person, given: Submitted, at: Date) {
  return db.atomically(async (tx) => {
    const task = await lockTask(tx, given.taskId);
    const before = task.verdicts.find((verdict) => verdict.claimToken === given.claimToken);
    if (before?.reviewerId === person.personId) return firstAnswer(task, before, { given, person, at });
    const lease = heldLease(task, person, given.claimToken, at);
    if (mayAct(task.state, standingOf(task, person, at), given.kind) !== 'yes') throw needsExpert();
    await refuseInvalid(tx, task, given, config.payloadLimitBytes);
    const judgement: Judgement = {
      verdictId: uuidv7(at.getTime()),
      task,
      lease,
      person,
      kind: given.kind,
      reasonCodes: given.reasonCodes ?? [],
      content: contentOf(given),
    };
    const effectAt = new Date(effectAtMs(at.getTime(), task.undoSeconds));
    await write(tx, judgement, effectAt, at);
    const verdict = { verdictId: judgement.verdictId, kind: given.kind, givenAt: at };
    return answer(task, verdict, task.undoSeconds > 0 ? effectAt : null);
  });
}

function firstAnswer(
  task: TaskNow,
  before: StandingVerdict,
  { given, person, at }: { given: Submitted; person: Person; at: Date },
) {
  if (before.kind !== given.kind) throw staleClaim(task, person, at);
  return answer(task, before, before.slotNumber === task.slotNumber ? task.effectAt : null);
}

async function write(tx: Tx, judgement: Judgement, effectAt: Date, at: Date): Promise<void> {
  const conclusion = effectAt.getTime() > at.getTime() ? null : conclude(asJudged(judgement, at));
  const entry = givenEntry(judgement, at);
  const [pointer, ...rest] = await appendEntries(tx, at, conclusion ? [entry, conclusion.entry] : [entry]);
  await insertVerdict(tx, judgement, pointer!, { at, effectAt }); // one entry, one pointer
  if (conclusion) await writeConclusions(tx, at, [conclusion], rest);
}

/** Reason codes stand one by one: joined they would not fit into one fact. */
function givenEntry(
  { verdictId, task, lease, person, kind, reasonCodes, content }: Judgement,
  at: Date,
): NewEntry {
  return {
    kind: 'verdict.given',
    actor: person,
    about: { decision: task.decisionId, task: task.taskId, useCase: task.useCaseId, verdict: verdictId },
    facts: {
      kind,
      override: kind === 'edit' || kind === 'reject',
      purpose: task.purpose,
      ...Object.fromEntries(reasonCodes.map((code, index) => [`reason${index + 1}`, code])),
      secondsOnTask: secondsBetween(lease.claimedAt, at),
      secondsToHuman: secondsBetween(task.openedAt, at),
      simulated: person.simulated,
      slot: task.slotNumber,
      tier: task.tier,
    },
    commitments: commitmentsTo(content),
  };
}

function asJudged({ verdictId, task, person, kind }: Judgement, at: Date): JudgedTask {
  const { slotNumber, tier } = task;
  const { personId: reviewerId, simulated } = person;
  return {
    ...task,
    verdicts: [...task.verdicts, { verdictId, slotNumber, tier, kind, reviewerId, simulated, givenAt: at }],
  };
}

/** The verdict stands, its slot is closed, the claim has done its duty: one statement, one round trip. */
async function insertVerdict(
  tx: Tx,
  judgement: Judgement,
  pointer: EntryPointer,
  times: { at: Date; effectAt: Date },
): Promise<void> {
  const { verdictId, task, lease, person, kind, reasonCodes, content } = judgement;
  await tx.run({
    ...sql`
    with closed as (
      update slot set state = 'judged' where task_id = ${task.taskId} and slot_number = ${task.slotNumber}),
    waiting as (update task set state = 'judged', effect_at = ${times.effectAt} where task_id = ${task.taskId}),
    let_go as (delete from lease where claim_token = ${lease.claimToken})
    insert into verdict (verdict_id, task_id, slot_number, decision_id, reviewer_id, claim_token, kind, output,
      output_salt, reason_codes, comment, comment_salt, claimed_at, given_at, commit_id, entry_index)
    values (${verdictId}, ${task.taskId}, ${task.slotNumber}, ${task.decisionId}, ${person.personId},
      ${lease.claimToken}, ${kind}, ${content.output?.bytes ?? null}, ${content.output?.salt ?? null}, ${reasonCodes},
      ${content.comment?.text ?? null}, ${content.comment?.salt ?? null}, ${lease.claimedAt}, ${times.at},
      ${pointer.commitId}, ${pointer.entryIndex})`,
    name: 'insert-verdict',
  });
}

function answer(
  { taskId, decisionId }: TaskNow,
  verdict: { verdictId: string; kind: NewVerdict['kind']; givenAt: Date },
  undoUntil: Date | null,
) {
  return {
    verdictId: verdict.verdictId,
    taskId,
    decisionId,
    kind: verdict.kind,
    givenAt: verdict.givenAt.toISOString(),
    undoUntil: undoUntil?.toISOString() ?? null,
  };
}
