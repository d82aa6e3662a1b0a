import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { type ApiKeyRow, apiKeyAnswer } from '../queries.ts';

/** Revoking twice is revoking once. */
export async function revokeApiKey(
  { db }: Deps,
  apiKeyId: string,
  { actor, at }: { actor: Actor; at: Date },
) {
  return await db.atomically(async (tx) => {
    const revoked = await tx.run(sql`
      update api_key
      set revoked_at = ${at}
      where api_key_id = ${apiKeyId}
        and revoked_at is null`);
    const row = await tx.row<ApiKeyRow>(sql`
      select api_key_id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at
      from api_key
      where api_key_id = ${apiKeyId}`);
    if (!row) throw new Refusal('not-found', 'api-key.unknown', 'There is no API key with this id.');
    if (revoked === 1) {
      await appendEntries(tx, at, [{ kind: 'api-key.revoked', actor, about: { apiKey: apiKeyId } }]);
    }
    return apiKeyAnswer(row);
  });
}
