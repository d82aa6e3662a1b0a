// The embedded PostgreSQL: made on first use, guarded so that it never outlives us, started again when it dies.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainFolderError } from '../explain-failure.ts';
import { StartFailure } from '../start-failure.ts';
import { awaitReady } from './await-ready.ts';
import { type Guarded, startGuarded } from './guard.ts';
import { initialise } from './initialise.ts';
import { lastReason, logSize } from './last-reason.ts';
import { clearLeftovers } from './leftovers.ts';
import { makeDatabase } from './make-database.ts';
import { choosePlace, type Place } from './place.ts';
import { postgresSettings } from './settings.ts';

export type PostgresOptions = {
  /** The data folder, which exists and is ours. */
  folder: string;
  /** Progress and news, one sentence each. */
  tell: (sentence: string) => void;
  /** The server died by itself; it is being started again. */
  onExit?: (because: string) => void;
  settings?: Record<string, string>;
};

export type Postgres = {
  /** For the product: database and role `steerhouse`. Stays the same over restarts. */
  readonly url: string;
  /** For maintenance and for tests that make databases or cut connections. */
  readonly superuserUrl: string;
  /** The server's process, or null while it is being restarted. */
  readonly pid: number | null;
  stop(): Promise<void>;
};

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  try {
    const place = await choosePlace(options.folder, options.tell);
    await initialise(place, options.tell);
    const server = new SupervisedServer(place, options);
    await server.start();
    return server;
  } catch (error) {
    throw explainFolderError(error, options.folder) ?? error;
  }
}

const shutdownPatienceMs = 30_000;
const firstRestartDelayMs = 100;
const longestRestartDelayMs = 5_000;

class SupervisedServer implements Postgres {
  readonly url: string;
  readonly superuserUrl: string;
  readonly #place: Place;
  readonly #options: PostgresOptions;
  readonly #logFile: string;
  #guarded: Guarded | null = null;
  #stopping = false;
  #restarting: Promise<void> = Promise.resolve();

  constructor(place: Place, options: PostgresOptions) {
    this.#place = place;
    this.#options = options;
    this.#logFile = join(options.folder, 'postgres.log');
    const host = encodeURIComponent(place.socketFolder);
    this.url = `postgresql://steerhouse@${host}/steerhouse`;
    this.superuserUrl = `postgresql://postgres@${host}/postgres`;
  }

  get pid(): number | null {
    return this.#guarded && !this.#guarded.hasExited ? this.#guarded.pid : null;
  }

  async start(): Promise<void> {
    const { tell, settings } = this.#options;
    await clearLeftovers(this.#place, tell);
    const logged = logSize(this.#logFile);
    const guarded = startGuarded(this.#place, this.#logFile, { ...postgresSettings, ...settings });
    this.#guarded = guarded;
    const readiness = await awaitReady(guarded, this.url, tell);
    if (readiness === 'exited' || readiness === 'too-late') {
      guarded.release();
      throw new StartFailure(`The database did not start: ${lastReason(this.#logFile, logged)}`);
    }
    if (readiness === 'without-database') await makeDatabase(this.superuserUrl);
    void guarded.exited.then(() => this.#afterExit(logged));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restarting;
    if (this.#guarded && !this.#guarded.hasExited) await this.#end(this.#guarded);
    const { home, socketFolder } = this.#place;
    if (socketFolder !== home) rmSync(socketFolder, { recursive: true, force: true });
  }

  async #end(guarded: Guarded): Promise<void> {
    guarded.release();
    const late = sleep(shutdownPatienceMs, 'late' as const, { ref: false });
    if ((await Promise.race([guarded.exited, late])) !== 'late') return;
    this.#options.tell('The database is slow to shut down; ending it now, it recovers at the next start.');
    if (guarded.pid) process.kill(guarded.pid, 'SIGQUIT');
    await guarded.exited;
  }

  #afterExit(logged: number): void {
    if (this.#stopping) return;
    this.#options.onExit?.(lastReason(this.#logFile, logged));
    this.#restarting = this.#restart();
  }

  /** Tries until it succeeds: whatever took the server away (memory, disk, an operator) may pass. */
  async #restart(): Promise<void> {
    for (let delayMs = firstRestartDelayMs; !this.#stopping; ) {
      await sleep(delayMs);
      if (this.#stopping) return;
      try {
        return await this.start();
      } catch (error) {
        this.#options.tell(error instanceof Error ? error.message : String(error));
        delayMs = Math.min(delayMs * 2, longestRestartDelayMs);
      }
    }
  }
}
