import type { NewVerdict } from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { hiddenFrom, toldKind } from '../../../core/reviews/blind.ts';
import { effectAtMs } from '../../../core/reviews/lease.ts';
import type { VerdictKind } from '../../../core/reviews/resolve.ts';
import { mayAct } from '../../../core/reviews/what-next.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../../ledger/append-entries.ts';
import { heldLease, needsExpert, needsQualification, staleClaim } from '../claims/refuse-claim.ts';
import { concludeAll, type JudgedTask, secondsBetween } from '../conclude.ts';
import { writeConclusions } from '../resolve-tasks.ts';
import { type Lease, lockTask, standingOf, type TaskNow, verdictsOfRound } from '../tasks/read-task.ts';
import type { StandingVerdict } from '../tasks/standing-verdicts.ts';
import { type Content, commitmentsTo, contentOf, verdictFrom } from './verdict-content.ts';

type Submitted = NewVerdict & { taskId: string };

type Judgement = {
  verdictId: string;
  task: TaskNow;
  lease: Lease & { slotNumber: number };
  person: Person;
  kind: VerdictKind;
  /** The corrected one. */
  output: unknown;
  reasonCodes: readonly string[];
  content: Content;
};

/**
 * Judges a claimed task. The effect leaves after the undo window, and where several judge, after that of the last of
 * them; without one it leaves in this transaction. Sent again with the same claim token it answers the first verdict.
 * What was typed stays as a draft until the effect leaves.
 */
export async function submitVerdict({ db, config }: Deps, person: Person, given: Submitted, at: Date) {
  return db.atomically(async (tx) => {
    const task = await lockTask(tx, given.taskId);
    const before = task.verdicts.find((verdict) => verdict.claimToken === given.claimToken);
    if (before?.reviewerId === person.personId) return firstAnswer(task, before, { given, person, at });
    const lease = heldLease(task, person, given.claimToken, at);
    refuseUnfit(task, person, at);
    const verdict = await verdictFrom(tx, task, given, config.payloadLimitBytes);
    const judgement: Judgement = {
      verdictId: uuidv7(at.getTime()),
      task,
      lease,
      person,
      kind: verdict.kind,
      output: verdict.output,
      reasonCodes: given.reasonCodes ?? [],
      content: contentOf(verdict),
    };
    const undoUntil = new Date(effectAtMs(at.getTime(), task.undoSeconds));
    await write(tx, judgement, undoUntil, at);
    const { verdictId, kind } = judgement;
    return answer(task, { verdictId, kind, givenAt: at }, task.undoSeconds > 0 ? undoUntil : null);
  });
}

/** The role or the qualification may have gone since the claim. */
function refuseUnfit(task: TaskNow, person: Person, at: Date): void {
  const may = mayAct(task.state, standingOf(task, person, at), 'edit');
  if (may === 'not-qualified') throw needsQualification(task);
  if (may !== 'yes') throw needsExpert();
}

function firstAnswer(
  task: TaskNow,
  before: StandingVerdict,
  { given, person, at }: { given: Submitted; person: Person; at: Date },
) {
  const same = before.kind === given.kind || (given.kind === 'choose' && before.kind !== 'cannot-decide');
  if (!same) throw staleClaim(task, person, at);
  const waits = before.round === task.round && (task.state === 'open' || task.state === 'judged');
  const hadWindow = before.undoUntil.getTime() > before.givenAt.getTime();
  return answer(task, before, waits && hadWindow ? before.undoUntil : null);
}

async function write(tx: Tx, judgement: Judgement, undoUntil: Date, at: Date): Promise<void> {
  const effectAt = effectAfter(judgement, undoUntil);
  const now = effectAt !== null && effectAt.getTime() <= at.getTime();
  const fresh: [string, unknown] = [judgement.verdictId, judgement.output];
  const conclusions = now ? await concludeAll(tx, [asJudged(judgement, at)], [fresh]) : [];
  const entries = [givenEntry(judgement, at), ...conclusions.map((conclusion) => conclusion.entry)];
  const [pointer, ...rest] = await appendEntries(tx, at, entries);
  await insertVerdict(tx, judgement, pointer!, { at, undoUntil, effectAt }); // one entry, one pointer
  if (now) await writeConclusions(tx, at, conclusions, rest);
}

/** When the undo windows of all have ended; null while judgements of others are awaited. */
function effectAfter({ task, lease }: Judgement, undoUntil: Date): Date | null {
  const awaited = task.slots.some((slot) => slot.state !== 'judged' && slot.slotNumber !== lease.slotNumber);
  if (awaited) return null;
  const ends = verdictsOfRound(task).map((verdict) => verdict.undoUntil.getTime());
  return new Date(Math.max(undoUntil.getTime(), ...ends));
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
      slot: lease.slotNumber,
      tier: task.tier,
    },
    commitments: commitmentsTo(content),
  };
}

function asJudged({ verdictId, task, lease, person, kind }: Judgement, at: Date): JudgedTask {
  const { round, tier } = task;
  const { personId: reviewerId, simulated } = person;
  const { slotNumber } = lease;
  const given = { verdictId, slotNumber, round, tier, kind, reviewerId, simulated, givenAt: at };
  const verdicts = [...task.verdicts, given].sort((one, other) => one.slotNumber - other.slotNumber);
  return { ...task, verdicts };
}

/** The verdict stands, its slot is closed, the claim has done its duty: one statement, one round trip. */
async function insertVerdict(
  tx: Tx,
  judgement: Judgement,
  pointer: EntryPointer,
  times: { at: Date; undoUntil: Date; effectAt: Date | null },
): Promise<void> {
  const { verdictId, task, lease, person, kind, reasonCodes, content } = judgement;
  await tx.run({
    ...sql`
    with closed as (
      update slot set state = 'judged' where task_id = ${task.taskId} and slot_number = ${lease.slotNumber}),
    waiting as (
      update task set state = 'judged', effect_at = ${times.effectAt}
      where task_id = ${task.taskId} and ${times.effectAt}::timestamptz is not null),
    let_go as (delete from lease where claim_token = ${lease.claimToken})
    insert into verdict (verdict_id, task_id, slot_number, decision_id, reviewer_id, claim_token, kind, output,
      output_salt, reason_codes, comment, comment_salt, claimed_at, given_at, undo_until, commit_id, entry_index)
    values (${verdictId}, ${task.taskId}, ${lease.slotNumber}, ${task.decisionId}, ${person.personId},
      ${lease.claimToken}, ${kind}, ${content.output?.bytes ?? null}, ${content.output?.salt ?? null}, ${reasonCodes},
      ${content.comment?.text ?? null}, ${content.comment?.salt ?? null}, ${lease.claimedAt}, ${times.at},
      ${times.undoUntil}, ${pointer.commitId}, ${pointer.entryIndex})`,
    name: 'insert-verdict',
  });
}

function answer(
  task: TaskNow,
  verdict: { verdictId: string; kind: VerdictKind; givenAt: Date },
  undoUntil: Date | null,
) {
  const outputHidden = hiddenFrom(task).output;
  const ended = task.state === 'resolved' || task.state === 'cancelled';
  return {
    verdictId: verdict.verdictId,
    taskId: task.taskId,
    decisionId: task.decisionId,
    kind: toldKind(verdict.kind, { outputHidden, ended }),
    givenAt: verdict.givenAt.toISOString(),
    undoUntil: undoUntil?.toISOString() ?? null,
  };
}
