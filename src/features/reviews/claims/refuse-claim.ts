import type { Person } from '../../../core/access/actor.ts';
import { mayAct, type Standing, type WhyNot, whyNotSentences } from '../../../core/reviews/what-next.ts';
import { Refusal } from '../../../platform/refusal.ts';
import {
  claimedSlot,
  type Lease,
  liveLease,
  standingOf,
  type TaskNow,
  verdictsOfRound,
} from '../tasks/read-task.ts';
import type { StandingVerdict } from '../tasks/standing-verdicts.ts';

/** The caller's live lease with this token, or the refusal `claim.stale` that says who has the task, or what became of it. */
export function heldLease(
  task: TaskNow,
  person: Person,
  claimToken: string,
  at: Date,
): Lease & { slotNumber: number } {
  const slot = claimedSlot(task, person, at);
  const held = slot && task.state === 'open' && slot.lease?.claimToken === claimToken;
  if (held && slot.lease) return { ...slot.lease, slotNumber: slot.slotNumber };
  throw staleClaim(task, person, at);
}

export function staleClaim(task: TaskNow, person: Person, at: Date): Refusal {
  const standing = standingOf(task, person, at);
  const holder = holderOf(task, at);
  const verdict = toldVerdict(task);
  const mine = standing === 'holder' || standing === 'parker';
  return new Refusal('conflict', 'claim.stale', becauseOf(task, standing, holder), {
    todo: mine
      ? 'Load the page again and go on from there; what you typed is kept as your draft.'
      : standing === 'candidate' && task.state === 'open'
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

/** Who has the task; null where several may have a slot each, as none of them keeps it from others alone. */
function holderOf(task: TaskNow, at: Date): string | null {
  const awaited = task.slots.filter((slot) => slot.state !== 'judged');
  const [slot] = awaited;
  if (!slot || awaited.length > 1) return null;
  return liveLease(slot, at)?.reviewerName ?? slot.parkedBy?.reviewerName ?? null;
}

/** What was said may be told where nobody else is to judge independently of it. */
function toldVerdict(task: TaskNow): StandingVerdict | null {
  const several = task.judgements.most > 1 || task.blind;
  return several ? null : (verdictsOfRound(task).at(-1) ?? null);
}

function becauseOf(task: TaskNow, standing: Standing, holder: string | null): string {
  if (task.state === 'cancelled') return whyNotSentences.cancelled;
  const verdict = toldVerdict(task);
  if (verdict) return `${verdict.reviewerName} has judged this task: ${verdict.kind}.`;
  if (task.state !== 'open') return whyNotSentences[task.state === 'judged' ? 'already-judged' : 'resolved'];
  if (standing === 'judge' || standing === 'earlier-judge') return whyNotSentences['judged-before'];
  if (standing === 'bystander' && task.escalatedAt)
    return 'Nobody judged this task in time, so it was given to experts.';
  if (standing === 'holder') return 'You have claimed this task again since; only the newer claim counts.';
  if (standing === 'parker') return whyNotSentences['you-parked-it'];
  if (holder) return `Your claim has ended; ${whoHas(task, holder)}`;
  if (standing === 'latecomer') return 'Your claim has ended; others have this task now.';
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
  const facts = { state: task.state, heldBy, decidedKind: toldVerdict(task)?.kind ?? null };
  switch (because) {
    case 'no-permission':
      return needsExpert();
    case 'not-qualified':
      return needsQualification(task);
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

function whoHas({ slots }: TaskNow, holder: string | null): string {
  if (holder === null) return 'Others have this task now, one for each judgement it asks for.';
  const parked = slots.some((slot) => slot.parkedBy);
  return parked ? `${holder} has parked this task.` : `${holder} has this task now.`;
}

export function needsExpert(): Refusal {
  return new Refusal('forbidden', 'task.needs-expert', 'This task waits for an expert.', {
    todo: 'Take a task of tier 1, or ask an administrator for the expert role.',
  });
}

export function needsQualification({ qualification }: Pick<TaskNow, 'qualification'>): Refusal {
  return new Refusal(
    'forbidden',
    'task.needs-qualification',
    `This task asks for the qualification "${qualification}".`,
    { todo: 'Take another task, or ask an administrator for the qualification.', facts: { qualification } },
  );
}
