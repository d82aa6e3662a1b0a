import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { Actor } from '../../core/access/actor.ts';
import { may } from '../../core/access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { uuidv7 } from '../uuidv7.ts';
import { answerError } from './problem.ts';
import type { Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import { compileSchema } from './validate.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    startedAt: number;
    /** A JSON body as it was sent; empty for other requests. */
    rawBody: Buffer;
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
  onAnswered: (request: FastifyRequest, reply: FastifyReply) => void;
};

/** Builds the HTTP server out of declared routes; it does not listen. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { log } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: 30_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    genReqId: () => uuidv7(Date.now()),
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    // What the router refuses before any route is found: broken escapes, ids without end.
    frameworkErrors: (error, request, reply) => {
      securityHeaders(request, reply);
      answerError(error, request, reply, log);
    },
  });
  app.decorateRequest('actor', null as never); // set in onRequest before any handler runs
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('rawBody', null as never); // set by the parser of JSON bodies before any handler runs
  app.setValidatorCompiler(
    ({ schema, httpPart }) => compileSchema(schema as never, httpPart === 'body' ? 'body' : 'text'), // our routes only carry TypeBox schemas
  );
  // A body that no schema is looked up for must not come in.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, parseJson);
  // Lines are read by their endpoint, one at a time; the whole is never held.
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    securityHeaders(request, reply);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    options.onAnswered(request, reply);
    done();
  });
  for (const route of options.routes) register(app, route, options);
  return app;
}

/** Keeps the bytes beside the value: what is stored of a decision is what was sent. */
function parseJson(
  request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  request.rawBody = body as Buffer; // asked for as a buffer
  try {
    done(null, JSON.parse(body.toString('utf8')));
  } catch {
    done(new Refusal('bad-request', 'request.malformed', 'The body is not JSON.'));
  }
}

function register(app: FastifyInstance, { endpoint, handle }: Route, options: ServerOptions): void {
  const access = options.accessOf?.(endpoint) ?? endpoint.access;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: {
      ...(endpoint.params ? { params: endpoint.params } : {}),
      ...(endpoint.query ? { querystring: endpoint.query } : {}),
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
    handler: async (request, reply) => {
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

function bodySchema(endpoint: Route['endpoint']): unknown {
  if (!endpoint.lines) return endpoint.body;
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
