import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadPlan, LoadResult } from './generator.ts';

/** Runs one round of load in a process of its own. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = fork(new URL('./generator.ts', import.meta.url), { stdio: 'inherit' });
  child.send(plan);
  const [result] = (await once(child, 'message')) as [LoadResult];
  return result;
}

/** A whole request as it goes over the wire. */
export function postRequest(path: string, body: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A figure made of refused requests would be a lie. */
export function refuseFailures({ statuses }: LoadResult): void {
  const failed = Object.keys(statuses).filter((status) => !status.startsWith('2'));
  if (failed.length > 0) throw new Error(`requests failed during the round: ${JSON.stringify(statuses)}`);
}
