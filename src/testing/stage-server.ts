import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { type AppParts, buildApp } from '../app.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { type Permission, type PersonRole, serviceScopes } from '../core/access/permissions.ts';
import { createApiKey } from '../features/access/api-keys/create-api-key.ts';
import { type Authentication, openAuthentication } from '../features/access/authenticate.ts';
import { createSignInLink } from '../features/access/people/create-sign-in-link.ts';
import { type Ingest, openIngest } from '../features/decisions/recording/ingest.ts';
import { type Metrics, openMetrics } from '../platform/metrics.ts';
import { type Parts, urlOf } from '../sdk/client.ts';
import { closeApp } from '../start/close-app.ts';
import { personWith, type Stage } from './stage.ts';

type Headers = Record<string, string>;
export type Answer = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  /** What the endpoint's answer or a problem document holds; tests read what they expect. */
  body: never;
};

/** The whole HTTP server over a stage, with real keys and real sessions; it listens only when asked to. */
export type StageServer = {
  app: FastifyInstance;
  ingest: Ingest;
  metrics: Metrics;
  authentication: Authentication;
  /** Headers of an API key with these scopes, all by default. */
  key(scopes?: readonly Permission[]): Promise<Headers>;
  /** Headers of a person with these roles, signed in. */
  person(...roles: PersonRole[]): Promise<Headers>;
  call(endpoint: Endpoint, headers: Headers, input?: Parts): Promise<Answer>;
  /** Sends a request as it is given. */
  send(request: {
    method: string;
    url: string;
    headers?: Headers;
    payload?: string | Buffer;
  }): Promise<Answer>;
  /** Starts listening; answers the address. */
  listen(): Promise<string>;
  close(): Promise<void>;
};

export async function openStageServer(stage: Stage, parts: Partial<AppParts> = {}): Promise<StageServer> {
  const { deps } = stage;
  const ingest = parts.ingest ?? openIngest(deps);
  const metrics = parts.metrics ?? openMetrics();
  const authentication = openAuthentication(deps);
  const app = buildApp({
    deps,
    authentication,
    ingest,
    metrics,
    demo: false,
    notReady: async () => null,
    ...parts,
  });
  after(async () => {
    await closeApp(app);
    await authentication.settled();
  });
  await app.ready();

  async function send(request: Parameters<StageServer['send']>[0]): Promise<Answer> {
    const response = await app.inject(request as never); // method is a text here
    const json = /^application\/(problem\+)?json\b/.test(String(response.headers['content-type'] ?? ''));
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: (json && response.body !== '' ? JSON.parse(response.body) : undefined) as never, // as declared above
    };
  }

  return {
    app,
    ingest,
    metrics,
    authentication,
    send,
    async key(scopes = serviceScopes) {
      const at = deps.clock.now();
      const { secret } = await createApiKey(deps, { name: 'Key', scopes, createdBy: stage.owner, at });
      return { authorization: `Bearer ${secret}` };
    },
    async person(...roles) {
      const person = await personWith(deps, roles);
      const link = await createSignInLink(deps, person.personId, {
        actor: stage.owner,
        at: deps.clock.now(),
      });
      const token = link.signInLink.split('#').at(-1);
      const signedIn = await send({
        method: 'POST',
        url: '/v1/session/link',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ token }),
      });
      const { csrfToken } = signedIn.body as { csrfToken: string };
      return {
        cookie: String(signedIn.headers['set-cookie']).split(';')[0] ?? '',
        'x-csrf-token': csrfToken,
      };
    },
    call: (endpoint, headers, input = {}) =>
      send({
        method: endpoint.method,
        url: urlOf('', endpoint, input),
        headers: { ...(input.body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(input.body === undefined ? {} : { payload: JSON.stringify(input.body) }),
      }),
    close: () => closeApp(app),
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
  };
}
