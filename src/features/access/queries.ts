import type { Static } from 'typebox';
import type * as contract from '../../contract/access.ts';
import { type PersonRole, permissionsOf } from '../../core/access/permissions.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';
import { Refusal } from '../../platform/refusal.ts';

type PersonAnswer = Static<typeof contract.Person>;
type SessionAnswer = Static<typeof contract.Session>;
type ApiKeyAnswer = Static<typeof contract.ApiKey>;
type Paged = { cursor?: string; limit?: number };

export type PersonRow = {
  person_id: string;
  email: string;
  name: string;
  password_hash: string | null;
  roles: PersonRole[];
  qualifications: string[];
  simulated: boolean;
  created_at: Date;
  disabled_at: Date | null;
  revision: number;
};

export async function personById(db: Db, personId: string): Promise<PersonRow> {
  const row = await db.row<PersonRow>(sql`
    select person_id, email, name, password_hash, roles, qualifications, simulated, created_at, disabled_at, revision
    from person
    where person_id = ${personId}`);
  if (!row) throw unknownPerson();
  return row;
}

export async function personByEmail(db: Db, email: string): Promise<PersonRow | null> {
  return await db.row<PersonRow>(sql`
    select person_id, email, name, password_hash, roles, qualifications, simulated, created_at, disabled_at, revision
    from person
    where email = ${email}`);
}

export function personAnswer(row: PersonRow): PersonAnswer {
  return {
    personId: row.person_id,
    email: row.email,
    name: row.name,
    roles: row.roles,
    qualifications: row.qualifications,
    simulated: row.simulated,
    createdAt: row.created_at.toISOString(),
    disabledAt: row.disabled_at?.toISOString() ?? null,
    revision: row.revision,
  };
}

/** Oldest first; the id is the time of creation. */
export async function listPeople(db: Db, { cursor, limit = 50 }: Paged) {
  const [after] = decodeCursor(cursor, ['uuid']) ?? [null];
  const rows = await db.rows<PersonRow>(sql`
    select person_id, email, name, null as password_hash, roles, qualifications, simulated, created_at, disabled_at, revision
    from person
    where (${after}::uuid is null or person_id > ${after}::uuid)
    order by person_id
    limit ${limit + 1}`);
  return pageOf(rows, limit, { keys: (row) => [row.person_id], item: personAnswer });
}

export async function administratorExists(db: Db): Promise<boolean> {
  const row = await db.row(sql`
    select person_id
    from person
    where roles @> array['admin']
      and disabled_at is null
    limit 1`);
  return row !== null;
}

export type MySessions = { personId: string; sessionId: string; idleMs: number; at: Date };

export async function listSessions(
  db: Db,
  my: MySessions,
): Promise<{ items: SessionAnswer[]; currentPasswordNeeded: boolean }> {
  const rows = await db.rows<SessionRow>(sql`
    select session_id, started_at, seen_at, expires_at, user_agent
    from session
    where person_id = ${my.personId}
      and ended_at is null
      and expires_at > ${my.at}
      and seen_at > ${new Date(my.at.getTime() - my.idleMs)}
    order by session_id desc
    limit 200`);
  return {
    items: rows.map((row) => ({
      sessionId: row.session_id,
      startedAt: row.started_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      userAgent: row.user_agent,
      current: row.session_id === my.sessionId,
    })),
    currentPasswordNeeded: await currentPasswordNeeded(db, my),
  };
}

type SessionRow = {
  session_id: string;
  started_at: Date;
  seen_at: Date;
  expires_at: Date;
  user_agent: string | null;
};

/** Not of who has no password yet, nor in a session that a one-time link began: that is how a forgotten one is replaced. */
export async function currentPasswordNeeded(
  db: Db,
  { personId, sessionId }: { personId: string; sessionId: string },
): Promise<boolean> {
  const row = await db.row(sql`
    select p.person_id
    from person p
    where p.person_id = ${personId}
      and p.password_hash is not null
      and not exists (
        select
        from session s
        where s.session_id = ${sessionId}
          and s.by_link)`);
  return row !== null;
}

/** Who I am and what I may do, with the end of the given session. */
export async function signedIn(db: Db, session: { personId: string; sessionId: string; csrfToken: string }) {
  const person = await personById(db, session.personId);
  const row = await db.row<{ expires_at: Date }>(sql`
    select expires_at
    from session
    where session_id = ${session.sessionId}`);
  if (!row) throw new Refusal('unauthenticated', 'sign-in.needed', 'This session is over.');
  return signedInAnswer(person, session.csrfToken, row.expires_at);
}

export function signedInAnswer(person: PersonRow, csrfToken: string, expiresAt: Date) {
  const permissions = [...permissionsOf(person.roles)];
  return { person: personAnswer(person), permissions, csrfToken, expiresAt: expiresAt.toISOString() };
}

export type ApiKeyRow = {
  api_key_id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

/** Newest first. */
export async function listApiKeys(db: Db, { cursor, limit = 50 }: Paged) {
  const [before] = decodeCursor(cursor, ['uuid']) ?? [null];
  const rows = await db.rows<ApiKeyRow>(sql`
    select api_key_id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at
    from api_key
    where (${before}::uuid is null or api_key_id < ${before}::uuid)
    order by api_key_id desc
    limit ${limit + 1}`);
  return pageOf(rows, limit, { keys: (row) => [row.api_key_id], item: apiKeyAnswer });
}

export function apiKeyAnswer(row: ApiKeyRow): ApiKeyAnswer {
  return {
    apiKeyId: row.api_key_id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

export function unknownPerson(): Refusal {
  return new Refusal('not-found', 'person.unknown', 'There is no person with this id.');
}
