import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '../../contract/endpoint.ts';
import type { Actor } from '../../core/access/actor.ts';

/** What a handler is given: parsed and validated at the door, trusted inside. */
export type Ask<E extends Endpoint> = {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  actor: Actor;
  at: Date;
};

/** For the few that stream or set a cookie. */
export type Wire = { request: FastifyRequest; reply: FastifyReply };

/** Endpoints without an answer schema either stream through the wire or answer nothing. */
type Answer<E extends Endpoint> = 'answer' extends keyof E
  ? AnswerOf<E> | FastifyReply
  : undefined | FastifyReply;

export type Route = {
  endpoint: Endpoint;
  handle: (ask: Ask<Endpoint>, wire: Wire) => unknown;
};

/** Ties an endpoint to its handler; one line per endpoint in `features/<word>/routes.ts`. */
export function route<const E extends Endpoint>(
  endpoint: E,
  handle: (ask: Ask<E>, wire: Wire) => Promise<Answer<E>> | Answer<E>,
): Route {
  // The server validates against this very endpoint before it calls, so the general signature is met.
  return { endpoint, handle: handle as unknown as Route['handle'] };
}
