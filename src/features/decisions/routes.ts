import { Readable } from 'node:stream';
import * as contract from '../../contract/decisions.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route, type Wire } from '../../platform/http/route.ts';
import { openOutcomeFeed } from './outcomes/outcome-feed.ts';
import { streamOutcomes } from './outcomes/stream-outcomes.ts';
import { waitForOutcome } from './outcomes/wait-for-outcome.ts';
import { getDecision } from './reading/get-decision.ts';
import { listDecisions } from './reading/list-decisions.ts';
import type { Ingest } from './recording/ingest.ts';
import { submitDecision } from './recording/submit-decision.ts';
import { submitLines } from './recording/submit-lines.ts';

export function decisionRoutes(deps: Deps, ingest: Ingest): Route[] {
  const limitBytes = deps.config.payloadLimitBytes;
  const feed = openOutcomeFeed(deps);
  return [
    route(contract.submitDecision, ({ actor, body, at }, wire) =>
      isLines(wire)
        ? answerLines(wire, submitLines(ingest, wire.request.body as Readable, linesFrom(deps, wire))) // its content type
        : submitDecision(ingest, body, wire.request.rawBody, { actor, atMs: at.getTime(), limitBytes }),
    ),
    route(contract.listDecisions, ({ actor, query }) => listDecisions(deps.db, actor, query)),
    route(contract.getDecision, ({ actor, params }) => getDecision(deps, actor, params.decisionId)),
    route(contract.getOutcome, ({ params, query }, wire) =>
      waitForOutcome(deps.db, params.decisionId, {
        waitMs: (query.wait ?? 0) * 1000,
        signal: endSignal(wire),
      }),
    ),
    route(contract.streamOutcomes, ({ query: { useCase } }, wire) =>
      streamOutcomes(deps, wire, { feed, useCase }),
    ),
  ];
}

function isLines({ request }: Wire): boolean {
  return request.body instanceof Readable;
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

/** Aborts when the caller hangs up, so that nobody waits for a closed connection, and when the server shuts down. */
function endSignal({ request, reply }: Wire): AbortSignal {
  const gone = new AbortController();
  // Of the answer, not of the socket: that one serves many requests.
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, request.server.closing]);
}
