import { setTimeout as sleep } from 'node:timers/promises';
import { newDecisionId } from '../sdk/decision-id.ts';
import { ProblemError } from '../sdk/problem-error.ts';
import { worthRetrying } from '../sdk/retry.ts';
import type { Steerhouse } from '../sdk/steerhouse.ts';
import { classify } from './classifier/classify.ts';
import type { Classifier } from './classifier/train-classifier.ts';
import { modelName } from './set-up.ts';
import type { Tempo } from './tempo.ts';
import type { Arrival } from './traffic/stream-queries.ts';

export type TrafficDrive = {
  readonly classifier: Classifier;
  /** Slug of the use case. */
  readonly useCase: string;
  readonly tempo: Tempo;
  /** How many of the stream come in time lapse, and how many of those came at an earlier start. */
  readonly opening: { readonly count: number; readonly sent: number };
  /** Told now and then how many of the opening are sent. */
  readonly onOpened: (sent: number) => void;
  readonly signal: AbortSignal;
};

/** Arrivals that fell behind by more than this are let go: a demo that was asleep must not come back with a flood. */
const longestLagMs = 3_000;
const retryAfterMs = 500;

/** Sends each query, scored by the model, when it arrives; a server that is away is asked again. */
export async function driveTraffic(
  steerhouse: Steerhouse,
  arrivals: Generator<Arrival, never>,
  drive: TrafficDrive,
): Promise<void> {
  const { tempo, signal } = drive;
  const openedMs = await sendOpening(steerhouse, arrivals, drive);
  tempo.settle();
  const startMs = performance.now();
  while (!signal.aborted) {
    const arrival = arrivals.next().value;
    const waitMs = startMs + (arrival.atMs - openedMs) / tempo.speed() - performance.now();
    if (waitMs < -longestLagMs) continue;
    if (waitMs > 0) await pause(waitMs, signal);
    if (!signal.aborted) void submit(steerhouse, decisionOf(arrival, drive), drive);
  }
}

const tellEvery = 100;
/** Far below the limits of the policy's overload contract. */
const mostWaiting = 120;
/** What the ordinary tempo starts with. */
const fewAtTheEnd = 10;

/** In time lapse: as fast as people keep up, and not faster than the tempo. Answers the time of the last arrival. */
async function sendOpening(
  steerhouse: Steerhouse,
  arrivals: Generator<Arrival, never>,
  drive: TrafficDrive,
): Promise<number> {
  const { tempo, signal } = drive;
  const { count, sent } = drive.opening;
  let lastMs = 0;
  for (let skipped = 0; skipped < sent; skipped += 1) lastMs = arrivals.next().value.atMs;
  let dueMs = performance.now();
  for (let place = sent + 1; place <= count && !signal.aborted; place += 1) {
    const arrival = arrivals.next().value;
    dueMs = Math.max(dueMs + (arrival.atMs - lastMs) / tempo.speed(), performance.now() - longestLagMs);
    lastMs = arrival.atMs;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs, signal);
    await fewWaiting(tempo, mostWaiting, signal);
    if (!signal.aborted) void submit(steerhouse, decisionOf(arrival, drive), drive);
    if (place % tellEvery === 0 || place === count) drive.onOpened(place);
  }
  if (count > sent) await fewWaiting(tempo, fewAtTheEnd, signal);
  return lastMs;
}

const lookAgainMs = 50;
/** Nobody may be there to judge: a visitor can disable the simulated people. */
const patienceMs = 20_000;

async function fewWaiting(tempo: Tempo, most: number, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  while (tempo.waiting() > most && !signal.aborted && performance.now() < untilMs)
    await pause(lookAgainMs, signal);
}

type Decision = Parameters<Steerhouse['decisions']['submitDecision']>[0];

function decisionOf({ query, metadata }: Arrival, { classifier, useCase }: TrafficDrive): Decision {
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

async function submit(
  steerhouse: Steerhouse,
  decision: Decision,
  { signal, tempo }: TrafficDrive,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { taskId, route } = await steerhouse.decisions.submitDecision(decision, { signal });
      if (taskId !== null) tempo.asked(route === 'consensus' ? 2 : 1);
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!worthRetrying(error)) {
        // A visitor may retire the model or change the schema: that is an answer, and traffic goes on.
        if (error instanceof ProblemError) return;
        throw error;
      }
      await pause(retryAfterMs, signal);
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
