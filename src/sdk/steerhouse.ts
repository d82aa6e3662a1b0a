import type { NewDecision, RoutedLine } from '../contract/decisions.ts';
import type { AnswerOf, Endpoint } from '../contract/endpoint.ts';
import { endpoints, type words } from '../contract/index.ts';
import { type CallInit, type Client, type ClientOptions, openClient, problemFrom, send } from './client.ts';
import { type FlatInput, partsOf } from './flat-input.ts';
import { awaitOutcome, type Gated, type GateOptions, gate } from './gate.ts';
import { type OutcomeEvent, type OutcomesOptions, outcomes } from './outcomes.ts';
import { type SubmitManyOptions, submitMany } from './submit-many.ts';

/** An endpoint as a method: one object in, the answer out; streams answer the open `Response`. */
export type Method<E extends Endpoint> = (
  ...given: Record<never, never> extends FlatInput<E>
    ? [input?: FlatInput<E>, init?: CallInit]
    : [input: FlatInput<E>, init?: CallInit]
) => Promise<E extends { streams: string } ? Response : AnswerOf<E>>;

type Methods<W> = {
  readonly [K in keyof W as W[K] extends Endpoint ? K : never]: W[K] extends Endpoint ? Method<W[K]> : never;
};
type Words = { readonly [K in keyof typeof words]: Methods<(typeof words)[K]> };

export type Steerhouse = Words & {
  readonly client: Client;
  /** Submits a decision and waits until it may be used. */
  gate(decision: NewDecision, options?: GateOptions): Promise<Gated>;
  /** Waits for a decision that was submitted before. */
  awaitOutcome(decisionId: string, options?: GateOptions): Promise<Gated>;
  submitMany(
    decisions: Iterable<NewDecision> | AsyncIterable<NewDecision>,
    options?: SubmitManyOptions,
  ): AsyncGenerator<RoutedLine>;
  outcomes(options?: OutcomesOptions): AsyncGenerator<OutcomeEvent>;
};

/**
 * Every endpoint of the contract as a method, by word.
 *
 * @example
 * const steerhouse = openSteerhouse({ baseUrl: 'http://127.0.0.1:8420', apiKey });
 * const gated = await steerhouse.gate({ useCase: 'refunds', model: 'v3', input, output, confidence: 0.91 });
 * const decision = await steerhouse.decisions.getDecision({ decisionId: gated.decisionId });
 */
export function openSteerhouse(options: ClientOptions): Steerhouse {
  return steerhouseOf(openClient(options));
}

/** The same over a client that is open already, e.g. a person's. */
export function steerhouseOf(client: Client): Steerhouse {
  const byWord: Record<string, Record<string, unknown>> = {};
  for (const { word, endpoint } of endpoints) {
    byWord[word] ??= {};
    byWord[word][endpoint.id] = methodOf(client, endpoint);
  }
  return {
    ...(byWord as Words), // built from the very `words` the type is derived from
    client,
    gate: (decision, given) => gate(client, decision, given),
    awaitOutcome: (decisionId, given) => awaitOutcome(client, decisionId, given),
    submitMany: (decisions, given) => submitMany(client, decisions, given),
    outcomes: (given) => outcomes(client, given),
  };
}

function methodOf(client: Client, endpoint: Endpoint) {
  return async (input: Record<string, unknown> = {}, init: CallInit = {}): Promise<unknown> => {
    const parts = partsOf(endpoint, input);
    if (!endpoint.streams) return client.call(endpoint, parts as never, init); // sorted by the endpoint's own schemas
    const response = await send(client.options, endpoint, parts, init);
    if (!response.ok) throw await problemFrom(response);
    return response;
  };
}
