import { signInLimits } from '../../core/access/sign-in-limits.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';

const dayMs = 24 * 3_600_000;

/**
 * Every ten minutes; three deletes on small tables, each row locked by nobody else any more. Ended sessions stay for
 * 30 days and tokens for one, so that "it has expired" can still be told from "it never was".
 */
export async function removeExpired({ db }: Deps, at: Date): Promise<void> {
  await db.run(sql`
    delete from sign_in_attempt
    where window_started_at <= ${new Date(at.getTime() - signInLimits.windowMs)}`);
  await db.run(sql`
    delete from one_time_token
    where expires_at < ${new Date(at.getTime() - dayMs)}`);
  await db.run(sql`
    delete from session
    where least(expires_at, coalesce(ended_at, expires_at)) < ${new Date(at.getTime() - 30 * dayMs)}`);
}
