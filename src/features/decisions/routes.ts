import type { Readable } from 'node:stream';
import * as contract from '../../contract/decisions.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route, type Wire } from '../../platform/http/route.ts';
import { streamOutcomes } from './outcomes/stream-outcomes.ts';
import { waitForOutcome } from './outcomes/wait-for-outcome.ts';
import { getDecision } from './reading/get-decision.ts';
import { listDecisions } from './reading/list-decisions.ts';
import type { Ingest } from './recording/ingest.ts';
import { submitDecision } from './recording/submit-decision.ts';
import { submitLines } from './recording/submit-lines.ts';

export function decisionRoutes(deps: Deps, ingest: Ingest): Route[] {
  const limitBytes = deps.config.payloadLimitBytes;
  return [
    route(contract.submitDecision, ({ actor, body, at }, wire) =>
      isLines(wire)
        ? answerLines(wire, submitLines(ingest, wire.request.body as Readable, linesFrom(deps, wire))) // its content type
        : submitDecision(ingest, body, wire.request.rawBody, { actor, atMs: at.getTime(), limitBytes }),
    ),
    route(contract.listDecisions, ({ query }) => listDecisions(deps.db, query)),
    route(contract.getDecision, ({ actor, params }) => getDecision(deps, actor, params.decisionId)),
    route(contract.getOutcome, ({ params, query }, { request }) =>
      waitForOutcome(deps.db, params.decisionId, {
        waitMs: (query.wait ?? 0) * 1000,
        signal: goneSignal(request.raw),
      }),
    ),
    route(contract.streamOutcomes, ({ query }, wire) => streamOutcomes(deps, wire, query.useCase)),
  ];
}

function isLines({ request }: Wire): boolean {
  return request.headers['content-type']?.startsWith('application/x-ndjson') ?? false;
}

function answerLines({ reply }: Wire, answers: Readable) {
  return reply.code(200).header('content-type', 'application/x-ndjson').send(answers);
}

function linesFrom({ clock, config, log }: Deps, { request }: Wire) {
  return {
    actor: request.actor,
    now: () => clock.now().getTime(),
    limitBytes: config.payloadLimitBytes,
    log,
  };
}

/** Aborts when the caller hangs up, so that nobody waits for a closed connection. */
function goneSignal(raw: { socket: { once(event: 'close', listener: () => void): unknown } }): AbortSignal {
  const gone = new AbortController();
  raw.socket.once('close', () => gone.abort());
  return gone.signal;
}
