import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

// Only the two files of Swagger UI that the page loads: no topbar, no outside validator, nothing inline, so that the
// policy in security-headers.ts holds without an exception.
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Steerhouse API reference</title>
<link rel="icon" type="image/png" href="/docs/ui/favicon-32x32.png">
<link rel="stylesheet" href="/docs/ui/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<noscript>The reference needs JavaScript; the same is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/ui/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

// The session's cookie goes along by itself; writes of a signed-in person need the token beside it.
const start = `'use strict';
let csrfToken = '';
async function withToken(request) {
  if (['GET', 'HEAD'].includes(request.method)) return request;
  if (!csrfToken) {
    const session = await fetch('/v1/session');
    if (session.ok) csrfToken = (await session.json()).csrfToken;
  }
  if (csrfToken && !request.headers.Authorization) request.headers['x-csrf-token'] = csrfToken;
  return request;
}
// Requests go to where this page came from, whatever name it was reached by.
function show(contract) {
  SwaggerUIBundle({
    spec: { ...contract, servers: [{ url: '/' }] },
    dom_id: '#reference',
    deepLinking: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    filter: true,
    displayOperationId: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    requestInterceptor: withToken,
  });
}
fetch('/openapi.json').then((answer) => answer.json()).then(show);
`;

/** Serves the browsable reference at /docs, from this origin alone. It reads /openapi.json, which the app serves. */
export function registerReference(app: FastifyInstance): void {
  const { resolve } = createRequire(import.meta.url);
  const folder = join(dirname(resolve('@fastify/swagger-ui')), 'static');
  app.get('/docs', (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/docs/', (_, reply) => reply.redirect('/docs', 308));
  app.get('/docs/start.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(start));
  app.register(fastifyStatic, {
    root: folder,
    prefix: '/docs/ui/',
    decorateReply: false,
    index: false,
    maxAge: '1d',
  });
}
