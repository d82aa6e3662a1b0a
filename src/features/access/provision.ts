import type { Actor } from '../../core/access/actor.ts';
import { keptEmail } from '../../core/access/email.ts';
import type { PersonRole } from '../../core/access/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { insertPerson } from './people/insert-person.ts';
import { makeSignInToken, type OneTimeToken } from './people/one-time-token.ts';
import { personByEmail } from './queries.ts';

export type PersonToEnsure = {
  email: string;
  name: string;
  roles: readonly PersonRole[];
  simulated: boolean;
  /** The duty that sets the installation up, e.g. the demo. */
  actor: Extract<Actor, { kind: 'system' }>;
  at: Date;
};

/** Makes sure that a person exists, for set-ups that run at every start; answers the id and changes nobody. */
export async function ensurePerson(tx: Tx, person: PersonToEnsure): Promise<string> {
  const email = keptEmail(person.email);
  const found = await personByEmail(tx, email);
  if (found) return found.person_id;
  const made = await insertPerson(tx, { ...person, qualifications: [], email, passwordHash: null });
  await appendEntries(tx, person.at, [made.entry(person.actor)]);
  return made.row.person_id;
}

/** A token for `POST /v1/session/link`, for people the set-up signs in itself. */
export async function ensureSignIn(
  tx: Tx,
  personId: string,
  { actor, at }: { actor: PersonToEnsure['actor']; at: Date },
): Promise<OneTimeToken> {
  const made = await makeSignInToken(tx, personId, at);
  await appendEntries(tx, at, [
    { kind: 'person.changed', actor, about: { person: personId }, facts: { changed: 'sign-in-link' } },
  ]);
  return made;
}
