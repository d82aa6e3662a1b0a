import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Certificate } from '../../../contract/certificates.ts';
import {
  draftPolicy,
  listPolicyVersions,
  type PolicyDocument,
  publishPolicy,
} from '../../../contract/policies.ts';
import { sql } from '../../../db/sql.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { reconcile } from '../../ledger/reconciling/reconcile.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { retireModelVersion } from '../../models/retire-model-version.ts';
import { issueCertificate } from '../issuing/issue-certificate.ts';
import { fallenBackThresholds, getCertificate } from '../queries.ts';
import { certificateSources } from '../reconciliation-sources.ts';
import { expireCertificates } from './expire-certificates.ts';
import { revokeCertificate } from './revoke-certificate.ts';

const policy: PolicyDocument = {
  rules: [{ name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } }],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [{ name: 'auto', value: 0.99 }],
  audit: { rate: 1 },
};
const stage = await openStage({ policy });
const work = await openStageWork(stage);
const { deps, db, owner } = stage;
await addTraffic(stage, {
  decisions: 6000,
  fromDaysAgo: 5,
  toDaysAgo: 1,
  auditRate: 1,
  rightAt: (confidence) => 0.7 + 0.3 * confidence,
});
const now = () => deps.clock.now();
/** Ends before what the tests do by hand. */
const window = {
  from: new Date(now().getTime() - 6 * 86_400_000).toISOString(),
  before: new Date(now().getTime() - 43_200_000).toISOString(),
};

function issue(change: Partial<Parameters<typeof issueCertificate>[2]> = {}) {
  const asked = {
    useCaseId: stage.useCaseId,
    modelVersionId: stage.modelVersionId,
    threshold: 'auto',
    targetError: 0.05,
    confidenceLevel: 0.95,
    ...window,
    ...change,
  };
  return issueCertificate(deps, owner, asked, now());
}

const server = await openStageServer(stage);
const person = await server.person('policy-owner');
const params = { useCaseId: stage.useCaseId };

async function publish(document: unknown) {
  const drafted = await server.call(draftPolicy, person, { params, body: { document } });
  const { policyVersionId, revision } = drafted.body as { policyVersionId: string; revision: number };
  const list = await server.call(listPolicyVersions, person, { params });
  const { items } = list.body as { items: { policyVersionId: string; state: string }[] };
  const inForce = items.find(({ state }) => state === 'published')?.policyVersionId ?? null;
  const body = { revision, inForce };
  const published = await server.call(publishPolicy, person, { params: { policyVersionId }, body });
  await work.bringNews();
  return {
    policyVersionId,
    status: published.status,
    problem: published.body as { code: string; todo: string },
  };
}

function naming({ certificateId, value }: Certificate): PolicyDocument {
  return { ...policy, thresholds: [{ name: 'auto', value, certificateId }] };
}

async function stateOf({ certificateId }: Certificate): Promise<Certificate> {
  return getCertificate(db, certificateId);
}

async function fallbacks() {
  return Object.fromEntries(await fallenBackThresholds(db));
}

async function kindsAbout({ certificateId }: Certificate): Promise<string[]> {
  const told = await entriesWritten(db);
  return told.filter(({ about }) => about.certificate === certificateId).map(({ kind }) => kind);
}

let first: Certificate;

test('a certificate comes into force with the policy that names it, and leaves with the next that does not', async () => {
  first = await issue();
  assert.equal(first.state, 'issued');
  const { policyVersionId, status } = await publish(naming(first));
  assert.equal(status, 200);
  const inForce = await stateOf(first);
  assert.deepEqual([inForce.state, inForce.policyVersionId], ['in-force', policyVersionId]);
  const next = await publish({ ...naming(first), audit: { rate: 0.9 } });
  const still = await stateOf(first);
  assert.deepEqual([still.state, still.policyVersionId], ['in-force', next.policyVersionId]);
  assert.equal(still.inForceSince, inForce.inForceSince, 'it was in force all along');
  await publish(policy);
  const left = await stateOf(first);
  assert.deepEqual([left.state, left.policyVersionId, left.inForceSince], ['issued', null, null]);
  assert.deepEqual(await kindsAbout(first), ['certificate.issued', 'certificate.put-in-force']);
  assert.deepEqual(await fallbacks(), {});
});

test('a policy cannot name a certificate of other values, of another threshold, or one that is not there', async () => {
  const { certificateId, value } = first;
  for (const [thresholds, why] of [
    [[{ name: 'auto', value: value - 0.05, certificateId }], /is about .*, not about these values/],
    [
      [{ name: 'auto', value, bySlice: { by: 'label', values: { fraud: 0.1 } }, certificateId }],
      /not about these values/,
    ],
    [
      [
        { name: 'other', value, certificateId },
        { name: 'auto', value },
      ],
      /issued for the threshold auto/,
    ],
    [[{ name: 'auto', value, certificateId: stage.useCaseId }], /does not have/],
  ] as const) {
    const { status, problem } = await publish({ ...policy, thresholds });
    assert.deepEqual([status, problem.code], [422, 'policy.invalid']);
    assert.match(problem.todo, why);
  }
});

test('revoked by hand, what it released is held from the next decision on', async () => {
  await publish(naming(first));
  const { confidence } = { confidence: Math.min(1, first.value + 0.005) };
  assert.equal((await work.submit({ confidence })).route, 'release');
  const before = await epoch();
  const revoked = await revokeCertificate(
    deps,
    owner,
    { certificateId: first.certificateId, note: 'Too many complaints' },
    now(),
  );
  assert.deepEqual(
    [revoked.state, revoked.revokedBecause, revoked.revocationNote],
    ['revoked', 'by-hand', 'Too many complaints'],
  );
  assert.deepEqual([revoked.fallback?.value, revoked.fallback?.certificateId], [2, null]);
  assert.match(revoked.fallback?.sentence ?? '', /is held/);
  assert.deepEqual(await fallbacks(), { [stage.useCaseId]: { auto: 2 } });
  assert.ok((await epoch()) > before, 'routing is told');
  assert.equal((await work.submit({ confidence })).route, 'hold');
  assert.equal((await work.submit({ confidence: 1 })).route, 'hold');
});

test('what has ended cannot end again, nor be named again', async () => {
  const again = { certificateId: first.certificateId, note: 'Again' };
  await assert.rejects(revokeCertificate(deps, owner, again, now()), { code: 'certificate.ended' });
  const { status, problem } = await publish({ ...naming(first), audit: { rate: 0.8 } });
  assert.equal(status, 422);
  assert.match(problem.todo, /is revoked. Issue a new one/);
  await publish(policy);
  assert.deepEqual(await fallbacks(), {}, 'no policy in force names it any more');
});

test('two who revoke at once: one does, the other is told', async () => {
  const certificate = await issue({ targetError: 0.051 });
  const by = () =>
    revokeCertificate(deps, owner, { certificateId: certificate.certificateId, note: 'Stop' }, now());
  const both = await Promise.allSettled([by(), by()]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.deepEqual(
    (await kindsAbout(certificate)).filter((kind) => kind === 'certificate.revoked').length,
    1,
  );
});

test('a stricter certificate that still stands takes the place, and when that ends too, its own fallback is found anew', async () => {
  const strict = await issue({ targetError: 0.03 });
  const loose = await issue({ targetError: 0.052 });
  assert.ok(strict.value > loose.value);
  await publish(naming(loose));
  const revoked = await revokeCertificate(
    deps,
    owner,
    { certificateId: loose.certificateId, note: 'Stop' },
    now(),
  );
  assert.deepEqual(revoked.fallback?.certificateId, strict.certificateId);
  assert.deepEqual(await fallbacks(), { [stage.useCaseId]: { auto: strict.value } });
  assert.equal((await work.submit({ confidence: 1 })).route, 'release');
  assert.equal((await work.submit({ confidence: strict.value - 0.001 })).route, 'hold');
  await revokeCertificate(deps, owner, { certificateId: strict.certificateId, note: 'Stop as well' }, now());
  assert.deepEqual(await fallbacks(), { [stage.useCaseId]: { auto: 2 } });
  assert.equal((await work.submit({ confidence: 1 })).route, 'hold');
});

test('its guard weighs every audited release it let pass, and revokes it when too many are wrong', async () => {
  const certificate = await issue({ targetError: 0.053 });
  await publish(naming(certificate));
  const released = await work.submit({ confidence: 1 });
  await work.judge(released.taskId, { kind: 'approve' });
  const held = await work.submit({ confidence: certificate.value - 0.01 });
  await work.judge(held.taskId, { kind: 'reject' });
  await work.bringNews();
  const watched = await stateOf(certificate);
  assert.deepEqual(
    [watched.guard.seen, watched.guard.errors],
    [1, 0],
    'what it did not let pass does not count',
  );
  await db.run(sql`update ledger_cursor set position = 0 where reaction = 'guard-certificates'`);
  await work.bringNews();
  assert.deepEqual((await stateOf(certificate)).guard, watched.guard, 'what is read again counts once');
  let rounds = 0;
  for (let current = watched; current.state === 'in-force' && rounds < 40; rounds += 1) {
    const { taskId } = await work.submit({ confidence: 1 });
    await work.judge(taskId, { kind: 'edit', output: 'fraud' });
    await work.bringNews();
    current = await stateOf(certificate);
  }
  const ended = await stateOf(certificate);
  assert.deepEqual([ended.state, ended.revokedBecause, ended.revokedBy], ['revoked', 'guard', null]);
  assert.deepEqual([ended.guard.alarmed, ended.guard.errors], [true, rounds]);
  assert.ok(ended.guard.evidence >= ended.guard.alarmAt && rounds > 3 && rounds < 20, `${rounds}`);
  assert.deepEqual(await fallbacks(), { [stage.useCaseId]: { auto: 2 } });
  const [told] = (await entriesWritten(db)).filter(
    ({ kind, about }) => kind === 'certificate.revoked' && about.certificate === certificate.certificateId,
  );
  assert.deepEqual([told?.facts.because, told?.facts.errors], ['guard', rounds]);
});

test('by slice, each decision is released and watched at the threshold of its own, and a policy takes them all', async () => {
  const made = await registerModelVersion(deps, owner, { ...params, name: 'm-8', description: '' }, now());
  const { modelVersionId } = made;
  await addTraffic(stage, {
    ...{ decisions: 4000, modelVersionId, fromDaysAgo: 5, toDaysAgo: 3, auditRate: 1, seed: 8 },
    rightAt: (confidence, country) => (country === 'DE' || confidence > 0.9 ? 1 : 0.3),
  });
  const certificate = await issue({ modelVersionId, sliceBy: 'metadata.country' });
  const { bySlice, certificateId, value } = certificate;
  assert.ok(bySlice);
  const [low, high] = [bySlice.values.DE ?? 2, bySlice.values.FR ?? 0];
  assert.ok(low < 0.7 && high > 0.8 && value === high, JSON.stringify(bySlice));
  const told = await publish(naming(certificate));
  assert.equal(told.problem.code, 'policy.invalid', 'the general value alone is another promise');
  assert.match(
    told.problem.todo,
    /is about .* for country "DE", .* for country "FR", not about these values/,
  );
  const thresholds = [{ name: 'auto', value, bySlice, certificateId }];
  const also = { name: 'Small', when: 'metadata.amount < 5.0', route: { kind: 'release' as const } };
  const rules = [...policy.rules, also];
  const { status, problem } = await publish({ ...policy, rules, thresholds });
  assert.equal(status, 200, JSON.stringify(problem));
  assert.equal((await stateOf(certificate)).state, 'in-force');
  const between = { model: 'm-8', confidence: (low + high) / 2 };
  const routes = [{ country: 'DE' }, { country: 'FR' }, {}].map(
    async (metadata) => (await work.submit({ ...between, metadata })).route,
  );
  assert.deepEqual(await Promise.all(routes), ['release', 'hold', 'hold']);
  const seen = async (country: string) => {
    const { taskId } = await work.submit({ ...between, metadata: { country, amount: 1 } });
    await work.judge(taskId, { kind: 'approve' });
    await work.bringNews();
    return (await stateOf(certificate)).guard.seen;
  };
  assert.deepEqual(
    [await seen('FR'), await seen('DE')],
    [0, 1],
    'small ones in France are released by no certificate',
  );
});

test('whoever revokes while it is being published: the policy is refused, or its threshold falls back', async () => {
  for (let round = 0; round < 6; round += 1) {
    const certificate = await issue({ targetError: 0.06 + round / 1000 });
    const { certificateId, value } = certificate;
    const [published] = await Promise.all([
      publish({ ...naming(certificate), audit: { rate: 0.5 + round / 100 } }),
      revokeCertificate(deps, owner, { certificateId, note: 'Race' }, now()),
    ]);
    await work.bringNews();
    const fallen = (await fallbacks())[stage.useCaseId]?.auto;
    if (published.status === 200) assert.ok(fallen !== undefined && fallen > value);
    else assert.equal(published.problem.code, 'policy.invalid');
    assert.equal((await stateOf(certificate)).state, 'revoked');
  }
});

test('when its time has come it expires, once, whoever looks', async () => {
  const certificate = await issue({ targetError: 0.054, validDays: 1 });
  await publish(naming(certificate));
  assert.equal(await expireCertificates(deps, now()), 0);
  stage.moveClock(86_400_000 + 1000);
  const counts = await Promise.all([expireCertificates(deps, now()), expireCertificates(deps, now())]);
  assert.deepEqual(counts.sort(), [0, 1]);
  const expired = await stateOf(certificate);
  assert.deepEqual([expired.state, expired.revokedAt, expired.fallback?.value], ['expired', null, 2]);
  assert.equal((await work.submit({ confidence: 1 })).route, 'hold');
});

test('it ends with its model version', async () => {
  const made = await registerModelVersion(deps, owner, { ...params, name: 'm-7', description: '' }, now());
  const { modelVersionId } = made;
  await addTraffic(stage, {
    decisions: 500,
    modelVersionId,
    fromDaysAgo: 5,
    toDaysAgo: 3,
    auditRate: 1,
    rightAt: () => 1,
  });
  const certificate = await issue({ modelVersionId });
  await retireModelVersion(deps, owner, modelVersionId, now());
  await work.bringNews();
  const ended = await stateOf(certificate);
  assert.deepEqual([ended.state, ended.revokedBecause], ['revoked', 'model-retired']);
});

test('every certificate and every end of one stands in the ledger', async () => {
  const { differences, findings } = await reconcile(
    db,
    certificateSources,
    new Date(now().getTime() + 3_600_000),
  );
  assert.deepEqual(findings, []);
  assert.equal(differences, 0);
});

async function epoch(): Promise<number> {
  return (await db.row<{ epoch: number }>(sql`select epoch from routing_epoch`))?.epoch ?? 0;
}
