import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A whole Steerhouse of its own on loopback, on an empty data folder that goes with it. */
export type ServerUnderTest = {
  baseUrl: string;
  firstRunToken: string;
  /** Exit code once it has ended, null while it runs. */
  ended(): number | null;
  lastWords(): string;
  stop(): Promise<number | null>;
};

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 15_000;
const KEPT_CHARACTERS = 20_000;

export async function runServer(env: Record<string, string> = {}): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-run-'));
  chmodSync(folder, 0o711); // the user who runs PostgreSQL passes through, where we are root
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      ...inherited,
      STEERHOUSE_DATA_DIR: join(folder, 'data'),
      STEERHOUSE_PORT: '0',
      STEERHOUSE_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-KEPT_CHARACTERS);
    });
  }
  const clear = () => rmSync(folder, { recursive: true, force: true });
  try {
    const { baseUrl, firstRunToken } = await ready(child, () => words);
    return {
      baseUrl,
      firstRunToken,
      ended: () => child.exitCode,
      lastWords: () => words,
      stop: async () => {
        await stop(child);
        clear();
        return child.exitCode;
      },
    };
  } catch (error) {
    await stop(child);
    clear();
    throw error;
  }
}

async function ready(
  child: ChildProcess,
  words: () => string,
): Promise<{ baseUrl: string; firstRunToken: string }> {
  const until = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < until && child.exitCode === null) {
    const found = /Steerhouse is at (http:\S+)[\s\S]*\/welcome#(\S+)/.exec(words());
    if (found) return { baseUrl: found[1] ?? '', firstRunToken: found[2] ?? '' };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server did not start. It said:\n${words()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
