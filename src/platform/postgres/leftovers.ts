import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processCommand } from '../process-identity.ts';
import { StartFailure } from '../start-failure.ts';
import type { Place } from './place.ts';

const patienceMs = 30_000;
const pollMs = 10;

/**
 * Deals with what a crash left: a server that is still shutting down is waited for, files of one that is gone are
 * removed. PostgreSQL itself only looks whether *some* process has the old number, and would refuse to start for ever
 * after a reboot gave that number to another program.
 */
export async function clearLeftovers(place: Place, tell: (sentence: string) => void): Promise<void> {
  const begunAt = performance.now();
  let told = false;
  for (let pid = runningServer(place); pid !== null; pid = runningServer(place)) {
    const waitedMs = performance.now() - begunAt;
    if (waitedMs > patienceMs) {
      throw new StartFailure(
        `Another PostgreSQL (process ${pid}) still uses ${place.data}: stop it (kill -INT ${pid}) and start again.`,
      );
    }
    if (!told && waitedMs > 300) {
      tell('Waiting for the database of the previous run to shut down…');
      told = true;
    }
    await sleep(pollMs);
  }
  const socket = join(place.socketFolder, '.s.PGSQL.5432');
  for (const path of [join(place.data, 'postmaster.pid'), socket, `${socket}.lock`])
    rmSync(path, { force: true });
}

function runningServer(place: Place): number | null {
  const pid = recordedPid(place);
  if (pid === null) return null;
  return processCommand(pid)?.includes(place.data) ? pid : null;
}

function recordedPid(place: Place): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(place.data, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : null;
  } catch {
    return null; // shut down in order
  }
}
