import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import type { PersonRow } from '../queries.ts';
import { tokenHash } from './session-cookie.ts';
import { type Browser, type StartedSession, startSession } from './start-session.ts';

export type LinkSignIn = { token: string; browser: Browser; at: Date };

/** Signs in with a one-time link and uses it up; of two at the same time one gets in. */
export async function signInWithLink(deps: Deps, ask: LinkSignIn): Promise<StartedSession> {
  return await deps.db.atomically(async (tx) => {
    const person = await lockHolder(tx, ask);
    if (!person || !(await consumeToken(tx, ask))) {
      throw new Refusal('unauthenticated', 'sign-in.link-used', 'This link was used before or has expired.', {
        todo: 'Ask an administrator for a new one.',
      });
    }
    const session = await startSession(tx, deps.config, { ...ask, person, by: 'link' });
    await appendEntries(tx, ask.at, session.entries);
    return session.started;
  });
}

// Person before token, as everywhere.
async function lockHolder(tx: Tx, { token }: LinkSignIn): Promise<PersonRow | null> {
  return await tx.row<PersonRow>(sql`
    select p.person_id, p.email, p.name, p.password_hash, p.roles, p.qualifications, p.simulated,
      p.created_at, p.disabled_at, p.revision
    from one_time_token t
    join person p on p.person_id = t.person_id
    where t.token_hash = ${tokenHash(token)}
      and t.purpose = 'sign-in'
      and p.disabled_at is null
    for share of p`);
}

async function consumeToken(tx: Tx, { token, at }: LinkSignIn): Promise<boolean> {
  const used = await tx.run(sql`
    update one_time_token
    set used_at = ${at}
    where token_hash = ${tokenHash(token)}
      and used_at is null
      and expires_at > ${at}`);
  return used === 1;
}
