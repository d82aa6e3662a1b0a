import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { problemOf } from './problem.ts';

const builtFolder = fileURLToPath(new URL('../../../dist/console/', import.meta.url));

/** Serves the built console: its files as they are, and its first page for every path that is no endpoint. */
export function registerConsole(app: FastifyInstance, folder = builtFolder): void {
  const built = existsSync(`${folder}index.html`);
  if (built) {
    app.register(fastifyStatic, {
      root: folder,
      prefix: '/',
      wildcard: false,
      index: false,
      // The build leaves compressed copies beside its files.
      preCompressed: true,
      // Assets carry a hash of their content in their names.
      setHeaders: (reply, path) =>
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (built && wantsPage(request)) return reply.type('text/html; charset=utf-8').sendFile('index.html');
    return answerUnknown(request, reply);
  });
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  if (!['GET', 'HEAD'].includes(method) || /^\/(v1|log|health|docs|assets)\b/.test(url)) return false;
  // At the root there is nothing else to be meant, so tools that ask for anything see the page too.
  return url === '/' || (headers.accept ?? '').includes('text/html');
}

function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = new Refusal(
    'not-found',
    'endpoint.unknown',
    `There is nothing at this address for ${request.method}.`,
    {
      todo: 'See /docs for what there is.',
    },
  );
  return reply
    .code(404)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problemOf(refusal, request.id));
}
