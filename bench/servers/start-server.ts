import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFlags } from './node-flags.ts';
import { cpuSecondsOf } from './processes.ts';
import type { ServerReady } from './steerhouse.ts';

export type StartedServer<Ready> = Ready & { pid: number; cpuSeconds(): number; stop(): Promise<void> };

/** Steerhouse in a process and a temporary data folder of its own. */
export async function startSteerhouse({
  writeLedger = true,
  work = true,
  reviewers = 1,
  /** A folder for the processor profile of the server, written when it stops. */
  profileInto = null as string | null,
} = {}): Promise<StartedServer<ServerReady> & { dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'steerhouse-bench-'));
  const started = await startProcess<ServerReady>(
    './steerhouse.ts',
    {
      dataDir,
      writeLedger,
      work,
      reviewers,
    },
    profileInto === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileInto}`],
  );
  return {
    ...started,
    dataDir,
    async stop() {
      await started.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function startEcho(): Promise<StartedServer<{ port: number }>> {
  return startProcess('./echo.ts', null);
}

async function startProcess<Ready>(
  script: string,
  plan: object | null,
  flags: readonly string[] = [],
): Promise<StartedServer<Ready>> {
  const child: ChildProcess = fork(new URL(script, import.meta.url), {
    stdio: 'inherit',
    execArgv: [...nodeFlags, ...flags],
  });
  if (plan) child.send(plan);
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${code} before it was ready`);
  });
  const [ready] = (await Promise.race([once(child, 'message'), failed])) as [Ready];
  failed.catch(() => undefined);
  return {
    ...ready,
    pid: child.pid ?? 0,
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
