import type { Actor } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { unknownPerson } from '../queries.ts';
import { makeSignInToken, signInLink } from './one-time-token.ts';

/** A one-time link with which the person signs in; older links of the person stop working. */
export async function createSignInLink(
  { db, config }: Deps,
  personId: string,
  { actor, at }: { actor: Actor; at: Date },
) {
  return await db.atomically(async (tx) => {
    const person = await tx.row<{ disabled_at: Date | null }>(sql`
      select disabled_at
      from person
      where person_id = ${personId}
      for share`);
    if (!person) throw unknownPerson();
    if (person.disabled_at) {
      throw new Refusal('conflict', 'person.disabled', 'This person is disabled and cannot sign in.', {
        todo: 'Enable the person first.',
      });
    }
    const made = await makeSignInToken(tx, personId, at);
    await appendEntries(tx, at, [
      { kind: 'person.changed', actor, about: { person: personId }, facts: { changed: 'sign-in-link' } },
    ]);
    return {
      signInLink: signInLink(config.publicUrl, made.token),
      expiresAt: made.expiresAt.toISOString(),
    };
  });
}
