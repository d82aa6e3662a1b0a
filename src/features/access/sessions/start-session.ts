import { randomBytes } from 'node:crypto';
import type { Person } from '../../../core/access/actor.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import type { NewEntry } from '../../ledger/append-entries.ts';
import { type PersonRow, signedInAnswer } from '../queries.ts';
import { csrfTokenOf, tokenHash } from './session-cookie.ts';

/** What a request tells about the browser it comes from. */
export type Browser = {
  address: string;
  userAgent: string | null;
  /** The session it had before; signing in never continues an old one. */
  sessionToken: string | null;
};

export type StartedSession = {
  /** Goes into the cookie and is known to nobody afterwards. */
  token: string;
  answer: ReturnType<typeof signedInAnswer>;
  replacedSessionId: string | null;
};

export type SessionStart = {
  person: PersonRow;
  browser: Browser;
  by: 'password' | 'link' | 'first-run';
  at: Date;
};

/** Writes a new session; its entries are for the command to append with its own. */
export async function startSession(
  tx: Tx,
  config: Deps['config'],
  start: SessionStart,
): Promise<{ started: StartedSession; entries: NewEntry[] }> {
  const { person, browser, at } = start;
  const replaced = await endReplaced(tx, start);
  const token = randomBytes(32).toString('base64url');
  const sessionId = uuidv7(at.getTime());
  const expiresAt = new Date(at.getTime() + config.sessionAgeMs);
  await tx.run(sql`
    insert into session (session_id, token_hash, person_id, started_at, seen_at, expires_at, by_link, user_agent)
    values (${sessionId}, ${tokenHash(token)}, ${person.person_id}, ${at}, ${at}, ${expiresAt},
      ${start.by === 'link'}, ${browser.userAgent?.slice(0, 300) ?? null})`);
  const began: NewEntry = {
    kind: 'session.started',
    actor: personActor(person, sessionId),
    about: { person: person.person_id, session: sessionId },
    facts: { by: start.by, expiresAt: expiresAt.toISOString() },
  };
  const answer = signedInAnswer(person, csrfTokenOf(token), expiresAt);
  const replacedSessionId = replaced?.session_id ?? null;
  const entries = replaced ? [replacement(person, replaced), began] : [began];
  return { started: { token, answer, replacedSessionId }, entries };
}

type Replaced = { session_id: string; person_id: string };

async function endReplaced(tx: Tx, { browser, at }: SessionStart): Promise<Replaced | null> {
  if (browser.sessionToken === null) return null;
  return await tx.row<Replaced>(sql`
    update session
    set ended_at = ${at}
    where token_hash = ${tokenHash(browser.sessionToken)}
      and ended_at is null
    returning session_id, person_id`);
}

function replacement(person: PersonRow, replaced: Replaced): NewEntry {
  return {
    kind: 'session.ended',
    actor: personActor(person, replaced.session_id),
    about: { person: replaced.person_id, session: replaced.session_id },
    facts: { because: 'replaced' },
  };
}

function personActor(person: PersonRow, sessionId: string): Person {
  const { person_id: personId, name, roles, qualifications, simulated } = person;
  return { kind: 'person', personId, sessionId, name, roles, qualifications, simulated };
}
