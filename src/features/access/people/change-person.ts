import type { Actor } from '../../../core/access/actor.ts';
import {
  changeOfPerson,
  type PersonChange,
  type PersonState,
} from '../../../core/access/change-of-person.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries, type NewEntry } from '../../ledger/append-entries.ts';
import { type PersonRow, personAnswer, personById, unknownPerson } from '../queries.ts';
import { endSessionsOf } from '../sessions/end-sessions.ts';
import { qualificationFacts, roleFacts } from './insert-person.ts';
import { withdrawSignInTokens } from './one-time-token.ts';

export type ChangePerson = {
  personId: string;
  revision: number;
  change: PersonChange;
  actor: Actor;
  at: Date;
};

/** Changes name, roles or qualifications, disables or enables; disabling ends sessions and links. */
export async function changePerson({ db }: Deps, ask: ChangePerson) {
  return await db.atomically(async (tx) => {
    const { person, otherAdministrators } = await lockWithAdministrators(tx, ask.personId);
    if (person.revision !== ask.revision) throw changedMeanwhile(person.revision);
    const outcome = changeOfPerson(stateOf(person), ask.change, otherAdministrators);
    if (!outcome.ok) throw lastAdministrator();
    if (outcome.changed.length === 0) return personAnswer(person);
    await update(tx, person, { next: outcome.next, at: ask.at });
    const disabled = outcome.changed.includes('disabled') && outcome.next.disabled;
    const ended = disabled ? await shutOut(tx, ask) : [];
    await appendEntries(tx, ask.at, [entryOf(ask, outcome), ...ended]);
    return personAnswer(await personById(tx, ask.personId));
  });
}

/**
 * Locks the person and every enabled administrator, in the order of their ids: of two administrators who remove each
 * other at the same time the second sees what the first did.
 */
async function lockWithAdministrators(
  tx: Tx,
  personId: string,
): Promise<{ person: PersonRow; otherAdministrators: number }> {
  const rows = await tx.rows<PersonRow>(sql`
    select person_id, email, name, password_hash, roles, qualifications, simulated, created_at, disabled_at, revision
    from person
    where person_id = ${personId}
      or (roles @> array['admin'] and disabled_at is null)
    order by person_id
    for update`);
  const person = rows.find((row) => row.person_id === personId);
  if (!person) throw unknownPerson();
  return { person, otherAdministrators: rows.length - 1 };
}

function stateOf(row: PersonRow): PersonState {
  const { name, roles, qualifications } = row;
  return { name, roles, qualifications, disabled: row.disabled_at !== null };
}

async function update(
  tx: Tx,
  person: PersonRow,
  { next, at }: { next: PersonState; at: Date },
): Promise<void> {
  await tx.run(sql`
    update person
    set name = ${next.name},
        roles = ${next.roles},
        qualifications = ${next.qualifications},
        disabled_at = ${next.disabled ? (person.disabled_at ?? at) : null},
        revision = revision + 1
    where person_id = ${person.person_id}`);
}

async function shutOut(tx: Tx, { personId, actor, at }: ChangePerson): Promise<NewEntry[]> {
  await withdrawSignInTokens(tx, personId);
  return await endSessionsOf(tx, { personId, actor, because: 'disabled', at });
}

function entryOf(
  { personId, actor }: ChangePerson,
  { next, changed }: { next: PersonState; changed: readonly string[] },
): NewEntry {
  return {
    kind: changed.includes('disabled') && next.disabled ? 'person.disabled' : 'person.changed',
    actor,
    about: { person: personId },
    facts: {
      changed: changed.join('+'),
      ...roleFacts(next.roles),
      ...qualificationFacts(next.qualifications),
      disabled: next.disabled,
    },
  };
}

function changedMeanwhile(revision: number): Refusal {
  return new Refusal('conflict', 'person.changed-meanwhile', 'Somebody changed this person meanwhile.', {
    todo: 'Look at the person again and repeat your change.',
    facts: { revision },
  });
}

function lastAdministrator(): Refusal {
  return new Refusal('conflict', 'person.last-administrator', 'This is the only administrator.', {
    todo: 'Make somebody else an administrator first.',
  });
}
