import type { Actor } from '../../core/access/actor.ts';
import type { EntryActor } from '../../core/ledger/entry.ts';
import { pseudonym } from '../../core/ledger/pseudonym.ts';
import type { Db, Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { openHmac } from '../../platform/hmac.ts';

/** The key that turns actor ids into pseudonyms; destroying it makes every name in the log unreadable. */
export async function loadActorKey(db: Db): Promise<Uint8Array> {
  const row = await db.row<{ value: Buffer }>(sql`select value from ledger_secret where name = 'actor-key'`);
  if (!row) throw new Error('the actor key is missing from ledger_secret');
  return row.value;
}

const actorKeys = new WeakMap<object, Uint8Array>();

/** The same key for commands, which spare the question: it never changes while the process runs. */
export async function recallActorKey(tx: Tx): Promise<Uint8Array> {
  const known = actorKeys.get(tx.database);
  if (known) return known;
  const key = await loadActorKey(tx);
  actorKeys.set(tx.database, key);
  return key;
}

/** How an actor stands in the log: a kind and a pseudonym, never a name or an id. */
export function actorOf(key: Uint8Array, actor: Actor): EntryActor {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', pseudonym: pseudonymOf(key, actor.personId) };
    case 'service':
      return { kind: 'service', pseudonym: pseudonymOf(key, actor.apiKeyId) };
    case 'system':
      return { kind: 'system', pseudonym: actor.duty };
    case 'anonymous':
      return { kind: 'system', pseudonym: 'anonymous' };
    default:
      return actor satisfies never;
  }
}

export function pseudonymOf(key: Uint8Array, actorId: string): string {
  return pseudonym(actorId, openHmac(key));
}
