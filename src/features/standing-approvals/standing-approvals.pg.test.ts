import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from '../../contract/endpoint.ts';
import * as contract from '../../contract/standing-approvals.ts';
import { longestApprovalMs, mostApprovals } from '../../core/standing-approvals/life.ts';
import { sql } from '../../db/sql.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { createUseCase } from '../use-cases/create-use-case.ts';
import { routingApprovals } from './queries.ts';

const stage = await openStage();
const { deps, db, useCaseId } = stage;
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const unknown = '01990000-0000-7000-8000-000000000000';

type Approval = contract.StandingApproval & { code: string; detail: string };

async function call(endpoint: Endpoint, input: Parameters<typeof server.call>[2] = {}, headers = owner) {
  const { status, body } = await server.call(endpoint, headers, input);
  return { status, body: body as Approval };
}

function inMs(ms: number): string {
  return new Date(deps.clock.now().getTime() + ms).toISOString();
}

const usual = { reason: 'The people are at lunch.', scope: 'label == "refund"' };

function issue(change: object = {}, params = { useCaseId }) {
  const body = { ...usual, expiresAt: inMs(7_200_000), ...change };
  return call(contract.issueStandingApproval, { params, body });
}

function revoke(standingApprovalId: string) {
  return call(contract.revokeStandingApproval, { params: { standingApprovalId } });
}

async function epoch(): Promise<number> {
  return (await db.row<{ epoch: number }>(sql`select epoch from routing_epoch`))?.epoch ?? 0;
}

async function entriesAboutIt({ standingApprovalId }: Approval) {
  const entries = await entriesWritten(db);
  return entries.filter(({ about }) => about.standingApproval === standingApprovalId);
}

test('what is issued is in force from the next commit on, and stands in the ledger with the hash of its scope', async () => {
  const before = await epoch();
  const { status, body } = await issue({ scope: '  label == "refund"  ' });
  assert.equal(status, 201);
  assert.deepEqual(
    [body.state, body.scope, body.reason, body.released, body.revokedAt],
    ['in-force', usual.scope, usual.reason, 0, null],
  );
  assert.equal(await epoch(), before + 1);
  const [entry] = await entriesAboutIt(body);
  assert.equal(entry?.kind, 'standing-approval.issued');
  assert.deepEqual(entry?.facts, { expiresAt: body.expiresAt, scopeSha256: body.scopeHash });
  const inForce = (await routingApprovals(db, deps.clock.now())).get(useCaseId);
  assert.equal(inForce?.at(-1)?.scope, usual.scope);
});

test('a scope that cannot be asked of a decision is refused with every reason', async () => {
  for (const [scope, words] of [
    ['label ==', /condition/],
    ['metadata.missing == 1', /missing/],
    ['label', /true or false|bool/],
    ['true', /look at the decision/],
    ['thresholds.high < confidence', /thresholds/],
  ] as const) {
    const { status, body } = await issue({ scope });
    assert.deepEqual([status, body.code], [422, 'standing-approval.scope-invalid'], scope);
    assert.match(body.detail, words, scope);
  }
});

test('it must end: later than now, and within thirty days', async () => {
  assert.equal((await issue({ expiresAt: inMs(-1) })).body.code, 'standing-approval.expiry-past');
  const tooLong = await issue({ expiresAt: inMs(longestApprovalMs + 60_000) });
  assert.deepEqual([tooLong.status, tooLong.body.code], [422, 'standing-approval.too-long']);
  assert.equal((await issue({ expiresAt: undefined })).status, 400);
  assert.equal((await issue({ expiresAt: null })).status, 400);
  assert.equal((await issue({ expiresAt: 'in two hours' })).status, 400);
});

test('it needs a reason and a use case that is there', async () => {
  assert.equal((await issue({ reason: '' })).status, 400);
  assert.equal((await issue({ reason: '  ' })).status, 400);
  assert.equal((await issue({}, { useCaseId: unknown })).status, 404);
});

test('characters that cannot be stored are refused, before anything routes by them', async () => {
  for (const change of [
    { reason: 'nothing\0' },
    { scope: 'label == "a\0"' },
    { scope: 'label == "\ud800"' },
  ]) {
    const { status } = await issue(change);
    assert.ok(status === 400 || status === 422, `${JSON.stringify(change)} ${status}`);
  }
});

test('only people who may issue and revoke do, and machines never', async () => {
  const { body: approval } = await issue();
  const params = { standingApprovalId: approval.standingApprovalId };
  const body = { ...usual, expiresAt: inMs(1000_000) };
  for (const headers of [await server.person('admin', 'auditor', 'expert'), await server.key()]) {
    const issued = await call(contract.issueStandingApproval, { params: { useCaseId }, body }, headers);
    assert.equal(issued.status, 403);
    assert.equal((await call(contract.revokeStandingApproval, { params }, headers)).status, 403);
  }
  const auditor = await server.person('auditor');
  assert.equal((await call(contract.getStandingApproval, { params }, auditor)).status, 200);
});

test('it is revoked in one call; of many who revoke at once the first did it', async () => {
  const { body: approval } = await issue();
  const before = await epoch();
  const answers = await Promise.all(Array.from({ length: 5 }, () => revoke(approval.standingApprovalId)));
  for (const { status, body } of answers) assert.deepEqual([status, body.state], [200, 'revoked']);
  assert.equal(new Set(answers.map(({ body }) => body.revokedAt)).size, 1);
  assert.equal(await epoch(), before + 1);
  const kinds = (await entriesAboutIt(approval)).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['standing-approval.issued', 'standing-approval.revoked']);
  const inForce = (await routingApprovals(db, deps.clock.now())).get(useCaseId) ?? [];
  assert.ok(!inForce.some((one) => one.standingApprovalId === approval.standingApprovalId));
});

test('what has expired needs no revoking, and what is unknown is not found', async () => {
  const { body: approval } = await issue({ expiresAt: inMs(5_000) });
  stage.moveClock(5_000);
  const late = await revoke(approval.standingApprovalId);
  assert.deepEqual([late.status, late.body.code], [409, 'standing-approval.expired']);
  const found = await call(contract.getStandingApproval, {
    params: { standingApprovalId: approval.standingApprovalId },
  });
  assert.equal(found.body.state, 'expired');
  assert.deepEqual((await revoke(unknown)).body.code, 'standing-approval.unknown');
});

test('the list is newest first, page by page, by use case and by state', async () => {
  const at = deps.clock.now();
  const given = { slug: 'letters', name: 'Letters', riskClass: 'minimal', outputKind: 'text' } as const;
  const other = await createUseCase(deps, stage.owner, given, at);
  const theirs = await issue({ scope: 'confidence > 0.5' }, { useCaseId: other.useCaseId });
  assert.equal(theirs.status, 201);
  const list = async (query: Record<string, unknown>) => {
    const { body } = await server.call(contract.listStandingApprovals, owner, { query });
    return body as { items: Approval[]; next: string | null };
  };
  const all = await list({});
  assert.equal(all.items[0]?.useCaseName, 'Letters');
  for (const state of ['in-force', 'revoked', 'expired'] as const) {
    const { items } = await list({ useCaseId, state });
    assert.ok(items.length > 0 && items.every((one) => one.state === state), state);
    assert.ok(items.every((one) => one.useCaseId === useCaseId));
  }
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map((one) => one.standingApprovalId));
    cursor = page.next;
  }
  assert.deepEqual(
    seen,
    all.items.map((one) => one.standingApprovalId),
  );
});

test('no more are in force at once than can be asked, also when many are issued together', async () => {
  const answers = await Promise.all(Array.from({ length: mostApprovals + 3 }, () => issue()));
  const refused = answers.filter(({ status }) => status !== 201);
  assert.ok(refused.length >= 3);
  for (const { status, body } of refused)
    assert.deepEqual([status, body.code], [409, 'standing-approval.too-many']);
  const inForce = (await routingApprovals(db, deps.clock.now())).get(useCaseId) ?? [];
  assert.equal(inForce.length, mostApprovals);
});
