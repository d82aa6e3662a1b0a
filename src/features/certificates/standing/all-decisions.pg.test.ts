// Certificates about all decisions: asked for, issued, watched, and what may take the place of which.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Certificate,
  type CertificatePreview,
  previewCertificate,
} from '../../../contract/certificates.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { clopperPearsonUpper } from '../../../core/stats/clopper-pearson.ts';
import { sql } from '../../../db/sql.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { issueCertificate } from '../issuing/issue-certificate.ts';
import { fallenBackThresholds, getCertificate } from '../queries.ts';
import { revokeCertificate } from './revoke-certificate.ts';

const policy: PolicyDocument = {
  rules: [{ name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } }],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [{ name: 'auto', value: 0.99 }],
  audit: { rate: 1 },
};
const stage = await openStage({ policy });
const work = await openStageWork(stage);
const server = await openStageServer(stage);
const person = await server.person('policy-owner');
const { deps, db, owner, useCaseId, modelVersionId } = stage;
const rightAt = (confidence: number) => 0.7 + 0.3 * confidence;
await addTraffic(stage, { decisions: 3000, fromDaysAgo: 5, toDaysAgo: 1, auditRate: 1, rightAt });
const now = () => deps.clock.now();
const window = {
  from: new Date(now().getTime() - 6 * 86_400_000).toISOString(),
  before: new Date(now().getTime() - 43_200_000).toISOString(),
};
const usual = { modelVersionId, threshold: 'auto', targetError: 0.05, confidenceLevel: 0.95, ...window };
const inExpectation = { promise: 'all-in-expectation', confidenceLevel: null } as const;

type Body = Partial<Parameters<typeof issueCertificate>[2]>;
type Certified = Extract<CertificatePreview, { outcome: 'certified' }>;

async function preview(change: Body = {}) {
  const body = { ...usual, ...change };
  const { status, body: answer } = await server.call(previewCertificate, person, {
    params: { useCaseId },
    body,
  });
  return { status, answer: answer as Certified, problem: answer as { code: string; detail: string } };
}

function issue(change: Body = {}): Promise<Certificate> {
  return issueCertificate(deps, owner, { useCaseId, ...usual, ...change }, now());
}

async function putInForce({ certificateId, value }: Certificate, change: Partial<PolicyDocument> = {}) {
  const thresholds = [{ name: 'auto', value, certificateId }];
  await publishDocument(deps, owner, { useCaseId, document: { ...policy, ...change, thresholds } });
  await work.bringNews();
}

const revoke = ({ certificateId }: Certificate) =>
  revokeCertificate(deps, owner, { certificateId, note: 'Stop' }, now());
const stateOf = ({ certificateId }: Certificate) => getCertificate(db, certificateId);

test('of all decisions more may be released than of the released; the counts are of all labels', async () => {
  const [released, all, expected] = [
    (await preview()).answer,
    (await preview({ promise: 'all' })).answer,
    (await preview(inExpectation)).answer,
  ];
  assert.deepEqual(
    [released, all, expected].map(({ outcome, promise }) => [outcome, promise]),
    [
      ['certified', 'released'],
      ['certified', 'all'],
      ['certified', 'all-in-expectation'],
    ],
  );
  assert.ok(all.coverage > released.coverage && expected.coverage >= all.coverage);
  assert.deepEqual([all.n, all.labels.labels], [3000, 3000]);
  assert.equal(all.upper, clopperPearsonUpper(all.k, 3000, 0.95));
  assert.deepEqual([all.deltaSpent, expected.deltaSpent, expected.p], [0.05, null, null]);
  assert.ok((expected.upper ?? 1) <= 0.05 && expected.ladder.every(({ p }) => p === null));
  assert.match(
    all.sentence,
    /^With 95 % confidence, at most 5 % of all decisions are wrong and score at or above/,
  );
  assert.match(expected.sentence, /^In expectation, at most 5 % of all decisions/);
});

test('what does not go together is refused with a sentence', async () => {
  for (const [change, why] of [
    [{ confidenceLevel: null }, /needs a confidence level/],
    [{ promise: 'all', confidenceLevel: null }, /needs a confidence level/],
    [{ ...inExpectation, confidenceLevel: 0.9 }, /in expectation has no confidence level/],
    [{ promise: 'all', sliceBy: 'label' }, /about what is released/],
    [{ promise: 'all', statistic: 'betting' }, /audit draw alone/],
  ] as const) {
    const { status, problem } = await preview(change);
    assert.deepEqual([status, problem.code], [422, 'certificate.bad-question'], JSON.stringify(change));
    assert.match(problem.detail, why);
  }
  const unknown = await preview({ promise: 'everything' as 'all' });
  assert.equal(unknown.status, 400);
});

test('the same question with another promise is another certificate, and the ledger says which', async () => {
  const made = [
    await issue({ targetError: 0.04 }),
    await issue({ targetError: 0.04, promise: 'all' }),
    await issue({ targetError: 0.04, ...inExpectation }),
  ];
  await assert.rejects(issue({ targetError: 0.04, ...inExpectation }), {
    code: 'certificate.already-issued',
  });
  const told = (await entriesWritten(db)).filter(({ kind }) => kind === 'certificate.issued');
  assert.deepEqual(
    told.map(({ facts }) => [facts.promise, facts.confidencePpm ?? null]),
    [
      ['released', 950_000],
      ['all', 950_000],
      ['all-in-expectation', null],
    ],
  );
  assert.deepEqual(
    made.map(({ promise, confidenceLevel }) => [promise, confidenceLevel]),
    [
      ['released', 0.95],
      ['all', 0.95],
      ['all-in-expectation', null],
    ],
  );
  for (const certificate of made) await revoke(certificate);
});

test('the database takes no confidence in expectation, and no slices of all', async () => {
  const { certificateId } = await issue({ targetError: 0.041, ...inExpectation });
  for (const change of [
    'confidence_level = 0.9',
    "promise = 'all'",
    "statistic = 'betting'",
    "slice_by = 'label'",
  ])
    await assert.rejects(
      db.run({ text: `update certificate set ${change} where certificate_id = $1`, values: [certificateId] }),
      /violates check constraint/,
      change,
    );
});

test('its guard weighs every audited decision, and counts as an error what is wrong and passes', async () => {
  const certificate = await issue({ targetError: 0.042, promise: 'all' });
  const byHand = {
    name: 'By hand',
    when: 'metadata.amount < 5.0',
    route: { kind: 'hold' as const, dueSeconds: 900, timeout: { action: 'keep-holding' as const } },
  };
  await putInForce(certificate, { rules: [byHand, ...policy.rules] });
  const seen = async (confidence: number, amount: number, verdict: 'approve' | 'reject') => {
    const { taskId } = await work.submit({ confidence, metadata: { amount } });
    await work.judge(taskId, verdict === 'approve' ? { kind: 'approve' } : { kind: 'reject' });
    await work.bringNews();
    const { guard } = await stateOf(certificate);
    return [guard.seen, guard.errors];
  };
  const below = certificate.value - 0.01;
  assert.deepEqual(await seen(1, 10, 'approve'), [1, 0]);
  assert.deepEqual(await seen(below, 10, 'reject'), [2, 0], 'held and wrong is no error');
  assert.deepEqual(
    await seen(1, 1, 'reject'),
    [3, 1],
    'a rule held it, but the threshold would have let it pass',
  );
  const { guard } = await stateOf(certificate);
  await db.run(sql`update ledger_cursor set position = 0 where reaction = 'guard-certificates'`);
  await work.bringNews();
  assert.deepEqual((await stateOf(certificate)).guard, guard, 'what is read again counts once');
  for (let round = 0; round < 40 && (await stateOf(certificate)).state === 'in-force'; round += 1)
    await seen(1, 10, 'reject');
  const ended = await stateOf(certificate);
  assert.deepEqual([ended.revokedBecause, ended.guard.alarmed], ['guard', true]);
  assert.deepEqual(Object.fromEntries(await fallenBackThresholds(db)), { [useCaseId]: { auto: 2 } });
});

test('while most of what is audited is right or held, the guard of one in expectation keeps still', async () => {
  const certificate = await issue({ targetError: 0.043, ...inExpectation });
  await putInForce(certificate);
  for (let round = 0; round < 12; round += 1) {
    const { taskId } = await work.submit({ confidence: certificate.value - 0.01 });
    await work.judge(taskId, { kind: 'reject' });
  }
  await work.bringNews();
  const { state, guard } = await stateOf(certificate);
  assert.deepEqual([state, guard.seen, guard.errors], ['in-force', 12, 0]);
  assert.ok(guard.evidence < 12, 'a step adds at most one while nothing is wrong');
  await revoke(certificate);
});

test('of the released stands in for of all, but not the other way round', async () => {
  const all = await issue({ targetError: 0.044, promise: 'all' });
  const strictAll = await issue({ targetError: 0.005, promise: 'all' });
  const released = await issue({ targetError: 0.0441 });
  const strictReleased = await issue({ targetError: 0.035 });
  assert.ok(strictAll.value > released.value, 'stricter, and yet it promises less');
  await putInForce(released);
  await revoke(strictReleased);
  assert.equal((await revoke(released)).fallback?.certificateId, null);
  const again = await issue({ targetError: 0.0351 });
  await putInForce(all);
  assert.ok(again.value > all.value);
  assert.equal((await revoke(all)).fallback?.certificateId, again.certificateId, 'the last one issued');
  assert.equal((await work.submit({ confidence: again.value + 0.001 })).route, 'release');
});
