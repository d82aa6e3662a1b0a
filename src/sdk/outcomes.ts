import { type Outcome, streamOutcomes } from '../contract/decisions.ts';
import { type Client, problemFrom, send } from './client.ts';
import { ConnectionError } from './connection-error.ts';
import { readEvents, type ServerEvent } from './read-events.ts';
import { pause, type RetryOptions, worthRetrying } from './retry.ts';

export type OutcomesOptions = RetryOptions & {
  /** Slug of the use case; without it, all. */
  useCase?: string;
  /** Continue after this event without a gap, e.g. the last one stored before a restart. */
  lastEventId?: string;
};

/** An outcome with the id to continue from. */
export type OutcomeEvent = { eventId: string; outcome: Outcome };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LONGEST_SILENCE_MS = 60_000; // the server sends a comment far more often; longer means a dead connection

/**
 * Outcomes as they settle, without end. Reconnects by `Last-Event-ID` when the connection breaks or the server
 * restarts; stop it with the signal or by leaving the loop.
 */
export async function* outcomes(client: Client, options: OutcomesOptions = {}): AsyncGenerator<OutcomeEvent> {
  const { signal, random = Math.random } = options;
  let lastEventId = options.lastEventId ?? '';
  let failures = 0;
  for (;;) {
    try {
      for await (const event of connect(client, options, lastEventId)) {
        failures = 0;
        lastEventId = event.id;
        if (event.name !== 'outcome') continue;
        yield { eventId: event.id, outcome: JSON.parse(event.data) as Outcome }; // serialised by the contract
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!worthRetrying(error)) throw error;
      failures += 1;
      options.onRetry?.(error, 0);
    }
    signal?.throwIfAborted();
    await pause(random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures), signal);
  }
}

async function* connect(
  client: Client,
  { useCase, signal }: OutcomesOptions,
  lastEventId: string,
): AsyncGenerator<ServerEvent> {
  const line = silenceAlarm();
  const stop = signal ? AbortSignal.any([signal, line.signal]) : line.signal;
  try {
    const response = await send(
      client.options,
      streamOutcomes,
      { query: { useCase } },
      { signal: stop, headers: lastEventId ? { 'last-event-id': lastEventId } : {} },
    );
    if (!response.ok) throw await problemFrom(response);
    if (!response.body) throw new ConnectionError('the answer has no body');
    yield* readEvents(response.body, stop, line.heard);
  } finally {
    line.hangUp();
  }
}

/** A signal that fires after too long a silence, or when told to hang up. */
function silenceAlarm(): { signal: AbortSignal; heard: () => void; hangUp: () => void } {
  const control = new AbortController();
  const ring = () => control.abort(new DOMException('The stream fell silent.', 'TimeoutError'));
  let timer = setTimeout(ring, LONGEST_SILENCE_MS);
  return {
    signal: control.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(ring, LONGEST_SILENCE_MS);
    },
    hangUp: () => {
      clearTimeout(timer);
      control.abort();
    },
  };
}
