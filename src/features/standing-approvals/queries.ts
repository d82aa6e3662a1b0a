import type { StandingApproval as Answer } from '../../contract/standing-approvals.ts';
import type { StandingApproval } from '../../core/policies/facts.ts';
import { approvalStateAt } from '../../core/standing-approvals/life.ts';
import type { Db } from '../../db/database.ts';
import type { StandingApprovalRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';
import { Refusal } from '../../platform/refusal.ts';
import { totalsOf } from '../kpis/queries.ts';

export type ApprovalRow = Omit<
  StandingApprovalRow,
  'issued_by' | 'revoked_by' | 'commit_id' | 'entry_index'
> & {
  use_case_name: string;
  issuer: string;
  revoker: string | null;
};

const columns = `standing_approval_id, standing_approval.use_case_id, use_case.name as use_case_name, reason, scope,
  scope_hash, issuer.name as issuer, issued_at, expires_at, revoker.name as revoker, revoked_at`;
const source = `standing_approval
  join use_case on use_case.use_case_id = standing_approval.use_case_id
  join person issuer on issuer.person_id = issued_by
  left join person revoker on revoker.person_id = revoked_by`;

type Query = { useCaseId?: string; state?: Answer['state']; cursor?: string; limit?: number };

/** Newest first; the ids carry the time. */
export async function listStandingApprovals(db: Db, query: Query, at: Date) {
  const limit = query.limit ?? 50;
  const [before] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const rows = await db.rows<ApprovalRow>({
    text: `select ${columns} from ${source}
      where ($1::uuid is null or standing_approval.use_case_id = $1::uuid)
        and ($2::uuid is null or standing_approval_id < $2::uuid)
        and ($3::text is null
          or $3 = case when revoked_at is not null then 'revoked' when expires_at > $4 then 'in-force' else 'expired' end)
      order by standing_approval_id desc
      limit $5`,
    values: [query.useCaseId ?? null, before, query.state ?? null, at, limit + 1],
  });
  const released = await releasedUnder(db, rows);
  return pageOf(rows, limit, {
    keys: (row) => [row.standing_approval_id],
    item: (row) => asAnswer(row, released(row), at),
  });
}

export async function getStandingApproval(db: Db, standingApprovalId: string, at: Date): Promise<Answer> {
  const row = await db.row<ApprovalRow>(byId(standingApprovalId, ''));
  if (!row) throw unknown(standingApprovalId);
  const released = await releasedUnder(db, [row]);
  return asAnswer(row, released(row), at);
}

/** Locks an approval for a change. */
export async function lockStandingApproval(db: Db, standingApprovalId: string): Promise<ApprovalRow> {
  const row = await db.row<ApprovalRow>(byId(standingApprovalId, 'for update of standing_approval'));
  if (!row) throw unknown(standingApprovalId);
  return row;
}

function byId(standingApprovalId: string, lock: string) {
  return {
    text: `select ${columns} from ${source} where standing_approval_id = $1 ${lock}`,
    values: [standingApprovalId],
  };
}

function unknown(standingApprovalId: string): Refusal {
  return new Refusal(
    'not-found',
    'standing-approval.unknown',
    `There is no standing approval ${standingApprovalId}.`,
  );
}

/** Counted by the ledger's roll-up: decisions are too many to be counted again for every look. */
async function releasedUnder(db: Db, rows: readonly ApprovalRow[]): Promise<(row: ApprovalRow) => number> {
  const ids = rows.map((row) => row.standing_approval_id);
  const totals = await totalsOf(db, 'released-by-approval', ids);
  return (row) => totals.get(row.standing_approval_id) ?? 0;
}

function asAnswer(row: ApprovalRow, released: number, at: Date): Answer {
  const times = {
    expiresAtMs: row.expires_at.getTime(),
    revokedAtMs: row.revoked_at?.getTime() ?? null,
  };
  return {
    standingApprovalId: row.standing_approval_id,
    useCaseId: row.use_case_id,
    useCaseName: row.use_case_name,
    reason: row.reason,
    scope: row.scope,
    scopeHash: row.scope_hash.toString('hex'),
    state: approvalStateAt(times, at.getTime()),
    issuedBy: row.issuer,
    issuedAt: row.issued_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    revokedBy: row.revoker,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    released,
  };
}

/** Approvals in force, by use case, in the order they were issued: the first that covers a decision releases it. */
export async function routingApprovals(db: Db, at: Date): Promise<Map<string, StandingApproval[]>> {
  const rows = await db.rows<
    Pick<StandingApprovalRow, 'use_case_id' | 'standing_approval_id' | 'scope' | 'expires_at'>
  >(sql`
    select use_case_id, standing_approval_id, scope, expires_at
    from standing_approval
    where revoked_at is null and expires_at > ${at}
    order by standing_approval_id`);
  const byUseCase = Map.groupBy(rows, (row) => row.use_case_id);
  return new Map(
    [...byUseCase].map(([useCaseId, approvals]) => [
      useCaseId,
      approvals.map((row) => ({
        standingApprovalId: row.standing_approval_id,
        scope: row.scope,
        expiresAtMs: row.expires_at.getTime(),
      })),
    ]),
  );
}
