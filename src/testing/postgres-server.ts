// One throw-away PostgreSQL for the tests: shared by a whole `npm test`, or started by a test file that runs alone.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../platform/data-folder.ts';
import { type Postgres, startPostgres } from '../platform/postgres/start-postgres.ts';
import { processIdentity } from '../platform/process-identity.ts';

export type TestServer = {
  /** May create databases and cut connections. */
  superuserUrl: string;
  /** As the product connects: role and database `steerhouse`. */
  url: string;
};

const prefix = 'steerhouse-test-';
// Several test files, each with a few pools, and servers under test as processes of their own.
const settings = { max_connections: '200' };

const shutdownPatienceMs = 2_000;

let own: Promise<TestServer> | undefined;

/** The server of this test run; the same for every caller. It ends by itself with the process that started it. */
export function testServer(): Promise<TestServer> {
  const superuserUrl = process.env.STEERHOUSE_TEST_POSTGRES;
  own ??= superuserUrl ? Promise.resolve(sharedServer(superuserUrl)) : ownServer();
  return own;
}

function sharedServer(superuserUrl: string): TestServer {
  const url = new URL(superuserUrl);
  url.username = 'steerhouse';
  url.pathname = '/steerhouse';
  return { superuserUrl, url: url.href };
}

async function ownServer(): Promise<TestServer> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  openDataFolder(folder);
  const news: string[] = [];
  const server = await startPostgres({ folder, settings, tell: (sentence) => news.push(sentence) }).catch(
    (error) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    },
  );
  // Nothing asynchronous can happen here any more, and nothing in the folder is worth an orderly shutdown.
  process.once('exit', () => endAbruptly(server, folder));
  return { superuserUrl: server.superuserUrl, url: server.url };
}

function endAbruptly(server: Postgres, folder: string): void {
  const { pid } = server;
  if (pid) process.kill(pid, 'SIGQUIT');
  const deadline = Date.now() + shutdownPatienceMs;
  while (pid && processIdentity(pid) !== null && Date.now() < deadline) pause(5);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Blocks: an exiting process has no other way to wait. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** A killed test run leaves its folder behind; the next run clears it. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (name.startsWith(prefix) && !isHeld(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isHeld(folder: string): boolean {
  try {
    const { pid, identity } = JSON.parse(readFileSync(join(folder, 'steerhouse.lock'), 'utf8'));
    return processIdentity(pid) === identity;
  } catch {
    return false;
  }
}
