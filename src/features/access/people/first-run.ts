import { keptEmail } from '../../../core/access/email.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { administratorExists } from '../queries.ts';
import { tokenHash } from '../sessions/session-cookie.ts';
import { type Browser, type StartedSession, startSession } from '../sessions/start-session.ts';
import { insertPerson } from './insert-person.ts';
import { makeFirstRunToken } from './one-time-token.ts';
import { hashPassword } from './password.ts';

/** Called at start: without an administrator, answers the token to print, which replaces an older one. */
export async function prepareFirstRun({ db, clock }: Deps): Promise<string | null> {
  return await db.atomically(async (tx) => {
    if (await administratorExists(tx)) return null;
    const { token } = await makeFirstRunToken(tx, clock.now());
    return token;
  });
}

export type FirstAdministrator = {
  token: string;
  email: string;
  name: string;
  password: string;
  browser: Browser;
  at: Date;
};

/** Creates the first administrator and signs in. The token's row lock lets one through, also of many at once. */
export async function createFirstAdministrator(deps: Deps, ask: FirstAdministrator): Promise<StartedSession> {
  if (await administratorExists(deps.db)) throw done();
  const email = keptEmail(ask.email);
  const passwordHash = await hashPassword(ask.password, { email, name: ask.name });
  return await deps.db.atomically(async (tx) => {
    await consumeToken(tx, ask);
    if (await administratorExists(tx)) throw done();
    const person = await insertPerson(tx, {
      email,
      name: ask.name,
      passwordHash,
      roles: ['admin'],
      qualifications: [],
      simulated: false,
      at: ask.at,
    });
    const session = await startSession(tx, deps.config, { ...ask, person: person.row, by: 'first-run' });
    await appendEntries(tx, ask.at, [
      person.entry({ kind: 'system', duty: 'first-run' }),
      ...session.entries,
    ]);
    return session.started;
  });
}

async function consumeToken(tx: Tx, { token, at }: FirstAdministrator): Promise<void> {
  const used = await tx.run(sql`
    update one_time_token
    set used_at = ${at}
    where token_hash = ${tokenHash(token)}
      and purpose = 'first-administrator'
      and used_at is null
      and expires_at > ${at}`);
  if (used === 1) return;
  if (await administratorExists(tx)) throw done();
  throw new Refusal('forbidden', 'first-run.wrong-token', 'This is not the token printed in the terminal.', {
    todo: 'Copy it from the last start; it is valid for 24 hours, and each start prints a new one.',
  });
}

function done(): Refusal {
  return new Refusal('conflict', 'first-run.done', 'There is an administrator already.', {
    todo: 'Sign in, or ask the administrator for a sign-in link.',
  });
}
