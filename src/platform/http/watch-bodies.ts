import type { IncomingMessage } from 'node:http';

/** Bodies on their way in. */
export type BodyWatch = {
  began(request: IncomingMessage): void;
  received(request: IncomingMessage): void;
  close(): void;
};

/**
 * Cuts off callers who take too long to send a body, so that a slow one cannot hold a connection for ever. Node's own
 * limit (`requestTimeout`) cannot tell a body from a stream of lines, which may rightly take an hour. A look at the open
 * ones every `withinMs / 2`; two map operations per request.
 */
export function watchBodies(withinMs: number): BodyWatch {
  const open = new Map<IncomingMessage, number>();
  const timer = setInterval(() => cutOff(open, performance.now() - withinMs), withinMs / 2);
  timer.unref();
  return {
    began(request) {
      const { headers } = request;
      if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
      open.set(request, performance.now());
    },
    received: (request) => void open.delete(request),
    close: () => clearInterval(timer),
  };
}

function cutOff(open: Map<IncomingMessage, number>, beganBefore: number): void {
  for (const [request, beganMs] of open) {
    if (beganMs > beganBefore) return; // in the order in which they began
    open.delete(request);
    request.socket.destroy();
  }
}
