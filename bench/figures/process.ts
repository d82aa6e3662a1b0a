import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../figure.ts';
import { figureOf } from '../figure.ts';
import { nodeFlags } from '../servers/node-flags.ts';
import { descendantsOf } from '../servers/processes.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const port = 18_420;

/** From starting the process to the first answered request that needed the database. */
export const start: Bench = {
  name: 'start',
  about:
    'Cold start to the first verdict of the server (ready, database asked): existing folder and empty folder.',
  async run({ rounds, tell }) {
    const existing: number[] = [];
    const empty: number[] = [];
    const kept = mkdtempSync(join(tmpdir(), 'steerhouse-start-'));
    await startAndStop(kept);
    for (let round = 0; round < rounds; round++) {
      existing.push(await startAndStop(kept));
      const fresh = mkdtempSync(join(tmpdir(), 'steerhouse-start-'));
      empty.push(await startAndStop(fresh));
      rmSync(fresh, { recursive: true, force: true });
      tell(
        `round ${round + 1}: existing ${Math.round(existing.at(-1) ?? 0)} ms, empty ${Math.round(empty.at(-1) ?? 0)} ms`,
      );
    }
    rmSync(kept, { recursive: true, force: true });
    return [
      figureOf('start.existing', existing, { unit: 'ms', goal: '<= 1000' }),
      figureOf('start.empty', empty, { unit: 'ms', goal: '<= 3000' }),
    ];
  },
};

// Long enough for idle connections to be closed.
const settleMs = 25_000;

/** What an idle installation keeps in memory. */
export const memory: Bench = {
  name: 'memory',
  about:
    'Idle server and PostgreSQL: resident memory of the server, and of PostgreSQL with shared pages counted once.',
  async run({ rounds, tell }) {
    const folder = mkdtempSync(join(tmpdir(), 'steerhouse-memory-'));
    const totals: number[] = [];
    const servers: number[] = [];
    await startAndStop(folder);
    for (let round = 0; round < rounds; round++) {
      const { child } = await startServer(folder);
      await sleep(settleMs);
      const server = residentMb(child.pid ?? 0);
      const postgres = descendantsOf(child.pid ?? 0).reduce((sum, pid) => sum + proportionalMb(pid), 0);
      servers.push(server);
      totals.push(server + postgres);
      tell(`round ${round + 1}: server ${Math.round(server)} MB, PostgreSQL ${Math.round(postgres)} MB`);
      await stop(child);
    }
    rmSync(folder, { recursive: true, force: true });
    return [
      figureOf('memory', totals, { unit: 'MB', goal: '<= 200' }),
      figureOf('memory.server', servers, { unit: 'MB' }),
    ];
  },
};

async function startAndStop(folder: string): Promise<number> {
  const { child, tookMs } = await startServer(folder);
  await stop(child);
  return tookMs;
}

async function startServer(folder: string): Promise<{ child: ChildProcess; tookMs: number }> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, main, 'serve'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      STEERHOUSE_DATA_DIR: folder,
      STEERHOUSE_PORT: String(port),
      STEERHOUSE_LOG_LEVEL: 'warn',
    },
  });
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    await sleep(5);
  }
  return { child, tookMs: performance.now() - startedMs };
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function residentMb(pid: number): number {
  return fieldMb(`/proc/${pid}/status`, 'VmRSS');
}

function proportionalMb(pid: number): number {
  return fieldMb(`/proc/${pid}/smaps_rollup`, 'Pss');
}

function fieldMb(path: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'utf8'));
  return Number(found?.[1] ?? Number.NaN) / 1024;
}
