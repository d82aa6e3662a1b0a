import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The product as an operator starts it, in a process of its own that ends with ours. */
export type ServerProcess = {
  baseUrl: string;
  firstRunToken: string | null;
  startedInMs: number;
  residentBytes(): number;
  lastWords(): string;
  /** `kill -9`: no last word, no clean-up. */
  kill(): Promise<void>;
  /** As a service manager stops it. */
  terminate(): Promise<{ code: number | null; tookMs: number }>;
};

export type ServerOptions = {
  dataDir: string;
  port: number;
  env?: Record<string, string>;
  /** The command and its options; `serve` unless said otherwise. */
  args?: readonly string[];
};

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const startPatienceMs = 120_000;
/** PostgreSQL's own shutdown may take 30 s; longer than both together is a hang. */
const stopPatienceMs = 45_000;
const keptCharacters = 20_000;

export async function startServer({
  dataDir,
  port,
  env = {},
  args = ['serve'],
}: ServerOptions): Promise<ServerProcess> {
  const begunAt = performance.now();
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      ...inherited(),
      STEERHOUSE_DATA_DIR: dataDir,
      STEERHOUSE_PORT: String(port),
      STEERHOUSE_LOG_LEVEL: 'error',
      STEERHOUSE_PUBLIC_LOG: 'true',
      ...env,
    },
    // The channel is what ends it when we are killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const words = keepWords(child);
  const exited = once(child, 'exit');
  const [url, firstRunToken] = await readyUrl(child, words)
    .then(async (found) => [found, await tokenOf(found, words)] as const)
    .catch(async (error) => {
      child.kill('SIGKILL');
      await exited;
      throw error;
    });
  const startedInMs = performance.now() - begunAt;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    baseUrl: url,
    firstRunToken,
    startedInMs,
    residentBytes: () => residentBytes(child.pid ?? 0),
    lastWords: words,
    async kill() {
      if (isOver()) return;
      child.kill('SIGKILL');
      await exited;
    },
    async terminate() {
      if (isOver()) return { code: child.exitCode, tookMs: 0 };
      const toldAt = performance.now();
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
      await exited;
      clearTimeout(impatience);
      return { code: child.exitCode, tookMs: performance.now() - toldAt };
    },
  };
}

/** An empty data folder, and how to get rid of it. */
export function makeDataDir(): { dataDir: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-durability-'));
  chmodSync(folder, 0o711); // started by root, the user who runs PostgreSQL has to pass
  return {
    dataDir: join(folder, 'data'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** The embedded database of a data folder, for looking into from outside. */
export function databaseUrlOf(dataDir: string): string {
  const home = postgresHome(dataDir);
  return `postgresql://steerhouse@${encodeURIComponent(home)}/steerhouse`;
}

/** The number of the embedded server's process, or null while there is none. */
export function postmasterPid(dataDir: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(postgresHome(dataDir), 'data', 'postmaster.pid'), 'utf8'), 10);
  } catch {
    return null; // shut down in order
  }
}

function postgresHome(dataDir: string): string {
  const pointer = join(dataDir, 'postgres-is-at');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres');
}

/**
 * A port that stays the same over restarts. Below the range that systems give to callers: a caller who knocks at a
 * closed port of that range can end up connected to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Whatever is set for the product where the tests run must not decide how they end. */
function inherited(): NodeJS.ProcessEnv {
  const ours = (name: string) => name.startsWith('STEERHOUSE_') || name === 'DATABASE_URL';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours(name)));
}

function keepWords(child: ChildProcess): () => string {
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-keptCharacters);
    });
  }
  return () => words;
}

async function readyUrl(child: ChildProcess, words: () => string): Promise<string> {
  const deadline = performance.now() + startPatienceMs;
  while (performance.now() < deadline && child.exitCode === null) {
    const found = /(?:Steerhouse is|sign in) at (http:\S+)/.exec(words());
    if (found) return found[1] ?? '';
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The server did not start. It said:\n${words()}`);
}

/** The token is printed after the address, and may come in a piece of its own. */
async function tokenOf(baseUrl: string, words: () => string): Promise<string | null> {
  const { needed } = (await (await fetch(`${baseUrl}/v1/first-run`)).json()) as { needed: boolean }; // by contract
  const deadline = performance.now() + startPatienceMs;
  while (needed && performance.now() < deadline) {
    const found = /\/welcome#(\S+)\n/.exec(words());
    if (found) return found[1] ?? null;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return null;
}

function residentBytes(pid: number): number {
  // Not everywhere is there a /proc, and not everywhere a `ps`.
  const kilobytes = existsSync('/proc/self/status')
    ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) * 1024;
}
