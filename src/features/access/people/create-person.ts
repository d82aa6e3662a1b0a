import type { Actor } from '../../../core/access/actor.ts';
import { keptEmail } from '../../../core/access/email.ts';
import type { PersonRole } from '../../../core/access/permissions.ts';
import type { Deps } from '../../../platform/deps.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { personAnswer } from '../queries.ts';
import { insertPerson } from './insert-person.ts';
import { makeSignInToken, signInLink } from './one-time-token.ts';
import { hashPassword } from './password.ts';

export type PersonToCreate = {
  email: string;
  name: string;
  roles: readonly PersonRole[];
  qualifications?: readonly string[];
  password?: string;
  simulated?: boolean;
};

/** Without a password the person gets in by the one-time link of the answer and chooses one. */
export async function createPerson(
  { db, config }: Deps,
  ask: PersonToCreate,
  { actor, at }: { actor: Actor; at: Date },
) {
  const email = keptEmail(ask.email);
  const passwordHash =
    ask.password === undefined ? null : await hashPassword(ask.password, { email, name: ask.name });
  return await db.atomically(async (tx) => {
    const { name, roles, qualifications = [], simulated = false } = ask;
    const given = { email, name, roles, qualifications, simulated, passwordHash, at };
    const person = await insertPerson(tx, given);
    const link = passwordHash === null ? await makeSignInToken(tx, person.row.person_id, at) : null;
    await appendEntries(tx, at, [person.entry(actor)]);
    return { person: personAnswer(person.row), signInLink: link && signInLink(config.publicUrl, link.token) };
  });
}
