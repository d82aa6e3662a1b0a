import type { Database } from '../db/database.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** What every command, query and job is handed. */
export type Deps = { db: Database; clock: Clock; config: Config; log: Log };
