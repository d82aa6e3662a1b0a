import type { Routed } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { encodePayloadBlock, type Payload, SALT_LENGTH } from '../../../core/decisions/payload-block.ts';
import type { EntryActor } from '../../../core/ledger/entry.ts';
import type { Answered } from '../../../platform/batch.ts';
import type { Deps } from '../../../platform/deps.ts';
import { randomBytesFromPool } from '../../../platform/random-pool.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { actorOf } from '../../ledger/actor-of.ts';
import { currentEpoch } from '../routing/load-routing-snapshot.ts';
import { type RoutedDecision, routeDecision } from '../routing/route-decision.ts';
import type { RoutingSnapshot } from '../routing/routing-snapshot.ts';
import { answerReplays } from './answer-replays.ts';
import { recordStatement } from './record-statement.ts';
import { recordedEntries } from './recorded-entries.ts';
import type { Submission } from './submission.ts';

/** What recording needs beside the deps; the snapshot is replaced whenever the epoch has moved on. */
export type Recorder = {
  deps: Deps;
  actorKey: Uint8Array;
  snapshot(): RoutingSnapshot;
  reload(): Promise<void>;
  /** False only in the benchmark that measures what the ledger costs. */
  writeLedger: boolean;
};

/** An epoch that moves on during every attempt means something is wrong, not busy. */
const mostAttempts = 20;

/**
 * Records a batch of decisions: routes each in memory, then writes all of them with their payloads, tasks and ledger
 * entries in one transaction. Nothing is answered before the commit, and nothing commits under a policy that had been
 * replaced. Refused items do not disturb their neighbours.
 */
export async function recordDecisions(
  recorder: Recorder,
  submissions: readonly Submission[],
): Promise<Answered<Routed>[]> {
  const answers = new Map<Submission, Answered<Routed>>();
  const firsts = firstOfEachId(submissions);
  let open: readonly Submission[] = firsts;
  for (let attempt = 0; attempt < mostAttempts && open.length > 0; attempt++) {
    open = await recordOnce(recorder, open, answers);
  }
  if (open.length > 0) throw new Error(`the routing epoch kept moving during ${mostAttempts} attempts`);
  if (firsts.length === submissions.length)
    return submissions.map((submission) => given(answers, submission));
  // The same id twice in one batch: the later ones are replays of the first, which is durable by now.
  const again = submissions.filter((submission) => !answers.has(submission));
  await answerReplays(recorder.deps.db, again, answers);
  // Where the first was refused, nothing is recorded under the id: the next one counts as the first.
  const unanswered = again.filter((submission) => !answers.has(submission));
  const later = unanswered.length > 0 ? await recordDecisions(recorder, unanswered) : [];
  for (const [index, submission] of unanswered.entries()) answers.set(submission, later[index]!); // one answer each
  return submissions.map((submission) => given(answers, submission));
}

function given(answers: ReadonlyMap<Submission, Answered<Routed>>, submission: Submission): Answered<Routed> {
  return (
    answers.get(submission) ?? {
      ok: false,
      error: new Error('a decision of the batch was left without an answer'),
    }
  );
}

/** One attempt; answers what it could and gives back what must be routed again. */
async function recordOnce(
  recorder: Recorder,
  open: readonly Submission[],
  answers: Map<Submission, Answered<Routed>>,
): Promise<readonly Submission[]> {
  const at = recorder.deps.clock.now();
  const snapshot = recorder.snapshot();
  const routed: RoutedDecision[] = [];
  const refused: [Submission, Refusal][] = [];
  for (const submission of open) {
    const result = routeDecision(snapshot, submission, at.getTime());
    if (result instanceof Refusal) refused.push([submission, result]);
    else routed.push(result);
  }
  // A refusal may be due to a snapshot that is behind (a use case created a moment ago elsewhere).
  if (refused.length > 0 && (await currentEpoch(recorder.deps.db)) !== snapshot.epoch) {
    await recorder.reload();
    return open;
  }
  for (const [submission, error] of refused) answers.set(submission, { ok: false, error });
  if (routed.length === 0) return [];
  // In one order everywhere: two batches with the same ids wait for each other instead of locking each other out.
  routed.sort((a, b) => (a.submission.decisionId < b.submission.decisionId ? -1 : 1));
  const written = await write(recorder, snapshot.epoch, routed, at);
  if (written === 'replayed') {
    const submissions = routed.map((decision) => decision.submission);
    await answerReplays(recorder.deps.db, submissions, answers);
    return submissions.filter((submission) => !answers.has(submission));
  }
  if (written === 'epoch-moved-on') {
    await recorder.reload();
    return routed.map((decision) => decision.submission);
  }
  for (const decision of routed) answers.set(decision.submission, { ok: true, answer: decision.answer });
  return [];
}

async function write(
  { deps, actorKey, writeLedger }: Recorder,
  epoch: number,
  decisions: readonly RoutedDecision[],
  at: Date,
): Promise<'written' | 'replayed' | 'epoch-moved-on'> {
  const commitId = uuidv7(at.getTime());
  const payloads = payloadsOf(decisions);
  const place = { commitId, at: at.toISOString(), actorOf: pseudonymous(actorKey) };
  const entries = writeLedger ? recordedEntries(decisions, payloads, place) : null;
  const statement = recordStatement({
    epoch,
    commitId,
    at,
    decisions,
    payloadBlock: encodePayloadBlock(payloads),
    entries,
  });
  try {
    const row = await deps.db.row<{ current: number }>(statement);
    return row?.current === 1 ? 'written' : 'epoch-moved-on';
  } catch (error) {
    if (isReplay(error)) return 'replayed';
    throw error;
  }
}

/** Some id of the batch is there already; the statement as a whole wrote nothing. */
function isReplay(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }; // pg errors carry both
  // Which of the two keys speaks first depends on the plan: a decision has one task at most.
  return code === '23505' && (constraint === 'task_decision' || (constraint ?? '').startsWith('decision'));
}

function payloadsOf(decisions: readonly RoutedDecision[]): Payload[] {
  return decisions.map(({ submission }) => {
    const { probabilities } = submission.decision;
    return {
      inputSalt: randomBytesFromPool(SALT_LENGTH),
      outputSalt: randomBytesFromPool(SALT_LENGTH),
      input: submission.input,
      output: submission.output,
      more: probabilities ? Buffer.from(JSON.stringify({ probabilities })) : noMore,
    };
  });
}

const noMore = Buffer.from('{}');

/** Mostly one caller per batch: its pseudonym is made once. */
function pseudonymous(actorKey: Uint8Array): (decision: RoutedDecision) => EntryActor {
  const known = new Map<Actor, EntryActor>();
  return ({ submission: { actor } }) => {
    const found = known.get(actor) ?? actorOf(actorKey, actor);
    known.set(actor, found);
    return found;
  };
}

function firstOfEachId(submissions: readonly Submission[]): readonly Submission[] {
  const firsts = new Map<string, Submission>();
  for (const submission of submissions) {
    if (!firsts.has(submission.decisionId)) firsts.set(submission.decisionId, submission);
  }
  return firsts.size === submissions.length ? submissions : [...firsts.values()];
}
