import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';

/** A refusal when the address is known and only the method is not; the `allow` header then says which ones are. */
export type RefuseMethod = (request: FastifyRequest, reply: FastifyReply) => Refusal | undefined;

/** Learns every route that is registered after this call, the files of the console and of the reference included. */
export function openOtherMethods(app: FastifyInstance): RefuseMethod {
  const addresses = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const address = addresses.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) address.methods.add(one);
    addresses.set(url, address);
  });
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    // Only after the router found nothing, so that looking through all of them costs no served request anything.
    const known = [...addresses.values()].filter(({ pattern }) => pattern.test(path));
    if (known.length === 0) return undefined;
    const allowed = [...new Set(known.flatMap(({ methods }) => [...methods]))].sort().join(', ');
    reply.header('allow', allowed);
    const message = `This address does not take ${request.method}.`;
    return new Refusal('method-not-allowed', 'request.method-not-allowed', message, {
      todo: `Use ${allowed}; see /docs for what each does.`,
    });
  };
}

/** `/v1/tasks/:taskId/claim` and `/log/tile/*` as the router reads them. */
function patternOf(url: string): RegExp {
  const literal = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`);
}
