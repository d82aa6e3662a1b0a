import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Actor } from '../../../core/access/actor.ts';
import { checkApiKey, prefixOf } from '../../../core/access/api-key-text.ts';
import { type Permission, permissions } from '../../../core/access/permissions.ts';
import { sameText } from '../../../core/access/same-text.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { openRecall } from '../recall.ts';
import { openGuessLimit } from './limit-guesses.ts';

export type ApiKeys = {
  /** Who holds this key. At once for keys used a moment ago. */
  recognise(text: string, address: string): Actor | Promise<Actor>;
  forget(apiKeyId: string): void;
  /** Resolves when what was begun in the background is written. */
  settled(): Promise<void>;
};

type Kept = {
  apiKeyId: string;
  secretHash: string;
  expiresAtMs: number;
  revoked: boolean;
  lastUsedAtMs: number;
  actor: Actor;
};

const usedEveryMs = 60_000;

export function openApiKeys({ db, clock, log }: Deps): ApiKeys {
  const recall = openRecall<Kept>({ load, freshMs: 1_000, staleMs: 2_000, most: 1_000 });
  const guesses = openGuessLimit();
  const writing = new Set<Promise<unknown>>();

  async function load(prefix: string): Promise<Kept | null> {
    const row = await db.row<ApiKeyRow>(selectApiKey(prefix));
    return row && keptOf(row);
  }

  // Nobody is locked out by another's guesses: keys in use do not come here.
  function newPrefix(text: string, address: string): string {
    const checked = checkApiKey(text, crc32);
    if (!checked.ok) throw refusal(`This is not an API key: ${checked.because}.`);
    const wait = guesses.waitSeconds(address);
    if (wait !== null) throw tooMany(wait);
    return checked.prefix;
  }

  function admit(kept: Kept | null, text: string, address: string): Actor {
    if (!kept || !sameText(hash('sha256', text, 'base64'), kept.secretHash)) {
      const wait = guesses.waitSeconds(address);
      guesses.count(address);
      throw wait === null ? refusal('This API key is not known.') : tooMany(wait);
    }
    if (kept.revoked) throw refusal('This API key was revoked.');
    const atMs = clock.now().getTime();
    if (atMs >= kept.expiresAtMs) throw refusal('This API key has expired.');
    if (atMs - kept.lastUsedAtMs >= usedEveryMs) noteUse(kept, atMs);
    return kept.actor;
  }

  // Behind the caller's back; at most once a minute and key, because a write per request would double the load.
  function noteUse(kept: Kept, atMs: number): void {
    kept.lastUsedAtMs = atMs;
    const write = db
      .run(updateLastUsed(kept.apiKeyId, new Date(atMs)))
      .catch((error: unknown) => log.warn({ err: error, apiKeyId: kept.apiKeyId }, 'last use not noted'))
      .finally(() => writing.delete(write));
    writing.add(write);
  }

  return {
    recognise(text, address) {
      const found = prefixOf(text);
      // A prefix that was good before needs no checksum: the hash decides.
      const prefix = found !== null && recall.knows(found) ? found : newPrefix(text, address);
      const kept = recall.of(prefix);
      return kept instanceof Promise
        ? kept.then((loaded) => admit(loaded, text, address))
        : admit(kept, text, address);
    },
    forget: (apiKeyId) => recall.forget((kept) => kept.apiKeyId === apiKeyId),
    settled: async () => {
      await Promise.all(writing);
    },
  };
}

type ApiKeyRow = {
  api_key_id: string;
  name: string;
  secret_hash: Buffer;
  scopes: string[];
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

function selectApiKey(prefix: string) {
  return {
    ...sql`
      select api_key_id, name, secret_hash, scopes, expires_at, last_used_at, revoked_at
      from api_key
      where prefix = ${prefix}`,
    name: 'recognise-api-key',
  };
}

function updateLastUsed(apiKeyId: string, at: Date) {
  return sql`
    update api_key
    set last_used_at = ${at}
    where api_key_id = ${apiKeyId}
      and (last_used_at is null or last_used_at < ${at})`;
}

function keptOf(row: ApiKeyRow): Kept {
  const scopes = row.scopes.filter(isPermission);
  return {
    apiKeyId: row.api_key_id,
    secretHash: row.secret_hash.toString('base64'),
    expiresAtMs: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    revoked: row.revoked_at !== null,
    lastUsedAtMs: row.last_used_at?.getTime() ?? Number.NEGATIVE_INFINITY,
    actor: { kind: 'service', apiKeyId: row.api_key_id, name: row.name, scopes },
  };
}

function isPermission(scope: string): scope is Permission {
  return (permissions as readonly string[]).includes(scope); // widened to ask
}

function refusal(message: string): Refusal {
  return new Refusal('unauthenticated', 'api-key.refused', message, {
    todo: 'Send a valid key as "authorization: Bearer …". Administrators create keys under Access.',
  });
}

function tooMany(retryAfterSeconds: number): Refusal {
  return new Refusal('too-many', 'api-key.too-many', 'Too many wrong API keys came from this address.', {
    todo: 'Wait for the time in Retry-After and send a valid key.',
    retryAfterSeconds,
  });
}
