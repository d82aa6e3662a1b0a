import {
  getOutcome,
  type NewDecision,
  type Outcome,
  type Routed,
  submitDecision,
} from '../contract/decisions.ts';
import type { JsonValue } from '../contract/parts.ts';
import type { Client } from './client.ts';
import { newDecisionId } from './decision-id.ts';
import { DeadlineError, pause, type RetryOptions, retry } from './retry.ts';

export type GateOptions = RetryOptions & {
  /** How long this caller waits; without it, until the decision is settled. The decision itself stays open. */
  timeoutMs?: number;
  /** Length of one long poll, at most 60. */
  pollSeconds?: number;
  /** Told once, when the decision is durable: its route, reasons and task. */
  onRouted?: (routed: Routed) => void;
};

/** What the caller may do now. */
export type Gated =
  /** Use the model's output: by policy, or a person approved it. */
  | { kind: 'released'; decisionId: string; output: JsonValue | undefined }
  /** Use this output, a person wrote it. */
  | { kind: 'edited'; decisionId: string; output: JsonValue | undefined; reasonCodes: readonly string[] }
  /** Use nothing. */
  | { kind: 'rejected'; decisionId: string; reasonCodes: readonly string[] }
  /** Use the model's output; nobody judged it in time and the policy released it with a flag. */
  | { kind: 'flagged'; decisionId: string; output: JsonValue | undefined }
  /** Your time ran out. `accepted` false: the server never confirmed it, submit it again under this id. */
  | { kind: 'timed-out'; decisionId: string; accepted: boolean };

/**
 * Submits a decision and waits until it may be used.
 *
 * Survives server restarts: the decision id is made here, so that sending again is safe, and waiting reconnects.
 * Refusals (unknown use case, wrong key …) are thrown as `ProblemError`.
 */
export async function gate(client: Client, decision: NewDecision, options: GateOptions = {}): Promise<Gated> {
  const decisionId = decision.decisionId ?? newDecisionId(Date.now());
  const deadlineMs = deadlineOf(options);
  try {
    const routed = await retry(
      (signal) => client.call(submitDecision, { body: { ...decision, decisionId } }, { signal }),
      limitsOf(options, deadlineMs),
    );
    options.onRouted?.(routed);
    if (routed.released) return { kind: 'released', decisionId, output: decision.output };
  } catch (error) {
    if (error instanceof DeadlineError) return { kind: 'timed-out', decisionId, accepted: false };
    throw error;
  }
  return poll(client, decisionId, { ...options, deadlineMs, original: decision.output });
}

/** Waits for a decision that was submitted before, e.g. after `gate` timed out or this process restarted. */
export async function awaitOutcome(
  client: Client,
  decisionId: string,
  options: GateOptions = {},
): Promise<Gated> {
  return poll(client, decisionId, { ...options, deadlineMs: deadlineOf(options), original: undefined });
}

type PollOptions = GateOptions & { deadlineMs: number | undefined; original: JsonValue | undefined };

async function poll(client: Client, decisionId: string, options: PollOptions): Promise<Gated> {
  const { deadlineMs, original } = options;
  for (;;) {
    const startedAtMs = Date.now();
    const leftMs = deadlineMs === undefined ? Number.POSITIVE_INFINITY : deadlineMs - startedAtMs;
    if (leftMs <= 0) return { kind: 'timed-out', decisionId, accepted: true };
    try {
      const outcome = await ask(client, decisionId, leftMs, options);
      if (outcome.final) return gatedOf(outcome, original);
    } catch (error) {
      if (error instanceof DeadlineError) return { kind: 'timed-out', decisionId, accepted: true };
      throw error;
    }
    // A server that shuts down answers waiters early: do not spin on it.
    const leastMs = Math.min(LEAST_POLL_MS, leftMs);
    await pause(Math.max(0, leastMs - (Date.now() - startedAtMs)), options.signal);
  }
}

const LEAST_POLL_MS = 500;

function ask(client: Client, decisionId: string, leftMs: number, options: PollOptions): Promise<Outcome> {
  const pollSeconds = Math.min(60, Math.max(0, options.pollSeconds ?? 30));
  const wait = Math.floor(Math.min(pollSeconds, leftMs / 1000));
  return retry((signal) => client.call(getOutcome, { params: { decisionId }, query: { wait } }, { signal }), {
    ...limitsOf(options, options.deadlineMs),
    attemptMs: wait * 1000 + 15_000,
  });
}

function gatedOf(outcome: Outcome, original: JsonValue | undefined): Gated {
  const { decisionId, reasonCodes } = outcome;
  switch (outcome.state) {
    case 'released':
      return { kind: 'released', decisionId, output: 'output' in outcome ? outcome.output : original };
    case 'flagged':
      return { kind: 'flagged', decisionId, output: 'output' in outcome ? outcome.output : original };
    case 'edited':
    case 'corrected':
    case 'defaulted':
      return { kind: 'edited', decisionId, output: outcome.output, reasonCodes };
    case 'rejected':
    case 'recalled':
    case 'shadowed':
      return { kind: 'rejected', decisionId, reasonCodes };
    case 'held':
      throw new Error('The server called a held decision final.');
    default:
      return outcome.state satisfies never;
  }
}

function deadlineOf({ timeoutMs }: GateOptions): number | undefined {
  return timeoutMs === undefined ? undefined : Date.now() + timeoutMs;
}

function limitsOf(options: GateOptions, deadlineMs: number | undefined) {
  const { signal, random, onRetry } = options;
  return {
    ...(signal ? { signal } : {}),
    ...(random ? { random } : {}),
    ...(onRetry ? { onRetry } : {}),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
}
