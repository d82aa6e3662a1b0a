import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that speaks a protocol as written down: it stands for the other side of a wire, never for our code. */
export type OutsideServer = { baseUrl: string; requests: string[]; close(): Promise<void> };

/** Starts one on loopback; `answer` is called with the whole body. A given port makes it come back where it was. */
export async function startOutsideServer(
  answer: (request: IncomingMessage, body: string, reply: ServerResponse) => void | Promise<void>,
  port = 0,
): Promise<OutsideServer> {
  const requests: string[] = [];
  const server = createServer(async (request, reply) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    requests.push(`${request.method} ${request.url}`);
    await answer(request, body, reply);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo; // listens on TCP
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers JSON with a status. */
export function answerJson(reply: ServerResponse, status: number, body: unknown, headers = {}): void {
  reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
