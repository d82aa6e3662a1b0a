import { hash } from 'node:crypto';
import { addressGroup, signInLimits } from '../../../core/access/sign-in-limits.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';

export type Attempt = { email: string; address: string; at: Date };

/**
 * Counts a try before the password is looked at, so that many at once cannot all pass under the limit. What is over
 * the limit is refused and not counted: an address that has used up its tries cannot lock more accounts.
 * Locks the account's row, then the address's; every caller in this order.
 */
export async function countAttempt(tx: Tx, { email, address, at }: Attempt): Promise<void> {
  await countOne(tx, accountKey(email), signInLimits.account, at);
  await countOne(tx, addressKey(address), signInLimits.address, at);
}

/** A try that was right does not count: the account starts anew, the address gets its try back. */
export async function forgiveAttempt(tx: Tx, { email, address }: Attempt): Promise<void> {
  await tx.run(sql`delete from sign_in_attempt where attempt_key = ${accountKey(email)}`);
  await tx.run(sql`
    update sign_in_attempt
    set failures = greatest(failures - 1, 0)
    where attempt_key = ${addressKey(address)}`);
}

async function countOne(tx: Tx, key: Buffer, limit: number, at: Date): Promise<void> {
  const windowStart = new Date(at.getTime() - signInLimits.windowMs);
  const counted = await tx.run(sql`
    insert into sign_in_attempt as attempt (attempt_key, window_started_at, failures)
    values (${key}, ${at}, 1)
    on conflict (attempt_key) do update
    set window_started_at =
          case when attempt.window_started_at <= ${windowStart} then ${at} else attempt.window_started_at end,
        failures = case when attempt.window_started_at <= ${windowStart} then 1 else attempt.failures + 1 end
    where attempt.window_started_at <= ${windowStart}
      or attempt.failures < ${limit}`);
  if (counted === 0) throw await tooMany(tx, key, at);
}

async function tooMany(tx: Tx, key: Buffer, at: Date): Promise<Refusal> {
  const row = await tx.row<{ window_started_at: Date }>(sql`
    select window_started_at
    from sign_in_attempt
    where attempt_key = ${key}`);
  const endMs = (row?.window_started_at.getTime() ?? at.getTime()) + signInLimits.windowMs;
  const retryAfterSeconds = Math.max(1, Math.ceil((endMs - at.getTime()) / 1000));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return new Refusal('too-many', 'sign-in.too-many', 'Too many sign-ins failed.', {
    todo: `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    retryAfterSeconds,
  });
}

function accountKey(email: string): Buffer {
  return hash('sha256', `account ${email}`, 'buffer');
}

function addressKey(address: string): Buffer {
  return hash('sha256', `address ${addressGroup(address)}`, 'buffer');
}
