import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../database-away.ts';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { describeErrors } from './validate.ts';

export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  todo?: string;
  requestId?: string;
  problems?: { at: string; message: string }[];
  facts?: Record<string, unknown>;
};

/** A refusal as an RFC 9457 problem document. */
export function problemOf(refusal: Refusal, requestId?: string): ProblemDocument {
  const { todo, problems, facts } = refusal.details;
  return {
    type: `urn:steerhouse:problem:${refusal.code}`,
    title: STATUS_CODES[refusal.status] ?? 'Refused',
    status: refusal.status,
    code: refusal.code,
    detail: refusal.message,
    ...(todo ? { todo } : {}),
    ...(requestId ? { requestId } : {}),
    ...(problems ? { problems } : {}),
    ...(facts ? { facts } : {}),
  };
}

/** The one place where errors become answers: refusals with their code, everything else a bare 500. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const retryAfterSeconds = asRefusal(error)?.details.retryAfterSeconds;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return send(reply, problemOfError(error, log, { requestId: request.id, route: request.routeOptions.url }));
}

/** Any error as a problem document; one that nobody expected is logged whole and told as little of as possible. */
export function problemOfError(
  error: unknown,
  log: Log,
  context: { requestId?: string; route?: string | undefined } = {},
): ProblemDocument {
  const refusal = asRefusal(error);
  if (refusal) return problemOf(refusal, context.requestId);
  log.error({ err: error, ...context }, 'request failed');
  return {
    type: 'urn:steerhouse:problem:internal',
    title: 'Internal Server Error',
    status: 500,
    code: 'internal',
    detail: 'Something went wrong on our side.',
    todo: 'Try again; if it stays, give the operator this request id.',
    ...(context.requestId ? { requestId: context.requestId } : {}),
  };
}

function send(reply: FastifyReply, problem: ProblemDocument): FastifyReply {
  // Serialised here: the success schema of the route does not fit a problem.
  return reply
    .code(problem.status)
    .serializer((payload: unknown) => payload as string) // already JSON text, one line below
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const known = error as Partial<FastifyError> & { code?: string };
  if (known.validation) return invalid(known as FastifyError);
  if (isDatabaseAway(error)) {
    return new Refusal('unavailable', 'database.away', 'The database does not answer at the moment.', {
      todo: 'Nothing was half-written. Send the same request again shortly.',
      retryAfterSeconds: 1,
    });
  }
  if (isUnstorable(known)) {
    return new Refusal(
      'bad-request',
      'request.bad-characters',
      'A text holds a character that cannot be stored (U+0000, or half of a surrogate pair).',
    );
  }
  const status = known.statusCode;
  if (status === undefined || status >= 500) return null;
  const message = known.message ?? 'The request could not be read.';
  if (status === 413) {
    return new Refusal('too-large', 'request.too-large', 'The body is larger than this server takes.', {
      todo: 'Send less at once, or raise STEERHOUSE_PAYLOAD_LIMIT_KIB.',
    });
  }
  if (status === 415) {
    return new Refusal(
      'unsupported-media',
      'request.unsupported-media',
      'This media type is not taken here.',
      {
        todo: 'Send the body as application/json.',
      },
    );
  }
  if (status === 404) return new Refusal('not-found', 'endpoint.unknown', message);
  return new Refusal('bad-request', 'request.malformed', message);
}

/** We write all JSON ourselves, so JSON that the database cannot read has broken surrogate pairs in its texts. */
function isUnstorable({ code, message }: { code?: string; message?: string }): boolean {
  if (code === '22021' || code === '22P05') return true;
  return code === '22P02' && /type json/.test(message ?? '');
}

/** What the framework calls the parts of a request, and what callers call them. */
const places: Record<string, string> = { body: 'body', params: 'address', querystring: 'query' };

function invalid(error: FastifyError): Refusal {
  const place = places[error.validationContext ?? 'body'] ?? 'body';
  const problems = describeErrors(error.validation).map(({ at, message }) => ({
    at: `${place}${at}`,
    message,
  }));
  return new Refusal('bad-request', 'request.invalid', `The ${place} does not fit the contract.`, {
    todo: 'See /docs for the shape of this request.',
    problems,
  });
}
