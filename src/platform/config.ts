// Everything that can be configured, in one table: read at start, shown by `npx steerhouse config`, listed in the docs.
import { resolve } from 'node:path';
import { maskUrl } from './mask-url.ts';
import { nearestName } from './nearest-name.ts';
import {
  folder,
  hostName,
  keyName,
  networks,
  oneOf,
  type Parsed,
  postgresUrl,
  scaled,
  someOf,
  webOrigin,
  wholeNumber,
  yesOrNo,
} from './setting-values.ts';

type Setting = {
  name: string;
  key: string;
  /** What it is, with its unit; a sentence without the full stop. */
  about: string;
  /** Used when the variable is unset or empty: a text to parse, one made from settings above it, or nothing. */
  initial: string | null | ((above: Above) => string);
  parse: (text: string) => Parsed<unknown>;
};

/** The settings other settings are derived from; they stand first in the table. */
type Above = { host: string; port: number; publicUrl: string };

const checkout = resolve(import.meta.dirname, '../..');
const KiB = 1024;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const settings = [
  {
    name: 'STEERHOUSE_HOST',
    key: 'host',
    about: 'Address to listen on; 0.0.0.0 lets other machines in',
    initial: '127.0.0.1',
    parse: hostName,
  },
  {
    name: 'STEERHOUSE_PORT',
    key: 'port',
    about: 'Port to listen on; 0 takes any free one',
    initial: '8420',
    parse: wholeNumber(0, 65_535),
  },
  {
    name: 'STEERHOUSE_PUBLIC_URL',
    key: 'publicUrl',
    about: 'Address under which people and programs reach Steerhouse',
    initial: ({ host, port }) => `http://${reachableHost(host)}:${port}`,
    parse: webOrigin,
  },
  {
    name: 'STEERHOUSE_DATA_DIR',
    key: 'dataDir',
    about: 'Folder for the embedded database, the signing key and the lock',
    initial: resolve(checkout, '.steerhouse'),
    parse: folder,
  },
  {
    name: 'DATABASE_URL',
    key: 'databaseUrl',
    about: 'PostgreSQL server to use instead of the embedded one',
    initial: null,
    parse: postgresUrl,
  },
  {
    name: 'STEERHOUSE_DATABASE_CONNECTIONS',
    key: 'databaseConnections',
    about: 'Most connections to PostgreSQL at a time',
    initial: '12',
    parse: wholeNumber(4, 1000),
  },
  {
    name: 'STEERHOUSE_ROLES',
    key: 'roles',
    about: 'What this process does: serve (API and console), work (background duties)',
    initial: 'serve,work',
    parse: someOf(['serve', 'work']),
  },
  {
    name: 'STEERHOUSE_LOG_LEVEL',
    key: 'logLevel',
    about: 'Least important log lines to write',
    initial: 'info',
    parse: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  },
  {
    name: 'STEERHOUSE_PAYLOAD_LIMIT_KIB',
    key: 'payloadLimitBytes',
    about: 'Largest decision (input, output and metadata together), in KiB',
    initial: '256',
    parse: scaled(KiB, 1, 16_384),
  },
  {
    name: 'STEERHOUSE_QUEUE_LIMIT',
    key: 'queueLimit',
    about: 'Decisions that may wait for their commit; beyond it callers are told to come back later',
    initial: '4096',
    parse: wholeNumber(1, 1_000_000),
  },
  {
    name: 'STEERHOUSE_SESSION_IDLE_MINUTES',
    key: 'sessionIdleMs',
    about: 'Minutes without activity after which a person is signed out',
    initial: '60',
    parse: scaled(minuteMs, 1, 10_080),
  },
  {
    name: 'STEERHOUSE_SESSION_HOURS',
    key: 'sessionAgeMs',
    about: 'Hours after which a person has to sign in again',
    initial: '12',
    parse: scaled(hourMs, 1, 720),
  },
  {
    name: 'STEERHOUSE_COOKIE_SECURE',
    key: 'cookieSecure',
    about: 'Whether browsers may send the session only over https',
    initial: ({ publicUrl }) => String(publicUrl.startsWith('https:')),
    parse: yesOrNo,
  },
  {
    name: 'STEERHOUSE_TRUSTED_PROXIES',
    key: 'trustedProxies',
    about: 'Addresses or networks of proxies whose word on the caller’s address counts, separated by commas',
    initial: null,
    parse: networks,
  },
  {
    name: 'STEERHOUSE_PUBLIC_LOG',
    key: 'publicLog',
    about: 'Whether the ledger under /log/ can be read without signing in',
    initial: 'false',
    parse: yesOrNo,
  },
  {
    name: 'STEERHOUSE_LOG_ORIGIN',
    key: 'logOrigin',
    about: 'Name of the ledger in its checkpoints; must never change once it has entries',
    initial: ({ publicUrl }) => `${new URL(publicUrl).host}/log`,
    parse: keyName,
  },
] as const satisfies readonly Setting[];

type ValueOf<S extends Setting> =
  Extract<ReturnType<S['parse']>, { ok: true }> extends { value: infer Value }
    ? S['initial'] extends null
      ? Value | null
      : Value
    : never;

export type Config = { readonly [S in (typeof settings)[number] as S['key']]: ValueOf<S> };

export type ConfigReading =
  | { ok: true; config: Config; warnings: string[] }
  | { ok: false; problems: string[]; warnings: string[] };

export type SettingDescription = {
  name: string;
  about: string;
  /** As it counts, secrets masked; null when there is none. */
  value: string | null;
  source: 'environment' | 'default';
  problem: string | null;
};

type Environment = Record<string, string | undefined>;
type SettingReading = { setting: Setting; text: string | null; given: boolean; parsed: Parsed<unknown> };

/** Variables that belong to tests and to the command line client; they are no settings, and no spelling mistakes. */
const otherNames = [
  'STEERHOUSE_URL',
  'STEERHOUSE_API_KEY',
  'STEERHOUSE_EMAIL',
  'STEERHOUSE_PASSWORD',
  'STEERHOUSE_CHROMIUM',
  'STEERHOUSE_TEST_POSTGRES',
];

/** Reads the whole configuration; every mistake is listed, so that one start shows them all. */
export function readConfig(env: Environment): ConfigReading {
  const readings = readAll(env);
  const problems = readings.map(problemOf).filter((problem) => problem !== null);
  const warnings = unknownNames(env);
  if (problems.length > 0) return { ok: false, problems, warnings };
  const entries = readings.map(({ setting, parsed }) => [setting.key, parsed.ok ? parsed.value : null]);
  return { ok: true, config: Object.fromEntries(entries) as Config, warnings }; // the table names every key
}

/** What each setting is now and where it comes from. */
export function describeConfig(env: Environment): SettingDescription[] {
  return readAll(env).map((reading) => ({
    name: reading.setting.name,
    about: reading.setting.about,
    value: reading.text === null ? null : maskUrl(reading.text),
    source: reading.given ? 'environment' : 'default',
    problem: problemOf(reading),
  }));
}

function readAll(env: Environment): SettingReading[] {
  // Derived settings look at these; a mistaken one is reported for itself, and its default stands in here.
  const above: Above = { host: '127.0.0.1', port: 8420, publicUrl: 'http://127.0.0.1:8420' };
  return settings.map((setting: Setting) => {
    const given = Boolean(env[setting.name]);
    const initial = typeof setting.initial === 'function' ? setting.initial(above) : setting.initial;
    const text = env[setting.name] || initial;
    const parsed = text === null ? { ok: true as const, value: null } : setting.parse(text);
    if (parsed.ok && setting.key in above) Object.assign(above, { [setting.key]: parsed.value });
    return { setting, text, given, parsed };
  });
}

function problemOf({ setting, text, parsed }: SettingReading): string | null {
  if (parsed.ok) return null;
  return `${setting.name} ${parsed.because}; it is "${maskUrl(text ?? '')}".`;
}

function unknownNames(env: Environment): string[] {
  const known = [...settings.map((setting) => setting.name), ...otherNames];
  return Object.keys(env)
    .filter((name) => name.startsWith('STEERHOUSE_') && !known.includes(name))
    .map(
      (name) =>
        `${name} is not a setting of Steerhouse and is ignored; did you mean ${nearestName(name, known)}?`,
    );
}

/** A wildcard address can be listened on but not opened. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
