import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { loadActorKey, pseudonymOf } from '../ledger/actor-of.ts';

export type Known = { name: string; simulated: boolean };

/**
 * Whom the pseudonyms in the ledger stand for. Made anew from the people and keys there are and the actor key, so
 * nothing stored links the two; about two microseconds a name.
 */
export async function namesByPseudonym(db: Db): Promise<Map<string, Known>> {
  const [key, people, apiKeys] = await Promise.all([
    loadActorKey(db),
    db.rows<{ id: string } & Known>(sql`select person_id as id, name, simulated from person`),
    db.rows<{ id: string; name: string }>(sql`select api_key_id as id, name from api_key`),
  ]);
  return new Map([
    ...people.map(({ id, name, simulated }) => [pseudonymOf(key, id), { name, simulated }] as const),
    ...apiKeys.map(({ id, name }) => [pseudonymOf(key, id), { name, simulated: false }] as const),
  ]);
}
