import type { FastifyReply } from 'fastify';
import type { Wire } from './route.ts';

/** Proxies cut connections that are silent for a minute. */
const heartbeatMs = 15_000;

export type EventStream = {
  send(event: { event: string; data: unknown; id?: string }): void;
  /** Aborts when the reader is gone or the server shuts down. */
  readonly gone: AbortSignal;
  end(): void;
};

/** Open streams of this process; shutting down ends them, or they would hold it up for ever. */
const open = new Set<EventStream>();

export function endEventStreams(): void {
  for (const stream of open) stream.end();
}

/** Answers a request as server-sent events. */
export function openEventStream({ request, reply }: Wire): { stream: EventStream; reply: FastifyReply } {
  reply.hijack();
  const raw = reply.raw;
  const gone = new AbortController();
  const headers = { ...reply.getHeaders() } as Record<string, string>; // set by our own hooks, all of them texts
  raw.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 2000\n\n');
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
  const stream: EventStream = {
    send({ event, data, id }) {
      if (gone.signal.aborted) return;
      raw.write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    gone: gone.signal,
    end: () => raw.end(),
  };
  open.add(stream);
  raw.once('close', () => {
    clearInterval(heartbeat);
    open.delete(stream);
    gone.abort();
  });
  request.raw.socket.setNoDelay(true);
  return { stream, reply };
}
