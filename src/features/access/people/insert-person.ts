import type { Actor } from '../../../core/access/actor.ts';
import type { PersonRole } from '../../../core/access/permissions.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import type { NewEntry } from '../../ledger/append-entries.ts';
import type { PersonRow } from '../queries.ts';

export type NewPerson = {
  email: string;
  name: string;
  passwordHash: string | null;
  roles: readonly PersonRole[];
  qualifications: readonly string[];
  simulated: boolean;
  at: Date;
};

/** Writes a person; the entry is for the command to append with its own. */
export async function insertPerson(
  tx: Tx,
  person: NewPerson,
): Promise<{ row: PersonRow; entry: (actor: Actor) => NewEntry }> {
  const row = await tx.row<PersonRow>(sql`
    insert into person (person_id, email, name, password_hash, roles, qualifications, simulated, created_at)
    values (${uuidv7(person.at.getTime())}, ${person.email}, ${person.name}, ${person.passwordHash},
      ${person.roles}, ${person.qualifications}, ${person.simulated}, ${person.at})
    on conflict (email) do nothing
    returning person_id, email, name, password_hash, roles, qualifications, simulated, created_at, disabled_at, revision`);
  if (!row) {
    throw new Refusal('conflict', 'person.email-taken', 'Somebody with this e-mail address exists already.', {
      todo: 'Change that person instead, or take another address.',
    });
  }
  return {
    row,
    entry: (actor) => ({
      kind: 'person.created',
      actor,
      about: { person: row.person_id },
      facts: {
        ...roleFacts(row.roles),
        ...qualificationFacts(row.qualifications),
        simulated: row.simulated,
      },
    }),
  };
}

/** Facts are codes, not lists: each role held is one. */
export function roleFacts(roles: readonly PersonRole[]): { roles: string } {
  return { roles: roles.length === 0 ? 'none' : [...roles].sort().join('+') };
}

/** One by one: joined they would not fit into one fact. */
export function qualificationFacts(qualifications: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    qualifications.toSorted().map((name, index) => [`qualification${index + 1}`, name]),
  );
}
