import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { currentPasswordNeeded, personById } from '../queries.ts';
import { countAttempt, forgiveAttempt } from '../sessions/count-attempt.ts';
import { endSessionsOf } from '../sessions/end-sessions.ts';
import { withdrawSignInTokens } from './one-time-token.ts';
import { hashPassword, verifyPassword } from './password.ts';

export type ChangePassword = { current: string; password: string; address: string; at: Date };

/**
 * Sets a new password and ends the person's other sessions. Who has none yet, or forgot it and came by a link, leaves
 * `current` empty. Wrong tries count as failed sign-ins: a stolen session is no place to guess the password in.
 */
export async function changePassword(deps: Deps, person: Person, ask: ChangePassword): Promise<void> {
  const { db } = deps;
  const { personId, sessionId } = person;
  const before = await personById(db, personId);
  const attempt = { email: before.email, address: ask.address, at: ask.at };
  const needed = await currentPasswordNeeded(db, person);
  if (needed) {
    await db.atomically((tx) => countAttempt(tx, attempt));
    if (!(await verifyPassword(before.password_hash, ask.current))) throw wrong();
  }
  const passwordHash = await hashPassword(ask.password, before);
  await db.atomically(async (tx) => {
    const changed = await tx.run(sql`
      update person
      set password_hash = ${passwordHash}
      where person_id = ${personId}
        and password_hash is not distinct from ${before.password_hash}`);
    if (changed === 0) throw wrong();
    if (needed) await forgiveAttempt(tx, attempt);
    await withdrawSignInTokens(tx, personId);
    await tx.run(sql`update session set by_link = false where session_id = ${sessionId}`);
    const end = { personId, exceptSessionId: sessionId, actor: person, because: 'password-changed' } as const;
    const ended = await endSessionsOf(tx, { ...end, at: ask.at });
    const entry = {
      kind: 'person.changed',
      actor: person,
      about: { person: personId },
      facts: { changed: 'password' },
    } as const;
    await appendEntries(tx, ask.at, [entry, ...ended]);
  });
}

function wrong(): Refusal {
  return new Refusal('forbidden', 'password.wrong', 'The current password is wrong.', {
    todo: 'Type it again. If you do not know it, ask an administrator for a sign-in link.',
  });
}
