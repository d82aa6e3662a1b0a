import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { FuzzRequest } from './make-request.ts';

export type FuzzAnswer =
  | {
      kind: 'answer';
      status: number;
      headers: IncomingMessage['headers'];
      body: Buffer;
      cut: boolean;
      tookMs: number;
    }
  | { kind: 'broken'; because: string };

/** Who sends: headers that say who it is, and the address it comes from (attempts are counted by address). */
export type Sender = { headers: Record<string, string>; from?: string };

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const LONGEST_MS = 15_000;
const STREAM_MS = 150;
const LONGEST_BODY = 8 * 1024 * 1024;

export function closeConnections(): void {
  agent.destroy();
}

/** Sends a request as it is; a stream is listened to for a moment only. */
export function sendRequest(baseUrl: string, request: FuzzRequest, sender: Sender): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(baseUrl);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ kind: 'broken', because: error.message });
    const outgoing = httpRequest({
      hostname,
      port,
      method: request.method,
      path: request.target.replaceAll(/[^\x21-\x7e]/g, (char) => encodeURIComponent(char)),
      headers: {
        ...request.headers,
        ...sender.headers,
        ...(request.body ? { 'content-length': String(request.body.length) } : {}),
      },
      agent,
      timeout: LONGEST_MS,
      ...(sender.from ? { localAddress: sender.from } : {}),
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${LONGEST_MS / 1000} s`)));
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      const body: Buffer[] = [];
      let length = 0;
      const done = (cut: boolean) => {
        const tookMs = performance.now() - startedAt;
        const { statusCode: status = 0, headers } = response;
        resolve({ kind: 'answer', status, headers, body: Buffer.concat(body), cut, tookMs });
      };
      const cutOff = () => {
        done(true);
        outgoing.destroy();
      };
      if (/event-stream/.test(response.headers['content-type'] ?? '')) setTimeout(cutOff, STREAM_MS);
      response.on('data', (piece: Buffer) => {
        body.push(piece);
        length += piece.length;
        if (length > LONGEST_BODY) cutOff();
      });
      response.on('end', () => done(false));
      response.on('error', fail);
    });
    outgoing.end(request.body ?? undefined);
  });
}
