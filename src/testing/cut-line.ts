import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';

/** When the line is cut: before a COMMIT reaches the server, or after it, before the answer comes back. */
export type Cut = 'before-commit' | 'after-commit' | null;

/** A line to PostgreSQL that can be cut at a COMMIT: the client cannot know whether it happened. */
export type CutLine = { url: string; cutNext(cut: Cut): void; close(): Promise<void> };

export async function openCutLine(serverUrl: string): Promise<CutLine> {
  let cut: Cut = null;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connectTo(new URL(serverUrl));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let committing = false;
    client.on('data', (bytes) => {
      // A simple query: 'Q', its length, the text.
      const isCommit = bytes.toString('latin1').includes('commit\0');
      if (isCommit && cut === 'before-commit') {
        cut = null;
        client.destroy();
        return;
      }
      committing = isCommit && cut === 'after-commit';
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (!committing) {
        client.write(bytes);
        return;
      }
      cut = null;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listens on TCP
  const url = new URL(serverUrl);
  return {
    url: `postgresql://${url.username}@127.0.0.1:${port}${url.pathname}`,
    cutNext: (next) => {
      cut = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function connectTo({ hostname, port }: URL): Socket {
  const host = decodeURIComponent(hostname);
  const portNumber = Number(port || 5432);
  return host.startsWith('/')
    ? createConnection(`${host}/.s.PGSQL.${portNumber}`)
    : createConnection(portNumber, host);
}
