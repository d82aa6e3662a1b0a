import { setMaxListeners } from 'node:events';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Endpoint } from '../../contract/endpoint.ts';
import { Closed } from '../../contract/parts.ts';
import type { Actor } from '../../core/access/actor.ts';
import { may } from '../../core/access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { openOtherMethods } from './other-methods.ts';
import { answerError } from './problem.ts';
import { nextRequestId } from './request-id.ts';
import type { Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import { serializeLazily } from './serialize.ts';
import { refuseMissing, refuseStreams, takeBodies } from './take-bodies.ts';
import { compileSchema } from './validate.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    startedAt: number;
  }
  interface FastifyInstance {
    /** Fires when the server begins to shut down. */
    closing: AbortSignal;
  }
}

/** Finds out who calls; sync when it can, because it stands on the hot path. */
export type Authenticate = (request: FastifyRequest) => Actor | Promise<Actor>;

export type ServerOptions = {
  routes: readonly Route[];
  authenticate: Authenticate;
  /** Who may call an endpoint here; the contract's word unless the configuration opens it further. */
  accessOf?: (endpoint: Endpoint) => Endpoint['access'];
  clock: Clock;
  log: Log;
  bodyLimitBytes: number;
  /** How long a caller may take to send a body; 30 s by default. */
  bodyWithinMs?: number;
  /** Addresses of proxies whose word on the caller's address counts. */
  trustedProxies?: readonly string[];
  onAnswered: (request: FastifyRequest, reply: FastifyReply) => void;
};

const usualBodyWithinMs = 30_000;
/** A connection on which nothing moves for so long is dead: long polls end after 60 s, streams have a heartbeat. */
const longestSilenceMs = 120_000;

/** Builds the HTTP server out of declared routes; it does not listen. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { log } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    // Bodies have a limit of their own (watch-bodies.ts), lines may take as long as they flow.
    requestTimeout: 0,
    connectionTimeout: longestSilenceMs,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    genReqId: nextRequestId,
    routerOptions: { maxParamLength: 200 },
    // What still comes in on an open connection while we shut down is answered as ever, and the connection closed.
    return503OnClosing: false,
    // What the router refuses before any route is found: broken escapes, ids without end.
    frameworkErrors: (error, request, reply) => {
      securityHeaders(request, reply);
      answerError(error, request, reply, log);
    },
  });
  app.decorateRequest('actor', null as never); // set in onRequest before any handler runs
  app.decorateRequest('startedAt', 0);
  app.setValidatorCompiler(
    ({ schema, httpPart }) => compileSchema(schema as never, httpPart === 'body' ? 'body' : 'text'), // our routes only carry TypeBox schemas
  );
  app.setSerializerCompiler(serializeLazily);
  const bodies = takeBodies(app, options.bodyWithinMs ?? usualBodyWithinMs);
  const refuseMethod = openOtherMethods(app);
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    bodies.began(request.raw);
    securityHeaders(request, reply);
    done(request.is404 ? refuseMethod(request, reply) : undefined);
  });
  app.addHook('onResponse', (request, reply, done) => {
    bodies.received(request.raw);
    options.onAnswered(request, reply);
    done();
  });
  announceClosing(app, () => bodies.close());
  for (const route of options.routes) register(app, route, options);
  return app;
}

/** Answers that wait or stream end when this fires; the server would wait for them otherwise. */
function announceClosing(app: FastifyInstance, onClosing: () => void): void {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one per open stream
  app.decorate('closing', closing.signal);
  app.addHook('preClose', (done) => {
    closing.abort();
    onClosing();
    done();
  });
}

function register(app: FastifyInstance, { endpoint, handle }: Route, options: ServerOptions): void {
  const access = options.accessOf?.(endpoint) ?? endpoint.access;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: {
      ...(endpoint.params ? { params: endpoint.params } : {}),
      ...queryOf(endpoint),
      ...(endpoint.body ? { body: bodySchema(endpoint) } : {}),
      ...(endpoint.answer && !endpoint.streams ? { response: { [endpoint.status]: endpoint.answer } } : {}),
    },
    onRequest: (request, _reply, done) => {
      const admit = (actor: Actor) => {
        request.actor = actor;
        done(refuse(actor, access) ?? undefined);
      };
      try {
        const actor = options.authenticate(request);
        if (actor instanceof Promise) actor.then(admit, done);
        else admit(actor);
      } catch (error) {
        done(error as Error); // only Refusal and Error are thrown by authenticate
      }
    },
    ...(endpoint.body ? { preValidation: refuseStreams(endpoint) } : {}),
    handler: async (request, reply) => {
      if (endpoint.lines ?? endpoint.table) refuseMissing(request);
      const ask = {
        params: request.params,
        query: request.query,
        body: request.body,
        actor: request.actor,
        at: options.clock.now(),
      };
      const answer = await handle(ask as never, { request, reply }); // validated against the endpoint's schemas above
      if (answer === reply || reply.sent) return reply;
      reply.code(endpoint.status);
      return endpoint.status === 204 ? reply.send() : answer;
    },
  });
}

const nothingAsked = Closed({});

/** An endpoint that asks for no query refuses any. Outside the API, monitors and readers of the log may add what they like. */
function queryOf({ query, path }: Endpoint): { querystring?: TSchema } {
  if (query) return { querystring: query };
  return path.startsWith('/v1/') ? { querystring: nothingAsked } : {};
}

function bodySchema(endpoint: Route['endpoint']): unknown {
  if (!(endpoint.lines ?? endpoint.table)) return endpoint.body;
  return { content: { 'application/json': { schema: endpoint.body } } };
}

/** Null when the actor may pass. */
export function refuse(actor: Actor, access: Route['endpoint']['access']): Refusal | null {
  if (access === 'anyone') return null;
  if (actor.kind === 'anonymous') {
    return new Refusal('unauthenticated', 'sign-in.needed', 'You are not signed in.', {
      todo: 'Sign in, or send an API key as "authorization: Bearer …".',
    });
  }
  if (access === 'signed-in') {
    return actor.kind === 'person'
      ? null
      : new Refusal('forbidden', 'permission.people-only', 'Only a person with a session may do this.');
  }
  return may(actor, access)
    ? null
    : new Refusal('forbidden', 'permission.missing', `This needs the permission ${access}.`, {
        todo: 'Ask an administrator for a role that has it.',
        facts: { permission: access },
      });
}
