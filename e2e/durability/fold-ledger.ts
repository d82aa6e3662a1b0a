// What the ledger alone says the state must be: every entry is one step along the tables of life in the core.
import { type DecisionEvent, type DecisionState, stepDecision } from '../../src/core/decisions/life.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';
import { type SlotEvent, type SlotState, stepSlot } from '../../src/core/reviews/slot-life.ts';
import { stepTask, type TaskEvent, type TaskState } from '../../src/core/reviews/task-life.ts';

export type FoldedDecision = {
  state: DecisionState;
  taskId: string | null;
  recorded: string;
  /** The entry that tells of the settlement in force. */
  settled: string | null;
};
export type FoldedTask = {
  decisionId: string;
  state: TaskState;
  slots: SlotState[];
  resolved: string | null;
};
export type FoldedVerdict = { taskId: string; given: string; withdrawn: boolean };

export type Folded = {
  decisions: Map<string, FoldedDecision>;
  tasks: Map<string, FoldedTask>;
  verdicts: Map<string, FoldedVerdict>;
  /** By use case. */
  inForce: Map<string, string>;
  /** Steps that no table allows, entries about things nobody told of, decisions under a replaced policy. */
  faults: string[];
};

export function foldLedger(entries: readonly Entry[]): Folded {
  const folded: Folded = {
    decisions: new Map(),
    tasks: new Map(),
    verdicts: new Map(),
    inForce: new Map(),
    faults: [],
  };
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.entryId)) folded.faults.push(`${entry.entryId} is there twice`);
    seen.add(entry.entryId);
    const fault = foldEntry(folded, entry);
    if (fault) folded.faults.push(`${entry.entryId} ${entry.kind}: ${fault}`);
  }
  return folded;
}

/** Answers what is wrong with the entry, or null. */
function foldEntry(folded: Folded, entry: Entry): string | null {
  switch (entry.kind) {
    case 'policy.published':
      folded.inForce.set(entry.about.useCase ?? '', entry.about.policyVersion ?? '');
      return null;
    case 'decision.recorded':
      return foldRecorded(folded, entry);
    case 'decision.settled':
    case 'decision.timed-out':
      return foldSettled(folded, entry);
    case 'verdict.given':
      return foldGiven(folded, entry) ?? foldTask(folded, entry, 'judge') ?? foldSlot(folded, entry, 'judge');
    case 'verdict.withdrawn':
      return (
        foldWithdrawn(folded, entry) ?? foldTask(folded, entry, 'undo') ?? foldSlot(folded, entry, 'undo')
      );
    case 'task.claimed':
      return foldTask(folded, entry, 'claim') ?? foldSlot(folded, entry, claimEvent(folded, entry));
    case 'task.released':
      return foldSlot(folded, entry, releaseEvents[String(entry.facts.reason)] ?? 'give-back');
    case 'task.parked':
      return foldSlot(folded, entry, 'park');
    case 'task.opened':
      return foldTask(folded, entry, 'ask-another') ?? openSlot(folded, entry);
    case 'task.resolved':
      return foldResolved(folded, entry) ?? foldTask(folded, entry, 'effect-due');
    case 'task.cancelled':
      return foldTask(folded, entry, 'cancel') ?? takeBack(folded, entry);
    default:
      return null;
  }
}

const releaseEvents: Record<string, SlotEvent> = { 'lease-expired': 'expire', 'park-over': 'wake' };

function foldRecorded(folded: Folded, { about, facts, entryId }: Entry): string | null {
  const { decision = '', task, useCase = '', policyVersion } = about;
  if (folded.decisions.has(decision)) return `decision ${decision} is recorded a second time`;
  const state = facts.route === 'hold' ? 'held' : 'released';
  folded.decisions.set(decision, { state, taskId: task ?? null, recorded: entryId, settled: null });
  if (task && folded.tasks.has(task)) return `task ${task} is opened a second time`;
  if (task) folded.tasks.set(task, { decisionId: decision, state: 'open', slots: ['open'], resolved: null });
  const inForce = folded.inForce.get(useCase);
  return inForce === policyVersion ? null : `routed by policy ${policyVersion}, but ${inForce} is in force`;
}

function foldSettled(folded: Folded, { about, facts, entryId }: Entry): string | null {
  const decision = folded.decisions.get(about.decision ?? '');
  if (!decision) return `decision ${about.decision} was never recorded`;
  const step = stepDecision(decision.state, facts.event as DecisionEvent); // an unknown event fails the comparison
  if (!step.ok) return `${facts.event} is refused in ${decision.state}: ${step.because}`;
  if (facts.before !== decision.state || facts.state !== step.state)
    return `tells ${facts.before} to ${facts.state}, but it is ${decision.state} to ${step.state}`;
  decision.state = step.state;
  decision.settled = entryId;
  return null;
}

function foldGiven(folded: Folded, { about, entryId }: Entry): string | null {
  const { verdict = '', task = '' } = about;
  if (folded.verdicts.has(verdict)) return `verdict ${verdict} is given a second time`;
  folded.verdicts.set(verdict, { taskId: task, given: entryId, withdrawn: false });
  return null;
}

function foldWithdrawn(folded: Folded, { about }: Entry): string | null {
  const verdict = folded.verdicts.get(about.verdict ?? '');
  if (!verdict || verdict.withdrawn) return `verdict ${about.verdict} does not stand`;
  verdict.withdrawn = true;
  return null;
}

function foldResolved(folded: Folded, { about, entryId }: Entry): string | null {
  const task = folded.tasks.get(about.task ?? '');
  if (task) task.resolved = entryId;
  return null;
}

function foldTask(folded: Folded, { about }: Entry, event: TaskEvent): string | null {
  const task = folded.tasks.get(about.task ?? '');
  if (!task) return `task ${about.task} was never opened`;
  const step = stepTask(task.state, event);
  if (!step.ok) return `${event} is refused in ${task.state}: ${step.because}`;
  task.state = step.state;
  return null;
}

function foldSlot(folded: Folded, { about }: Entry, event: SlotEvent): string | null {
  const task = folded.tasks.get(about.task ?? '');
  const last = task?.slots.length ?? 0;
  const before = task?.slots[last - 1];
  if (!task || !before) return `task ${about.task} has no slot`;
  const step = stepSlot(before, event);
  if (!step.ok) return `slot ${last}: ${event} is refused in ${before}: ${step.because}`;
  task.slots[last - 1] = step.state;
  return null;
}

/** A claim on a parked slot can only be that of who parked it. */
function claimEvent(folded: Folded, { about }: Entry): SlotEvent {
  return folded.tasks.get(about.task ?? '')?.slots.at(-1) === 'parked' ? 'resume' : 'claim';
}

function openSlot(folded: Folded, { about, facts }: Entry): string | null {
  const task = folded.tasks.get(about.task ?? '');
  task?.slots.push('open');
  return task?.slots.length === facts.slot ? null : `tells of slot ${facts.slot}`;
}

/** A cancelled task is in nobody's hands. */
function takeBack(folded: Folded, { about }: Entry): string | null {
  const slots = folded.tasks.get(about.task ?? '')?.slots;
  if (slots && slots.at(-1) !== 'judged') slots[slots.length - 1] = 'open';
  return null;
}
