// A load generator in a process of its own: keep-alive connections over plain sockets, one request in flight on each.
// It shares the machine's cores with what it measures, so it does as little as it can per request.
import { connect, type Socket } from 'node:net';

export type LoadPlan = {
  host: string;
  port: number;
  connections: number;
  seconds: number;
  warmUpSeconds: number;
  /** Whole requests, head and body; taken in turn. */
  requests: string[];
  /** Most requests per second over all connections; 0 is as fast as it goes. */
  perSecond?: number;
  /** Answers are streamed and end with the last chunk instead of a content length. */
  chunked?: boolean;
};

export type LoadResult = {
  requests: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  statuses: Record<string, number>;
};

if (process.send) {
  process.once('message', (plan: LoadPlan) => {
    generate(plan).then((result) => process.send?.(result, () => process.exit(0)));
  });
}

export async function generate(plan: LoadPlan): Promise<LoadResult> {
  const buffers = plan.requests.map((text) => Buffer.from(text));
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const startMs = performance.now() + plan.warmUpSeconds * 1000;
  const endMs = startMs + plan.seconds * 1000;
  let next = 0;
  const take = () => buffers[next++ % buffers.length]!; // never empty
  const note = (status: string, sentMs: number) => {
    const nowMs = performance.now();
    if (nowMs < startMs || nowMs > endMs) return;
    latencies.push(nowMs - sentMs);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const pauseMs = plan.perSecond ? (plan.connections * 1000) / plan.perSecond : 0;
  await Promise.all(
    Array.from({ length: plan.connections }, (_, index) =>
      drive(plan, { take, note, endMs, pauseMs, offsetMs: (pauseMs * index) / plan.connections }),
    ),
  );
  latencies.sort((a, b) => a - b);
  const at = (q: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? Number.NaN;
  return {
    requests: latencies.length,
    seconds: plan.seconds,
    perSecond: latencies.length / plan.seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    statuses,
  };
}

type Drive = {
  take: () => Buffer;
  note: (status: string, sentMs: number) => void;
  endMs: number;
  pauseMs: number;
  offsetMs: number;
};

function drive(
  { host, port, chunked = false }: LoadPlan,
  { take, note, endMs, pauseMs, offsetMs }: Drive,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host, port, noDelay: true });
    let received = '';
    let sentMs = 0;
    let dueMs = performance.now() + offsetMs;
    const send = () => {
      sentMs = performance.now();
      socket.write(take());
    };
    const schedule = () => {
      if (performance.now() >= endMs) {
        socket.end();
        resolve();
      } else if (pauseMs === 0) send();
      else {
        dueMs = Math.max(dueMs + pauseMs, performance.now());
        setTimeout(send, Math.max(0, dueMs - performance.now()));
      }
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      // Of a streamed answer only the head and the tail matter; keeping all of it would cost more than making it.
      received =
        chunked && received.length > 64
          ? received.slice(0, 12) + received.slice(-8) + chunk
          : received + chunk;
      const end = chunked ? streamEnd(received) : answerEnd(received);
      if (end === -1) return;
      note(received.slice(9, 12), sentMs);
      received = received.slice(end);
      schedule();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('connect', schedule);
  });
}

/** Where the first whole answer ends, or -1; our answers carry a content length. */
function answerEnd(received: string): number {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return -1;
  const at = received.indexOf('content-length: ');
  if (at === -1 || at > headEnd)
    throw new Error(`an answer without content-length: ${received.slice(0, 200)}`);
  const end = headEnd + 4 + Number.parseInt(received.slice(at + 16, at + 26), 10);
  return received.length >= end ? end : -1;
}

function streamEnd(received: string): number {
  return received.endsWith('0\r\n\r\n') ? received.length : -1;
}
