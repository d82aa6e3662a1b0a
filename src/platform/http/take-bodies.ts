import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest, preValidationHookHandler } from 'fastify';
import type { Endpoint } from '../../contract/endpoint.ts';
import { Refusal } from '../refusal.ts';
import { parseJson } from './parse-json.ts';
import { type BodyWatch, watchBodies } from './watch-bodies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** A JSON body as it was sent; empty for other requests. */
    rawBody: Buffer;
  }
}

const ndjson = 'application/x-ndjson';
const csv = 'text/csv';

/** Takes JSON, whole, and lines, as a stream; nothing else comes in, because no schema would be looked up for it. */
export function takeBodies(app: FastifyInstance, withinMs: number): BodyWatch {
  const watch = watchBodies(withinMs);
  app.decorateRequest('rawBody', null as never); // set by the parser of JSON bodies before any handler runs
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    watch.received(request.raw);
    keepAndParse(request, body as Buffer, done); // asked for as a buffer
  });
  // Lines are read by their endpoint, one at a time; the whole is never held.
  app.addContentTypeParser([ndjson, csv], (request, payload, done) => {
    watch.received(request.raw);
    done(null, payload);
  });
  return watch;
}

/** Keeps the bytes beside the value: what is stored of a decision is what was sent. */
function keepAndParse(
  request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  request.rawBody = body;
  try {
    done(null, parseJson(body, 'The body'));
  } catch (error) {
    done(error as Error); // a refusal
  }
}

/** A hook before validation, where lines or tables have no business: no schema says anything about a stream. */
export function refuseStreams({ lines, table }: Endpoint): preValidationHookHandler {
  return (request, _reply, done) => {
    const streamed = request.body instanceof Readable ? mediaTypeOf(request) : null;
    const taken =
      streamed === null || (streamed === csv ? table !== undefined : (lines ?? table) !== undefined);
    done(taken ? undefined : unwanted(streamed === csv ? 'Tables' : 'Lines'));
  };
}

/** The media type of a body, without its parameters. */
export function mediaTypeOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function unwanted(what: string): Refusal {
  return new Refusal('unsupported-media', 'request.unsupported-media', `${what} are not taken here.`, {
    todo: 'Send the body as application/json.',
  });
}

/** Where lines are taken too, the schema is looked up by media type; without a body nothing was validated. */
export function refuseMissing(request: FastifyRequest): void {
  if (request.body !== undefined) return;
  throw new Refusal('bad-request', 'request.malformed', 'There is no body.', {
    todo: 'Send one as application/json.',
  });
}
