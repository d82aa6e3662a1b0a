import { keptEmail } from '../../../core/access/email.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { verifyPassword } from '../people/password.ts';
import { type PersonRow, personByEmail } from '../queries.ts';
import { countAttempt, forgiveAttempt } from './count-attempt.ts';
import { type Browser, type StartedSession, startSession } from './start-session.ts';

export type SignIn = { email: string; password: string; browser: Browser; at: Date };

/**
 * Signs in with a password. Unknown account, wrong password and disabled person answer the same and cost the same
 * work: one look-up, one argon2id, one transaction with one entry.
 */
export async function signIn(deps: Deps, ask: SignIn): Promise<StartedSession> {
  const { db } = deps;
  const attempt = { email: keptEmail(ask.email), address: ask.browser.address, at: ask.at };
  await db.atomically((tx) => countAttempt(tx, attempt));
  const person = await personByEmail(db, attempt.email);
  const fits = await verifyPassword(person?.password_hash ?? null, ask.password);
  const started = await db.atomically(async (tx) => {
    if (!person || !fits || !(await lockUnchanged(tx, person))) {
      await appendEntries(tx, ask.at, [refused(person, fits, ask.at)]);
      return null;
    }
    await forgiveAttempt(tx, attempt);
    const session = await startSession(tx, deps.config, { ...ask, person, by: 'password' });
    await appendEntries(tx, ask.at, session.entries);
    return session.started;
  });
  if (started) return started;
  throw new Refusal('unauthenticated', 'sign-in.refused', 'E-mail address or password is wrong.', {
    todo: 'Try again, or ask an administrator for a sign-in link.',
  });
}

/** Held until the session is written, so that neither disabling nor a new password can be overtaken by it. */
async function lockUnchanged(tx: Tx, person: PersonRow): Promise<boolean> {
  const row = await tx.row(sql`
    select person_id
    from person
    where person_id = ${person.person_id}
      and disabled_at is null
      and password_hash = ${person.password_hash}
    for share`);
  return row !== null;
}

function refused(person: PersonRow | null, fits: boolean, at: Date) {
  const known = person?.disabled_at && fits ? 'disabled' : 'wrong-password';
  return {
    kind: 'sign-in.refused' as const,
    actor: { kind: 'anonymous' as const },
    // Always about one thing, so that writing it takes the same work for an account that does not exist.
    about: person ? { person: person.person_id } : { attempt: uuidv7(at.getTime()) },
    facts: { because: person ? known : 'unknown-account' },
  };
}
