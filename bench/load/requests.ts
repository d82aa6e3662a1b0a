import type { LoadDecision } from './decisions.ts';
import { postRequest } from './run-load.ts';

export const linesPerRequest = 500;

/** One decision a request. */
export function singleRequests(decisions: readonly LoadDecision[], apiKey: string): string[] {
  return decisions.map((decision) =>
    postRequest('/v1/decisions', JSON.stringify(decision), { authorization: `Bearer ${apiKey}` }),
  );
}

/** `linesPerRequest` decisions a request, as NDJSON; four bodies that overlap by half. */
export function lineRequests(decisions: readonly LoadDecision[], apiKey: string): string[] {
  return [0, 250, 500, 750].map((from) =>
    postRequest('/v1/decisions', linesFrom(decisions, from), {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/x-ndjson',
    }),
  );
}

export function linesFrom(decisions: readonly LoadDecision[], from: number): string {
  return Array.from(
    { length: linesPerRequest },
    (_, i) => `${JSON.stringify(decisions[(from + i) % decisions.length])}\n`,
  ).join('');
}
