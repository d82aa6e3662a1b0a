// Decisions that a standing approval releases: which, until when, and how it can be seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { circumstancesOf } from '../../../core/decisions/routing-context.ts';
import { sql } from '../../../db/sql.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { issueStandingApproval } from '../../standing-approvals/issue-standing-approval.ts';
import { getStandingApproval } from '../../standing-approvals/queries.ts';
import { revokeStandingApproval } from '../../standing-approvals/revoke-standing-approval.ts';
import { getDecision } from '../reading/get-decision.ts';
import { listDecisions } from '../reading/list-decisions.ts';

const hold = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } } as const;
const policy: PolicyDocument = {
  rules: [
    { name: 'Unknowable', when: 'label == "other" && metadata.amount > 5', route: { kind: 'release' } },
    {
      name: 'Agreed on',
      when: 'label == "fraud"',
      route: { ...hold, kind: 'consensus', meanwhile: 'hold', judgements: { least: 2, most: 3 } },
    },
  ],
  otherwise: hold,
  audit: { rate: 0.5 },
};

const stage = await openStage({ policy });
const { deps, db, owner, useCaseId } = stage;
const { submit, bringNews } = await openStageWork(stage);

function issue(scope: string, forMs: number) {
  const at = deps.clock.now();
  const expiresAt = new Date(at.getTime() + forMs).toISOString();
  return issueStandingApproval(
    deps,
    owner,
    { useCaseId, reason: 'Tried and found safe.', scope, expiresAt },
    at,
  );
}

function revoke(standingApprovalId: string) {
  return revokeStandingApproval(deps, owner, standingApprovalId, deps.clock.now());
}

async function contextOf(decisionId: string) {
  return db.row<{ context_id: string | null; facts: unknown }>(sql`
    select context_id, facts from decision left join routing_context using (context_id)
    where decision_id = ${decisionId}`);
}

test('what it covers is released at once, what it does not is held as before', async () => {
  assert.equal((await submit()).state, 'held');
  const approval = await issue('label == "refund" && confidence > 0.3', 3_600_000);
  const released = await submit();
  assert.deepEqual(
    [released.route, released.released, released.standingApprovalId],
    ['release', true, approval.standingApprovalId],
  );
  assert.deepEqual(
    released.reasons.map(({ code }) => code),
    ['policy.otherwise', 'standing-approval'],
  );
  assert.equal((await submit({ confidence: 0.2 })).state, 'held');
  assert.equal((await submit({ label: 'fraud' })).state, 'held');
  const again = await submit({ decisionId: released.decisionId });
  assert.deepEqual(again, released);
  await revoke(approval.standingApprovalId);
});

test('it covers what several would have to agree on, and never what the policy cannot be evaluated for', async () => {
  const approval = await issue('label != "refund"', 3_600_000);
  assert.equal((await submit({ label: 'fraud' })).standingApprovalId, approval.standingApprovalId);
  const failed = await submit({ label: 'other' });
  assert.deepEqual([failed.state, failed.reasons[0]?.code], ['held', 'policy.cannot-evaluate']);
  await revoke(approval.standingApprovalId);
});

test('the audit draw still applies, with its probability', async () => {
  const approval = await issue('label == "refund"', 3_600_000);
  const answers = await Promise.all(Array.from({ length: 40 }, () => submit()));
  const drawn = answers.filter(({ audited }) => audited);
  assert.ok(drawn.length > 0 && drawn.length < 40);
  for (const routed of answers) assert.equal(routed.taskId !== null, routed.audited);
  const [row] = await db.rows<{ least: number }>(sql`
    select min(inclusion_probability) as least from decision where standing_approval_id = ${approval.standingApprovalId}`);
  assert.equal(row?.least, 0.5);
  await revoke(approval.standingApprovalId);
});

test('it ends by itself at its instant: nothing is told, nothing is loaded, the next decision is held', async () => {
  const approval = await issue('label == "refund"', 60_000);
  const endsMs = Date.parse(approval.expiresAt);
  const released = await submit();
  assert.ok(released.released);
  const toGo = endsMs - deps.clock.now().getTime();
  stage.moveClock(toGo - 2_000);
  assert.ok((await submit()).released);
  stage.moveClock(2_000);
  const held = await submit();
  assert.equal(held.state, 'held');
  assert.deepEqual(await contextOf(held.decisionId), { context_id: null, facts: null });
  const [row] = await db.rows<{ late: number }>(sql`
    select count(*)::integer as late from decision
    where standing_approval_id = ${approval.standingApprovalId} and recorded_at >= ${new Date(endsMs)}`);
  assert.equal(row?.late, 0);
});

test('a decision is judged by the instant at which it is recorded, whichever side of the end that is', async () => {
  const approval = await issue('label == "refund"', 300);
  const until = Date.parse(approval.expiresAt) + 200;
  while (deps.clock.now().getTime() < until) await submit();
  const rows = await db.rows<{ recorded_at: Date; released: boolean }>(sql`
    select recorded_at, standing_approval_id is not null as released
    from decision
    where recorded_at >= ${new Date(until - 500)}`);
  const released = rows.filter((row) => row.released);
  assert.ok(released.length > 0 && released.length < rows.length);
  for (const row of rows)
    assert.equal(row.released, row.recorded_at.getTime() < Date.parse(approval.expiresAt));
});

test('no decision commits under an approval that had been revoked before', async () => {
  const approval = await issue('label == "refund"', 3_600_000);
  const sending = Array.from({ length: 80 }, async (_, n) => {
    if (n === 40) await revoke(approval.standingApprovalId);
    const before = n > 40 && (await getStandingApproval(db, approval.standingApprovalId, deps.clock.now()));
    return { routed: await submit(), revokedBefore: before && before.state === 'revoked' };
  });
  const sent = await Promise.all(sending);
  for (const { routed, revokedBefore } of sent) if (revokedBefore) assert.equal(routed.state, 'held');
  assert.equal((await submit()).state, 'held');
});

test('of two that cover a decision the one issued first releases it', async () => {
  const first = await issue('label == "refund"', 3_600_000);
  const second = await issue('confidence > 0', 3_600_000);
  assert.equal((await submit()).standingApprovalId, first.standingApprovalId);
  assert.equal((await submit({ label: 'fraud' })).standingApprovalId, second.standingApprovalId);
  await revoke(first.standingApprovalId);
  assert.equal((await submit()).standingApprovalId, second.standingApprovalId);
  await revoke(second.standingApprovalId);
});

test('the decision says which approval released it, the list finds them, and the approval counts them', async () => {
  const approval = await issue('label == "refund"', 3_600_000);
  const { standingApprovalId } = approval;
  const answers = await Promise.all([1, 2, 3].map(() => submit()));
  const { decisionId } = answers[0]!; // three were sent
  const detail = await getDecision(deps, owner, decisionId);
  assert.deepEqual(detail.standingApproval, {
    standingApprovalId,
    reason: 'Tried and found safe.',
    scope: 'label == "refund"',
    issuedBy: owner.name,
  });
  assert.equal(detail.context?.approvals, 1);
  assert.match(detail.timeline[0]?.sentence ?? '', /released by a standing approval/);
  const { items } = await listDecisions(db, stage.owner, { standingApprovalId });
  assert.deepEqual(
    items.map((one) => one.decisionId).toSorted(),
    answers.map((one) => one.decisionId).toSorted(),
  );
  await bringNews();
  assert.equal((await getStandingApproval(db, standingApprovalId, deps.clock.now())).released, 3);
  await revoke(standingApprovalId);
});

test('the circumstances of each decision are there to repeat its routing, one row however many decisions', async () => {
  const approval = await issue('label == "refund"', 3_600_000);
  const answers = await Promise.all(Array.from({ length: 10 }, () => submit()));
  const contexts = await Promise.all(answers.map(({ decisionId }) => contextOf(decisionId)));
  assert.equal(new Set(contexts.map((one) => one?.context_id)).size, 1);
  assert.deepEqual(circumstancesOf(contexts[0]?.facts), {
    approvals: [
      {
        standingApprovalId: approval.standingApprovalId,
        scope: 'label == "refund"',
        expiresAtMs: Date.parse(approval.expiresAt),
      },
    ],
    backlog: null,
    modelStates: {},
    overloadSteps: 0,
    thresholds: {},
  });
});
