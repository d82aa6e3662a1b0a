import type { Person } from '../../../core/access/actor.ts';
import { mayAct, type Standing, type WhyNot, whyNotSentences } from '../../../core/reviews/what-next.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { type Lease, liveLease, standingOf, type TaskNow, verdictOfSlot } from '../tasks/read-task.ts';

/** The caller's live lease with this token, or the refusal `claim.stale` that says who has the task, or what became of it. */
export function heldLease(task: TaskNow, person: Person, claimToken: string, at: Date): Lease {
  const lease = liveLease(task, at);
  const held =
    task.state === 'open' && lease?.claimToken === claimToken && lease.reviewerId === person.personId;
  if (held) return lease;
  throw staleClaim(task, person, at);
}

export function staleClaim(task: TaskNow, person: Person, at: Date): Refusal {
  const standing = standingOf(task, person, at);
  const holder = holderOf(task, at);
  const verdict = verdictOfSlot(task);
  const mine = standing === 'holder' || standing === 'parker';
  return new Refusal('conflict', 'claim.stale', becauseOf(task, standing, holder, verdict), {
    todo: mine
      ? 'Load the page again and go on from there; what you typed is kept as your draft.'
      : task.state === 'open' && !holder
        ? 'Claim it again; what you typed is kept as your draft.'
        : 'Take another task; what you typed is kept as your draft.',
    facts: {
      state: task.state,
      heldBy: holder,
      decidedKind: verdict?.kind ?? null,
      decidedBy: verdict?.reviewerName ?? null,
    },
  });
}

function holderOf(task: TaskNow, at: Date): string | null {
  return liveLease(task, at)?.reviewerName ?? task.parkedBy?.reviewerName ?? null;
}

function becauseOf(
  task: TaskNow,
  standing: Standing,
  holder: string | null,
  verdict: { kind: string; reviewerName: string } | null,
): string {
  if (task.state === 'cancelled') return whyNotSentences.cancelled;
  if (verdict) return `${verdict.reviewerName} has judged this task: ${verdict.kind}.`;
  if (standing === 'holder') return 'You have claimed this task again since; only the newer claim counts.';
  if (standing === 'parker') return whyNotSentences['you-parked-it'];
  if (holder) return `Your claim has ended; ${whoHas(task, holder)}`;
  return 'Your claim on this task has ended; nobody has taken it yet.';
}

/** Refuses where the table says that this person cannot claim this task now. */
export function refuseUnclaimable(task: TaskNow, person: Person, at: Date): void {
  const standing = standingOf(task, person, at);
  const answer = mayAct(task.state, standing, standing === 'parker' ? 'resume' : 'claim');
  if (answer !== 'yes' && answer !== 'you-hold-it') throw unclaimable(task, answer, at);
}

function unclaimable(task: TaskNow, because: WhyNot, at: Date): Refusal {
  const heldBy = holderOf(task, at);
  const verdict = verdictOfSlot(task);
  const facts = { state: task.state, heldBy, decidedKind: verdict?.kind ?? null };
  switch (because) {
    case 'no-permission':
      return needsExpert();
    case 'judged-before':
      return new Refusal('conflict', 'task.own-verdict', whyNotSentences[because], { facts });
    case 'held-by-another':
      return new Refusal('conflict', 'task.claimed-by-another', whoHas(task, heldBy), {
        todo: 'Take another task, or wait until it comes back.',
        facts,
      });
    default:
      return new Refusal('conflict', 'task.not-open', whyNotSentences[because], { facts });
  }
}

function whoHas({ parkedBy }: TaskNow, holder: string | null): string {
  return parkedBy ? `${holder} has parked this task.` : `${holder} has this task now.`;
}

export function needsExpert(): Refusal {
  return new Refusal('forbidden', 'task.needs-expert', 'This task waits for an expert.', {
    todo: 'Take a task of tier 1, or ask an administrator for the expert role.',
  });
}
