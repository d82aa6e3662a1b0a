import { hash } from 'node:crypto';
import type { Person } from '../../../core/access/actor.ts';
import type { PersonRole } from '../../../core/access/permissions.ts';
import { seenEveryMs, sessionState } from '../../../core/access/session-life.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { openRecall } from '../recall.ts';

export type Sessions = {
  /** The person of an open session; null when there is none. */
  recognise(token: string): Person | null | Promise<Person | null>;
  forgetSession(sessionId: string): void;
  forgetPerson(personId: string): void;
  settled(): Promise<void>;
};

type Kept = { person: Person; seenAtMs: number; expiresAtMs: number; endedAtMs: number | null };

export function openSessions({ db, clock, config, log }: Deps): Sessions {
  // Roles and sign-outs made in another process count within a second.
  const recall = openRecall<Kept>({ load, freshMs: 1_000, staleMs: 1_000, most: 10_000 });
  const writing = new Set<Promise<unknown>>();
  const seenEvery = seenEveryMs(config.sessionIdleMs);

  async function load(key: string): Promise<Kept | null> {
    const row = await db.row<SessionRow>(selectSession(Buffer.from(key, 'base64')));
    return row && keptOf(row);
  }

  function admit(kept: Kept | null): Person | null {
    const atMs = clock.now().getTime();
    if (!kept || sessionState(kept, config.sessionIdleMs, atMs) !== 'open') return null;
    if (atMs - kept.seenAtMs >= seenEvery) noteSeen(kept, atMs);
    return kept.person;
  }

  function noteSeen(kept: Kept, atMs: number): void {
    kept.seenAtMs = atMs;
    const { sessionId } = kept.person;
    const write = db
      .run(updateSeen(sessionId, new Date(atMs)))
      .catch((error: unknown) => log.warn({ err: error, sessionId }, 'use of a session not noted'))
      .finally(() => writing.delete(write));
    writing.add(write);
  }

  return {
    recognise(token) {
      const kept = recall.of(hash('sha256', token, 'base64'));
      return kept instanceof Promise ? kept.then(admit) : admit(kept);
    },
    forgetSession: (sessionId) => recall.forget((kept) => kept.person.sessionId === sessionId),
    forgetPerson: (personId) => recall.forget((kept) => kept.person.personId === personId),
    settled: async () => {
      await Promise.all(writing);
    },
  };
}

type SessionRow = {
  session_id: string;
  person_id: string;
  name: string;
  roles: PersonRole[];
  qualifications: string[];
  simulated: boolean;
  seen_at: Date;
  expires_at: Date;
  ended_at: Date | null;
};

// A disabled person has no session, whatever the session's own row says.
function selectSession(tokenHash: Buffer) {
  return {
    ...sql`
      select s.session_id, s.seen_at, s.expires_at, s.ended_at, p.person_id, p.name, p.roles, p.qualifications, p.simulated
      from session s
      join person p on p.person_id = s.person_id
      where s.token_hash = ${tokenHash}
        and p.disabled_at is null`,
    name: 'recognise-session',
  };
}

function updateSeen(sessionId: string, at: Date) {
  return sql`
    update session
    set seen_at = ${at}
    where session_id = ${sessionId}
      and seen_at < ${at}
      and ended_at is null`;
}

function keptOf(row: SessionRow): Kept {
  return {
    person: {
      kind: 'person',
      personId: row.person_id,
      sessionId: row.session_id,
      name: row.name,
      roles: row.roles,
      qualifications: row.qualifications,
      simulated: row.simulated,
    },
    seenAtMs: row.seen_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    endedAtMs: row.ended_at?.getTime() ?? null,
  };
}
