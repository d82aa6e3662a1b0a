import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openApiDocument } from './contract/open-api.ts';
import * as operations from './contract/operations.ts';
import type { Authentication } from './features/access/authenticate.ts';
import { accessRoutes } from './features/access/routes.ts';
import { calibrationRoutes } from './features/calibration/routes.ts';
import { certificateRoutes } from './features/certificates/routes.ts';
import { recordedAt } from './features/decisions/recorded-at.ts';
import type { Ingest } from './features/decisions/recording/ingest.ts';
import { decisionRoutes } from './features/decisions/routes.ts';

import { ledgerRoutes } from './features/ledger/routes.ts';
import { modelRoutes } from './features/models/routes.ts';
import { overviewRoutes } from './features/overview/routes.ts';
import { policyRoutes } from './features/policies/routes.ts';
import { replayRoutes } from './features/replay/routes.ts';
import { reviewRoutes } from './features/reviews/routes.ts';
import { withheldEntries } from './features/reviews/withheld-entries.ts';
import { standingApprovalRoutes } from './features/standing-approvals/routes.ts';
import { useCaseRoutes } from './features/use-cases/routes.ts';
import type { Deps } from './platform/deps.ts';
import { registerConsole } from './platform/http/console-files.ts';
import { registerReference } from './platform/http/reference.ts';
import { type Route, route } from './platform/http/route.ts';
import { buildServer } from './platform/http/server.ts';
import type { Metrics } from './platform/metrics.ts';
import { Refusal } from './platform/refusal.ts';
import { version } from './version.ts';

export type AppParts = {
  deps: Deps;
  authentication: Authentication;
  ingest: Ingest;
  metrics: Metrics;
  demo: boolean;
  /** Why the process cannot serve at the moment, or null. */
  notReady: () => Promise<string | null>;
};

/** Builds the HTTP server out of the features; it does not listen. */
export function buildApp(parts: AppParts): FastifyInstance {
  const { deps, authentication, ingest, metrics } = parts;
  const app = buildServer({
    routes: [
      ...operationRoutes(parts),
      ...accessRoutes(deps, authentication, { demo: parts.demo }),
      ...useCaseRoutes(deps),
      ...modelRoutes(deps),
      ...calibrationRoutes(deps),
      ...certificateRoutes(deps),
      ...policyRoutes(deps),
      ...decisionRoutes(deps, ingest),
      ...replayRoutes(deps),
      ...reviewRoutes(deps),
      ...standingApprovalRoutes(deps),
      ...ledgerRoutes(deps, { alsoAbout: [recordedAt], withheld: withheldEntries }),
      ...overviewRoutes(deps),
    ],
    authenticate: authentication.authenticate,
    accessOf: (endpoint) =>
      deps.config.publicLog && endpoint.path.startsWith('/log/') ? 'anyone' : endpoint.access,
    clock: deps.clock,
    log: deps.log,
    // Room for keys, metadata and probabilities around the payload.
    trustedProxies: deps.config.trustedProxies ?? [],
    bodyLimitBytes: deps.config.payloadLimitBytes + 64 * 1024,
    onAnswered: (request, reply) => observe(metrics, deps, request, reply),
  });
  registerReference(app);
  registerConsole(app);
  return app;
}

function operationRoutes({ deps, metrics, notReady }: AppParts): Route[] {
  return [
    route(operations.live, () => ({ status: 'live' as const })),
    route(operations.ready, async () => {
      const because = await notReady();
      if (because === null) return { status: 'ready' as const };
      throw new Refusal('unavailable', 'not-ready', because, { retryAfterSeconds: 1 });
    }),
    route(operations.metrics, async (_ask, { reply }) =>
      reply.type(metrics.registry.contentType).send(await metrics.page()),
    ),
    route(operations.openApi, () => openApiDocument(version, deps.config.publicUrl) as never), // a JSON object
  ];
}

/** Requests slower than this are worth a line of their own even when they are many. */
const slowMs = 500;

function observe(metrics: Metrics, { log }: Deps, request: FastifyRequest, reply: FastifyReply): void {
  const tookMs = performance.now() - request.startedAt;
  const path = request.routeOptions.url ?? 'unmatched';
  const status = String(reply.statusCode);
  metrics.requests.observe({ method: request.method, path, status }, tookMs / 1000);
  // The ingest path answers thousands a second; its batches are counted, its slow and failed requests are logged.
  const many = path === '/v1/decisions' && request.method === 'POST';
  if (many && reply.statusCode < 500 && tookMs < slowMs) return;
  const level = reply.statusCode >= 500 ? 'error' : 'debug';
  log[level](
    { requestId: request.id, method: request.method, path, status: reply.statusCode, tookMs },
    'request',
  );
}
