// The main job as plain objects: what must come of anything that anybody does, in any order.
import type { PolicyDocument } from '../../src/contract/policies.ts';
import { type DecisionEvent, type DecisionState, stepDecision } from '../../src/core/decisions/life.ts';
import type { VerdictKind } from '../../src/core/reviews/resolve.ts';

export const leaseMs = 60_000;
export const undoMs = 20_000;
export const parkMs = 90_000;
export const timeOutMs = 120_000;

export type ModelLease = { reviewer: number; token: string; claimedAt: number; endsAt: number };
export type ModelVerdict = { verdictId: string; reviewer: number; kind: VerdictKind };
export type ModelTask = {
  taskId: string;
  dueAt: number;
  state: 'open' | 'judged' | 'resolved' | 'cancelled';
  tier: 1 | 2;
  lease: ModelLease | null;
  parkedUntil: number | null;
  effectAt: number;
  earlier: ModelVerdict[];
  verdict: ModelVerdict | null;
};
export type ModelDecision = {
  decisionId: string;
  state: DecisionState;
  policyVersionId: string;
  timeOut: { at: number; event: 'time-out-reject' | 'time-out-release' } | null;
  task: ModelTask | null;
};

/** The policies that are published in turn: other thresholds, the other time-out, every release drawn. */
export const documents: readonly PolicyDocument[] = [
  documentOf({ from: 0.8, timeout: { action: 'keep-holding' }, rate: 0 }),
  documentOf({ from: 0.6, timeout: { action: 'reject', afterSeconds: timeOutMs / 1000 }, rate: 0 }),
  documentOf({ from: 0.7, timeout: { action: 'release-and-flag', afterSeconds: timeOutMs / 1000 }, rate: 1 }),
];

type Wanted = {
  from: number;
  timeout: Extract<PolicyDocument['otherwise'], { kind: 'hold' }>['timeout'];
  rate: number;
};

function documentOf({ from, timeout, rate }: Wanted): PolicyDocument {
  return {
    rules: [
      { name: 'Sure', when: `confidence >= ${from}`, route: { kind: 'release' } },
      { name: 'Fair', when: 'confidence >= 0.5', route: { kind: 'release-and-review', dueSeconds: 500 } },
    ],
    otherwise: { kind: 'hold', dueSeconds: 300, timeout },
    audit: { rate, dueSeconds: 900 },
  };
}

/** What the policy says, told a second time and more simply. */
export function expectedRoute(document: PolicyDocument, confidence: number) {
  const from = Number(/[\d.]+$/.exec(document.rules[0]?.when ?? '')?.[0]);
  const drawn = document.audit.rate === 1;
  if (confidence >= from) return { route: 'release', dueMs: drawn ? 900_000 : null } as const;
  if (confidence >= 0.5) return { route: 'release-and-review', dueMs: 500_000 } as const;
  return { route: 'hold', dueMs: 300_000 } as const;
}

export class JobModel {
  readonly decisions: ModelDecision[] = [];
  /** Resolved, and the news has not reached the decision. */
  readonly news: { decision: ModelDecision; event: DecisionEvent }[] = [];

  get tasks(): ModelTask[] {
    return this.decisions.flatMap(({ task }) => task ?? []);
  }

  holder(task: ModelTask, at: number): ModelLease | null {
    return task.lease && at < task.lease.endsAt ? task.lease : null;
  }

  held(reviewer: number, at: number): ModelTask[] {
    return this.tasks
      .filter((task) => this.holder(task, at)?.reviewer === reviewer)
      .toSorted((a, b) => a.lease!.claimedAt - b.lease!.claimedAt || byText(a.taskId, b.taskId));
  }

  /** The third reviewer is an expert, who is asked first for what only experts judge. */
  mostUrgent(reviewer: number, at: number): ModelTask | null {
    const free = this.tasks.filter(
      (task) =>
        task.state === 'open' &&
        task.parkedUntil === null &&
        !this.holder(task, at) &&
        (task.tier === 1 || reviewer === 2) &&
        !task.earlier.some((verdict) => verdict.reviewer === reviewer),
    );
    const [first] = free.toSorted(
      (a, b) => b.tier - a.tier || a.dueAt - b.dueAt || byText(a.taskId, b.taskId),
    );
    return first ?? null;
  }

  resolveDue(at: number): void {
    const due = this.decisions.filter(({ task }) => task?.state === 'judged' && task.effectAt <= at);
    for (const decision of due) this.#conclude(decision);
  }

  timeOutDue(at: number): void {
    for (const decision of this.decisions) {
      const { task, timeOut, state } = decision;
      if (state !== 'held' || !timeOut || timeOut.at > at || !task) continue;
      const undecided = task.state === 'resolved' && task.verdict?.kind === 'cannot-decide';
      if (task.state !== 'open' && !undecided) continue;
      this.#settle(decision, timeOut.event);
      if (!undecided) Object.assign(task, { state: 'cancelled', lease: null, parkedUntil: null });
    }
  }

  /** Everything resolved so far reaches its decision. */
  tellNews(): void {
    for (const { decision, event } of this.news.splice(0)) this.#settle(decision, event);
  }

  #conclude(decision: ModelDecision): void {
    const { task } = decision;
    if (!task?.verdict) return;
    if (task.verdict.kind !== 'cannot-decide' || task.tier === 2) {
      task.state = 'resolved';
      this.news.push({ decision, event: task.verdict.kind });
      return;
    }
    task.earlier.push(task.verdict);
    Object.assign(task, { verdict: null, tier: 2, state: 'open' });
  }

  #settle(decision: ModelDecision, event: DecisionEvent): void {
    const step = stepDecision(decision.state, event);
    if (step.ok) decision.state = step.state;
  }
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
