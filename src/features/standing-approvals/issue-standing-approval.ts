import type { BodyOf } from '../../contract/endpoint.ts';
import type * as contract from '../../contract/standing-approvals.ts';
import type { Person } from '../../core/access/actor.ts';
import { type CheckedScope, checkScope } from '../../core/policies/check-scope.ts';
import { checkExpiry, mostApprovals } from '../../core/standing-approvals/life.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refusal } from '../../platform/refusal.ts';
import { sha256 } from '../../platform/sha256.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { bumpRoutingEpoch } from '../use-cases/bump-routing-epoch.ts';
import { lockUseCase } from '../use-cases/queries.ts';
import { getStandingApproval } from './queries.ts';

type Issue = { useCaseId: string } & BodyOf<typeof contract.issueStandingApproval>;

/** Issues a standing approval. It counts from the next commit on, as a policy that is published does. */
export async function issueStandingApproval({ db }: Deps, actor: Person, ask: Issue, at: Date) {
  const { useCaseId } = ask;
  const expiresAt = new Date(ask.expiresAt);
  refuseHalves(ask.scope);
  refuseExpiry(expiresAt, at);
  return db.atomically(async (tx) => {
    // Locked: neither its schema changes under the check, nor do others issue one too many at the same time.
    const { scope, hashInput } = checked(checkScope(ask.scope, await lockUseCase(tx, useCaseId), useCaseId));
    await refuseTooMany(tx, useCaseId, at);
    const standingApprovalId = uuidv7(at.getTime());
    const scopeHash = sha256(Buffer.from(hashInput));
    await bumpRoutingEpoch(tx);
    const [pointer] = await appendEntries(tx, at, [
      {
        kind: 'standing-approval.issued',
        actor,
        about: { standingApproval: standingApprovalId, useCase: useCaseId },
        facts: { expiresAt: expiresAt.toISOString(), scopeSha256: Buffer.from(scopeHash).toString('hex') },
      },
    ]);
    const { commitId, entryIndex } = pointer!; // one entry, one pointer
    await tx.run(sql`
      insert into standing_approval (standing_approval_id, use_case_id, reason, scope, scope_hash, issued_by, issued_at,
        expires_at, commit_id, entry_index)
      values (${standingApprovalId}, ${useCaseId}, ${ask.reason.trim()}, ${scope}, ${scopeHash}, ${actor.personId},
        ${at}, ${expiresAt}, ${commitId}, ${entryIndex})`);
    return getStandingApproval(tx, standingApprovalId, at);
  });
}

/** Half a surrogate pair would be stored as another character, and the hash would be of another scope. */
function refuseHalves(scope: string): void {
  if (!scope.isWellFormed()) checked({ ok: false, because: ['It holds half a character.'] });
}

function checked(found: CheckedScope): Extract<CheckedScope, { ok: true }> {
  if (found.ok) return found;
  throw new Refusal(
    'unprocessable',
    'standing-approval.scope-invalid',
    `The scope is no condition that can be asked of a decision: ${found.because.join(' ')}`,
    { problems: found.because.map((message) => ({ at: 'body/scope', message })) },
  );
}

function refuseExpiry(expiresAt: Date, at: Date): void {
  const fit = checkExpiry(expiresAt.getTime(), at.getTime());
  if (fit === 'past')
    throw new Refusal('unprocessable', 'standing-approval.expiry-past', 'It would have expired already.', {
      todo: 'Choose a later time for its end.',
    });
  if (fit === 'too-long')
    throw new Refusal('unprocessable', 'standing-approval.too-long', 'It can last for 30 days at most.', {
      todo: 'Choose an earlier end, or make it a rule of the policy.',
    });
}

async function refuseTooMany(tx: Tx, useCaseId: string, at: Date): Promise<void> {
  const row = await tx.row<{ total: number }>(sql`
    select count(*)::integer as total
    from standing_approval
    where use_case_id = ${useCaseId} and revoked_at is null and expires_at > ${at}`);
  if ((row?.total ?? 0) < mostApprovals) return;
  throw new Refusal(
    'conflict',
    'standing-approval.too-many',
    `${mostApprovals} standing approvals are in force for this use case; there can be no more at once.`,
    { todo: 'Revoke one of them, or make a rule of those that last.' },
  );
}
