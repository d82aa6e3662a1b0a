import type { Actor } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { LockedVersion } from '../queries.ts';

/** Who writes a policy version: a person or an API key. `writer` is the person, or the one who made the key. */
export type Author = { actor: Actor; personId: string | null; apiKeyId: string | null; writer: string };

export async function authorOf(tx: Tx, actor: Actor): Promise<Author> {
  if (actor.kind === 'person')
    return { actor, personId: actor.personId, apiKeyId: null, writer: actor.personId };
  if (actor.kind !== 'service') throw new Error(`${actor.kind} does not write policies`);
  const key = await tx.row<{ created_by: string }>(sql`
    select created_by from api_key where api_key_id = ${actor.apiKeyId}`);
  if (!key) throw new Error('the API key that signed in is not there');
  return { actor, personId: null, apiKeyId: actor.apiKeyId, writer: key.created_by };
}

/** An automated job never reaches into what a person is working on. */
export function refuseKeyForPersons(actor: Actor, { signatures, version, createdBy }: LockedVersion): void {
  if (actor.kind === 'person' || signatures.createdBy === null) return;
  throw new Refusal(
    'forbidden',
    'policy.not-for-keys',
    `${createdBy} started version ${version}. An API key changes only versions that an API key started.`,
    { todo: 'Start a draft with the key, or sign in as a person.' },
  );
}
