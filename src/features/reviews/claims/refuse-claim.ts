import type { Person } from '../../../core/access/actor.ts';
import { mayAct, type WhyNot, whyNotSentences } from '../../../core/reviews/what-next.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { type Lease, liveLease, standingOf, type TaskNow, verdictOfSlot } from '../tasks/read-task.ts';

/** The caller's live lease with this token, or the refusal `claim.stale` that says who has the task, or what became of it. */
export function heldLease(task: TaskNow, person: Person, claimToken: string, at: Date): Lease {
  const lease = liveLease(task, at);
  const held =
    task.state === 'open' && lease?.claimToken === claimToken && lease.reviewerId === person.personId;
  if (held) return lease;
  throw staleClaim(task, at);
}

export function staleClaim(task: TaskNow, at: Date): Refusal {
  const holder = liveLease(task, at)?.reviewerName ?? task.parkedBy?.reviewerName ?? null;
  const verdict = verdictOfSlot(task);
  return new Refusal('conflict', 'claim.stale', becauseOf(task, holder, verdict), {
    todo:
      task.state === 'open' && !holder
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

function becauseOf(
  task: TaskNow,
  holder: string | null,
  verdict: { kind: string; reviewerName: string } | null,
) {
  if (task.state === 'cancelled') return whyNotSentences.cancelled;
  if (verdict) return `${verdict.reviewerName} has judged this task: ${verdict.kind}.`;
  if (holder) return `Your claim has ended; ${holder} has this task now.`;
  return 'Your claim on this task has ended; nobody has taken it yet.';
}

/** Refuses where the table says that this person cannot claim this task now. */
export function refuseUnclaimable(task: TaskNow, person: Person, at: Date): void {
  const standing = standingOf(task, person, at);
  const answer = mayAct(task.state, standing, standing === 'parker' ? 'resume' : 'claim');
  if (answer !== 'yes' && answer !== 'you-hold-it') throw unclaimable(task, answer, at);
}

function unclaimable(task: TaskNow, because: WhyNot, at: Date): Refusal {
  const heldBy = liveLease(task, at)?.reviewerName ?? task.parkedBy?.reviewerName ?? null;
  const verdict = verdictOfSlot(task);
  const facts = { state: task.state, heldBy, decidedKind: verdict?.kind ?? null };
  switch (because) {
    case 'no-permission':
      return needsExpert();
    case 'judged-before':
      return new Refusal('conflict', 'task.own-verdict', whyNotSentences[because], { facts });
    case 'held-by-another':
      return new Refusal('conflict', 'task.claimed-by-another', `${heldBy} has this task now.`, {
        todo: 'Take another task, or wait until it comes back.',
        facts,
      });
    default:
      return new Refusal('conflict', 'task.not-open', whyNotSentences[because], { facts });
  }
}

export function needsExpert(): Refusal {
  return new Refusal('forbidden', 'task.needs-expert', 'This task waits for an expert.', {
    todo: 'Take a task of tier 1, or ask an administrator for the expert role.',
  });
}
