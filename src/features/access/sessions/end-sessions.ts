import type { Actor, Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries, type NewEntry } from '../../ledger/append-entries.ts';

export type EndReason = 'signed-out' | 'revoked' | 'password-changed' | 'disabled';

/** Ends one of a person's own sessions; another's is not found. */
export async function endSession(
  { db }: Deps,
  person: Person,
  end: { sessionId: string; because: EndReason; at: Date },
): Promise<void> {
  await db.atomically(async (tx) => {
    const ended = await tx.run(sql`
      update session
      set ended_at = ${end.at}
      where session_id = ${end.sessionId}
        and person_id = ${person.personId}
        and ended_at is null`);
    if (ended === 0) {
      throw new Refusal('not-found', 'session.unknown', 'You have no open session with this id.');
    }
    await appendEntries(tx, end.at, [sessionEnded(person, person.personId, end)]);
  });
}

export async function endAllSessions({ db }: Deps, person: Person, at: Date): Promise<void> {
  await db.atomically(async (tx) => {
    const { personId } = person;
    const entries = await endSessionsOf(tx, { personId, actor: person, because: 'revoked', at });
    if (entries.length > 0) await appendEntries(tx, at, entries);
  });
}

export type EndOfMany = {
  personId: string;
  /** Stays open. */
  exceptSessionId?: string;
  actor: Actor;
  because: EndReason;
  at: Date;
};

/** Ends the sessions of a person; the entries are for the command to append with its own. */
export async function endSessionsOf(tx: Tx, end: EndOfMany): Promise<NewEntry[]> {
  const ended = await tx.rows<{ session_id: string }>(sql`
    update session
    set ended_at = ${end.at}
    where person_id = ${end.personId}
      and ended_at is null
      and session_id is distinct from ${end.exceptSessionId ?? null}::uuid
    returning session_id`);
  return ended.map((row) =>
    sessionEnded(end.actor, end.personId, { sessionId: row.session_id, because: end.because }),
  );
}

function sessionEnded(
  actor: Actor,
  personId: string,
  { sessionId, because }: { sessionId: string; because: EndReason },
): NewEntry {
  return {
    kind: 'session.ended',
    actor,
    about: { person: personId, session: sessionId },
    facts: { because },
  };
}
