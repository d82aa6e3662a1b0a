import { setTimeout as sleep } from 'node:timers/promises';
import { newDecisionId } from '../sdk/decision-id.ts';
import { ProblemError } from '../sdk/problem-error.ts';
import { worthRetrying } from '../sdk/retry.ts';
import type { Steerhouse } from '../sdk/steerhouse.ts';
import { classify } from './classifier/classify.ts';
import type { Classifier } from './classifier/train-classifier.ts';
import { modelName } from './set-up.ts';
import type { Arrival } from './traffic/stream-queries.ts';

/** Arrivals that fell behind by more than this are let go: a demo that was asleep must not come back with a flood. */
const longestLagMs = 3_000;
const retryAfterMs = 500;

/** Sends each query, scored by the model, when it arrives; a server that is away is asked again. */
export async function driveTraffic(
  steerhouse: Steerhouse,
  arrivals: Generator<Arrival, never>,
  { classifier, useCase, signal }: { classifier: Classifier; useCase: string; signal: AbortSignal },
): Promise<void> {
  const startMs = performance.now();
  while (!signal.aborted) {
    const arrival = arrivals.next().value;
    const waitMs = startMs + arrival.atMs - performance.now();
    if (waitMs < -longestLagMs) continue;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    void submit(steerhouse, decisionOf(arrival, classifier, useCase), signal);
  }
}

type Decision = Parameters<Steerhouse['decisions']['submitDecision']>[0];

function decisionOf({ query, metadata }: Arrival, classifier: Classifier, useCase: string): Decision {
  const { label, confidence, probabilities } = classify(classifier, query.text);
  return {
    decisionId: newDecisionId(Date.now()),
    useCase,
    model: modelName,
    input: query.text,
    output: label,
    label,
    confidence,
    probabilities: Object.fromEntries(probabilities.map((one) => [one.label, one.probability])),
    metadata: { ...metadata },
  };
}

async function submit(steerhouse: Steerhouse, decision: Decision, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await steerhouse.decisions.submitDecision(decision, { signal });
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!worthRetrying(error)) {
        // A visitor may retire the model or change the schema: that is an answer, and traffic goes on.
        if (error instanceof ProblemError) return;
        throw error;
      }
      await sleep(retryAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
