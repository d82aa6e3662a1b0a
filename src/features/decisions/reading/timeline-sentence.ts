import type { Entry } from '../../../core/ledger/entry.ts';
import type { EntryKind } from '../../../core/ledger/kinds.ts';

/** What an entry about a decision says, in words. Kinds that are never about a decision say their name. */
export function sentenceOf(entry: Entry): string {
  return sentences[entry.kind]?.(entry.facts, entry.about) ?? entry.kind;
}

type Facts = Entry['facts'];
type About = Entry['about'];

const routes: Record<string, string> = {
  release: 'Recorded and released',
  hold: 'Recorded and held for people',
  'release-and-review': 'Recorded, released, and sent to review',
  shadow: 'Recorded; its model version only runs beside',
};

const verdicts: Record<string, string> = {
  approve: 'Approved the output',
  edit: 'Edited the output',
  reject: 'Rejected the output',
  'cannot-decide': 'Could not decide',
};

function recorded({ route, purpose, safeOutput }: Facts, { standingApproval }: About): string {
  if (standingApproval) return 'Recorded and released by a standing approval';
  if (safeOutput === true) return 'Recorded; people are saturated, so the safe output was given';
  if (route === 'consensus')
    return `Recorded and ${purpose === 'approval' ? 'held' : 'released'}; several people are asked`;
  return routes[String(route)] ?? 'Recorded';
}

const resolutions: Readonly<Record<string, string>> = {
  approve: 'the output stands',
  edit: 'another output takes its place',
  reject: 'the output is refused',
};

const sentences: Partial<Record<EntryKind, (facts: Facts, about: About) => string>> = {
  'decision.recorded': (facts, about) =>
    `${recorded(facts, about)}${facts.purpose === 'audit' ? '; drawn for the audit sample' : ''}.`,
  'decision.settled': (facts) =>
    facts.state === facts.before
      ? `The decision stays ${facts.state}.`
      : `The decision is ${facts.state} now (it was ${facts.before}).`,
  'decision.timed-out': (facts) => `Nobody judged in time: the decision is ${facts.state} now.`,
  'task.opened': (facts) => (facts.tier === 2 ? 'Sent to an expert.' : 'Another person is asked.'),
  'task.claimed': () => 'Taken for review.',
  'task.released': (facts) => `Given back${facts.reason ? ` (${String(facts.reason)})` : ''}.`,
  'task.parked': () => 'Parked.',
  'task.resolved': (facts) =>
    `The undo window ended: ${resolutions[String(facts.resolution)] ?? 'the verdict stands'}.`,
  'task.escalated': () => 'Nobody judged in time: given to experts.',
  'task.cancelled': (facts) => `The task was cancelled${facts.because ? ` (${String(facts.because)})` : ''}.`,
  'verdict.given': (facts) => `${verdicts[String(facts.kind)] ?? 'Judged'}.`,
  'verdict.withdrawn': () => 'Took the verdict back.',
  'payload.revealed': () => 'Read the payload.',
};
