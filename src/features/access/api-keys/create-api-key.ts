import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Person } from '../../../core/access/actor.ts';
import { writeApiKey } from '../../../core/access/api-key-text.ts';
import type { Permission } from '../../../core/access/permissions.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { type ApiKeyRow, apiKeyAnswer } from '../queries.ts';

export type ApiKeyToCreate = {
  name: string;
  scopes: readonly Permission[];
  /** Null: never; absent: after a year. */
  expiresAt?: string | null;
  createdBy: Person;
  at: Date;
};

const usualMs = 365 * 24 * 3_600_000;

/** The secret is in the answer and nowhere else; the table keeps its hash. */
export async function createApiKey({ db }: Deps, ask: ApiKeyToCreate) {
  const expiresAt = expiryOf(ask);
  const key = writeApiKey({ id: randomBytes(6), secret: randomBytes(32) }, crc32);
  return await db.atomically(async (tx) => {
    const row = await tx.row<ApiKeyRow>(sql`
      insert into api_key (api_key_id, name, prefix, secret_hash, scopes, created_by, created_at, expires_at)
      values (${uuidv7(ask.at.getTime())}, ${ask.name}, ${key.prefix}, ${hash('sha256', key.text, 'buffer')},
        ${ask.scopes}, ${ask.createdBy.personId}, ${ask.at}, ${expiresAt})
      returning api_key_id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at`);
    if (!row) throw new Error('the insert answered no row');
    await appendEntries(tx, ask.at, [
      {
        kind: 'api-key.created',
        actor: ask.createdBy,
        about: { apiKey: row.api_key_id },
        facts: { expiresAt: expiresAt?.toISOString() ?? null, ...scopeFacts(ask.scopes) },
      },
    ]);
    return { apiKey: apiKeyAnswer(row), secret: key.text };
  });
}

function expiryOf({ expiresAt, at }: ApiKeyToCreate): Date | null {
  if (expiresAt === null) return null;
  const expiry = expiresAt === undefined ? new Date(at.getTime() + usualMs) : new Date(expiresAt);
  if (expiry > at) return expiry;
  throw new Refusal('unprocessable', 'api-key.expiry-past', 'The key would have expired already.', {
    todo: 'Choose a time to come, or null for a key that never expires.',
  });
}

/** One by one: joined they would not fit into one fact. */
function scopeFacts(scopes: readonly Permission[]): Record<string, string> {
  return Object.fromEntries(scopes.toSorted().map((scope, index) => [`scope${index + 1}`, scope]));
}
