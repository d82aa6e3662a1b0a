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
  /** Kills it without warning and starts it again at the same address. */
  crashAndRestart(): Promise<void>;
  stop(): Promise<number | null>;
};

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 15_000;
const KEPT_CHARACTERS = 20_000;

/** Starts one and waits until it answers. `env` may name a database; otherwise it starts its own. */
export async function runServer(env: Record<string, string> = {}): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-run-'));
  chmodSync(folder, 0o711); // the user who runs PostgreSQL passes through, where we are root
  const settings = { STEERHOUSE_DATA_DIR: join(folder, 'data'), STEERHOUSE_LOG_LEVEL: 'warn', ...env };
  const clear = () => rmSync(folder, { recursive: true, force: true });
  let running = launch({ STEERHOUSE_PORT: '0', ...settings });
  try {
    const { baseUrl, firstRunToken } = await untilSaid(running, /is at (http:\S+)[\s\S]*\/welcome#(\S+)/);
    return {
      baseUrl,
      firstRunToken,
      ended: () => running.child.exitCode,
      lastWords: () => running.words(),
      async crashAndRestart() {
        await end(running.child, 'SIGKILL');
        running = launch({ ...settings, STEERHOUSE_PORT: new URL(baseUrl).port });
        await untilSaid(running, /is at (http:\S+)/);
      },
      async stop() {
        await end(running.child, 'SIGINT');
        clear();
        return running.child.exitCode;
      },
    };
  } catch (error) {
    await end(running.child, 'SIGINT');
    clear();
    throw error;
  }
}

type Launched = { child: ChildProcess; words: () => string };

function launch(env: Record<string, string>): Launched {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-KEPT_CHARACTERS);
    });
  }
  return { child, words: () => words };
}

async function untilSaid(
  { child, words }: Launched,
  line: RegExp,
): Promise<{ baseUrl: string; firstRunToken: string }> {
  const until = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < until && child.exitCode === null) {
    const said = line.exec(words());
    if (said) return { baseUrl: said[1] ?? '', firstRunToken: said[2] ?? '' };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server did not start. It said:\n${words()}`);
}

async function end(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
