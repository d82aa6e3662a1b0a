import { randomBytes } from 'node:crypto';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { tokenHash } from '../sessions/session-cookie.ts';

const validMs = 24 * 3_600_000;

export type OneTimeToken = { token: string; expiresAt: Date };

/** A sign-in token for a person; older ones stop working. */
export async function makeSignInToken(tx: Tx, personId: string, at: Date): Promise<OneTimeToken> {
  await withdrawSignInTokens(tx, personId);
  const made = newToken(at);
  await tx.run(sql`
    insert into one_time_token (token_hash, purpose, person_id, created_at, expires_at)
    values (${tokenHash(made.token)}, 'sign-in', ${personId}, ${at}, ${made.expiresAt})`);
  return made;
}

export async function withdrawSignInTokens(tx: Tx, personId: string): Promise<void> {
  await tx.run(sql`
    delete from one_time_token
    where person_id = ${personId}
      and used_at is null`);
}

/** The token for the first administrator; there is one row for it, so of two at the same time the later counts. */
export async function makeFirstRunToken(tx: Tx, at: Date): Promise<OneTimeToken> {
  const made = newToken(at);
  await tx.run(sql`
    insert into one_time_token (token_hash, purpose, created_at, expires_at)
    values (${tokenHash(made.token)}, 'first-administrator', ${at}, ${made.expiresAt})
    on conflict (purpose) where purpose = 'first-administrator' do update
    set token_hash = excluded.token_hash,
        created_at = excluded.created_at,
        expires_at = excluded.expires_at,
        used_at = null`);
  return made;
}

/** The token stands behind the #, which browsers do not send: it reaches no log on the way. */
export function signInLink(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in/link#${token}`;
}

function newToken(at: Date): OneTimeToken {
  return {
    token: randomBytes(32).toString('base64url'),
    expiresAt: new Date(at.getTime() + validMs),
  };
}
