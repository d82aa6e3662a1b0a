import type { FastifyInstance } from 'fastify';

const betweenLooksMs = 100;

/**
 * Stops listening and waits for what is under way. Whoever only waits for news is answered at once (`app.closing`). A
 * connection may fall idle after its last answer, which would hold up the end for the 72 s that idle connections are
 * kept; so they are looked for again and again.
 */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const hurrying = setInterval(() => app.server.closeIdleConnections(), betweenLooksMs);
  await app.close();
  clearInterval(hurrying);
}
