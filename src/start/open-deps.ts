import { type Database, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { type DataFolder, openDataFolder } from '../platform/data-folder.ts';
import type { Deps } from '../platform/deps.ts';
import { explainDatabaseError } from '../platform/explain-failure.ts';
import { openLog } from '../platform/log.ts';
import { type Postgres, startPostgres } from '../platform/postgres/start-postgres.ts';
import { StartFailure } from '../platform/start-failure.ts';

export type Opened = { deps: Deps; databaseUrl: string; close(): Promise<void> };

/** Reads the configuration; every mistake is told at once. */
export function configOrFail(overrides: Record<string, string> = {}): Config {
  const reading = readConfig({ ...overrides, ...process.env });
  for (const warning of reading.warnings) console.error(warning);
  if (!reading.ok) throw new StartFailure(reading.problems.join('\n'));
  return reading.config;
}

/** Opens what every command stands on: data folder, PostgreSQL, schema. Closes in the opposite order. */
export async function openDeps(config: Config, tell: (sentence: string) => void): Promise<Opened> {
  const folder = openDataFolder(config.dataDir);
  const log = openLog(config.logLevel);
  let postgres: Postgres | null = null;
  let db: Database | null = null;
  const close = async () => {
    await db?.close();
    await postgres?.stop();
    folder.close();
  };
  try {
    if (config.databaseUrl === null) postgres = await startEmbedded(folder, tell, log);
    db = openDatabase({
      url: postgres?.url ?? config.databaseUrl ?? '', // one of the two is there
      connections: config.databaseConnections,
      onError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
    });
    await migrateOrFail(db, tell);
  } catch (error) {
    await close();
    throw explainDatabaseError(error, config.databaseUrl) ?? error;
  }
  const databaseUrl = postgres?.url ?? config.databaseUrl ?? '';
  return { deps: { db, clock: systemClock, config, log }, databaseUrl, close };
}

function startEmbedded(
  folder: DataFolder,
  tell: (sentence: string) => void,
  log: Deps['log'],
): Promise<Postgres> {
  return startPostgres({
    folder: folder.path,
    tell,
    onExit: (because) => log.error({ because }, 'PostgreSQL ended by itself and is being started again'),
  });
}

async function migrateOrFail(db: Database, tell: (sentence: string) => void): Promise<void> {
  const migrated = await migrate(db);
  if (migrated.ok) {
    if (migrated.applied.length > 0) tell(`Prepared the database (${migrated.applied.length} steps).`);
    return;
  }
  const names = migrated.names.join(', ');
  throw new StartFailure(
    migrated.because === 'schema-is-newer'
      ? `The database was prepared by a newer Steerhouse (it knows ${names}); start that version, or use another database.`
      : `The database was prepared by another build of Steerhouse (its ${names} differs from the one here); start that build, or use another data folder or database.`,
  );
}
