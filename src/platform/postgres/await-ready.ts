import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Guarded } from './guard.ts';

export type Readiness = 'ready' | 'without-database' | 'exited' | 'too-late';

// Replaying up to 2 GB of WAL after a crash takes tens of seconds on a slow disk.
const patienceMs = 300_000;
const pollMs = 5;

// Not there yet; socket there, nobody listening; starting up or recovering; full while others reconnect.
const notYet = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03', '53300']);
const noDatabase = new Set(['3D000', '28000']);

/** Waits until the server answers on its socket, or is gone. */
export async function awaitReady(
  guarded: Guarded,
  url: string,
  tell: (sentence: string) => void,
): Promise<Readiness> {
  const begunAt = performance.now();
  let told = false;
  while (!guarded.hasExited) {
    const code = await knock(url);
    if (code === null) return 'ready';
    if (noDatabase.has(code)) return 'without-database';
    const waitedMs = performance.now() - begunAt;
    if (waitedMs > patienceMs) return 'too-late';
    if (!told && waitedMs > 1_000) {
      tell('Waiting for the database to recover…');
      told = true;
    }
    await sleep(pollMs);
  }
  return 'exited';
}

/** Null when a connection was made, else the reason's code. */
async function knock(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // the failure arrives through connect()
  try {
    await client.connect();
    await client.end();
    return null;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) return 'ECONNRESET'; // pg reports a connection cut while greeting without a code
    if (notYet.has(code) || noDatabase.has(code)) return code;
    throw error;
  }
}
