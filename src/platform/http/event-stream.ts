import type { FastifyReply } from 'fastify';
import type { Wire } from './route.ts';

/** Proxies cut connections that are silent for a minute. */
const heartbeatMs = 15_000;
/**
 * A stream ends after this and its reader comes back, continuing by Last-Event-ID: who was signed out or lost a
 * permission meanwhile is not let in again.
 */
const longestMs = 60_000;
/** Readers come back at once after an orderly end, and a little later after a broken connection. */
const retryMs = { afterEnd: 100, afterBreak: 2000 };
/** What may wait for a reader who does not keep up; beyond it the connection is cut, and the reader comes back. */
const mostWaitingBytes = 1024 * 1024;

export type EventStream = {
  send(event: { event: string; data: unknown; id?: string }): void;
  /** Aborts when the reader is gone, the stream's time is over, or the server shuts down. */
  readonly gone: AbortSignal;
};

export type EventStreamOptions = { lastsMs?: number };

/** Answers a request as server-sent events. */
export function openEventStream(
  { request, reply }: Wire,
  { lastsMs = longestMs }: EventStreamOptions = {},
): { stream: EventStream; reply: FastifyReply } {
  const { closing } = request.server;
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
  const write = (text: string) => {
    if (gone.signal.aborted) return;
    raw.write(text);
    if (raw.writableLength > mostWaitingBytes) raw.destroy();
  };
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
  const over = setTimeout(end, lastsMs);
  closing.addEventListener('abort', end);
  raw.once('close', finish);
  write(`retry: ${retryMs.afterBreak}\n\n`);
  request.raw.socket.setNoDelay(true);
  if (closing.aborted) end();
  // The reader may have hung up before there was anybody to listen.
  if (raw.destroyed || request.raw.socket.destroyed) finish();
  return {
    stream: {
      send: ({ event, data, id }) =>
        write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
      gone: gone.signal,
    },
    reply,
  };

  function end(): void {
    write(`retry: ${retryMs.afterEnd}\n\n`);
    finish();
    raw.end();
  }

  function finish(): void {
    clearInterval(heartbeat);
    clearTimeout(over);
    closing.removeEventListener('abort', end);
    gone.abort();
  }
}
