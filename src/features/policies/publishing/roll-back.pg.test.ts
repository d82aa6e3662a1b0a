import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type { PolicyDocument as ReadonlyDocument } from '../../../core/policies/document.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage, personWith, stagePolicy } from '../../../testing/stage.ts';
import { changeUseCase } from '../../use-cases/change-use-case.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';
import { getUseCase } from '../../use-cases/queries.ts';
import { draftPolicy } from '../draft-policy.ts';
import { approvePolicy } from '../life/approve-policy.ts';
import { submitPolicy } from '../life/submit-policy.ts';
import { publishPolicy } from '../publish-policy.ts';
import { getPolicyVersion, policyInForce } from '../queries.ts';
import { type RollBack, rollBackPolicy } from './roll-back-policy.ts';

const stage = await openStage();
const { deps, db, owner } = stage;
const other = await personWith(deps, ['policy-owner']);
let useCases = 0;

function now(): Date {
  return deps.clock.now();
}

/** A use case with versions in force one after the other, told apart by their audit rates. */
async function history(rates: readonly number[], riskClass: 'limited' | 'high' = 'limited') {
  const { classes, metadataFields } = await getUseCase(db, stage.useCaseId);
  useCases += 1;
  const settings = { slug: `case-${useCases}`, name: 'Case', riskClass, outputKind: 'class' } as const;
  const given = { ...settings, classes: [...classes], metadataFields: [...metadataFields] };
  const { useCaseId } = await createUseCase(deps, owner, given, now());
  const versions = [];
  for (const rate of rates) versions.push(await put(useCaseId, rate));
  return { useCaseId, versions };
}

/** Time passes between publications. */
async function put(useCaseId: string, rate: number) {
  stage.moveClock(1000);
  const document: PolicyDocument = { ...stagePolicy, audit: { rate } };
  const { riskClass } = await getUseCase(db, useCaseId);
  if (riskClass !== 'high') return publishDocument(deps, owner, { useCaseId, document });
  const draft = await draftPolicy(deps, owner, { useCaseId, document }, now());
  const approved = await approvePolicy(deps, other, await submitPolicy(deps, owner, draft, now()), now());
  return publishPolicy(deps, owner, { ...approved, inForce: draft.basedOn }, now());
}

async function rollBack(useCaseId: string, more: Partial<RollBack> = {}) {
  stage.moveClock(1000);
  const inForce = (await policyInForce(db, useCaseId))?.policyVersionId ?? '';
  return rollBackPolicy(deps, owner, { useCaseId, inForce, ...more }, now());
}

const rateOf = ({ document }: { document: ReadonlyDocument }) => document.audit.rate;

async function refusedWith(code: string, work: Promise<unknown>): Promise<Refusal> {
  const refusal = await work.then(
    () => assert.fail(`done, but ${code} was expected`),
    (error: unknown) => error,
  );
  assert.ok(refusal instanceof Refusal, String(refusal));
  assert.equal(refusal.code, code);
  return refusal;
}

test('going back puts the document before in force at once, by a version of its own', async () => {
  const { useCaseId, versions } = await history([0.1, 0.2]);
  const epochBefore = await epoch();
  const back = await rollBack(useCaseId);
  assert.deepEqual([back.state, rateOf(back), back.version], ['published', 0.1, 3]);
  const [first, second] = versions;
  assert.deepEqual(back.rolledBackTo, { policyVersionId: first?.policyVersionId, version: 1 });
  assert.equal(back.basedOn, second?.policyVersionId, 'the difference is told against what it replaced');
  assert.equal(back.note, 'Back to version 1.');
  assert.equal(back.documentHash, first?.documentHash);
  assert.equal((await policyInForce(db, useCaseId))?.policyVersionId, back.policyVersionId);
  assert.equal((await getPolicyVersion(db, second?.policyVersionId ?? '')).state, 'superseded');
  assert.equal(await epoch(), epochBefore + 1);
  const entries = (await entriesWritten(db)).slice(-3);
  assert.deepEqual(
    entries.map(({ kind, facts }) => [kind, facts.version, facts.rolledBackTo]),
    [
      ['policy.drafted', 3, undefined],
      ['policy.superseded', 2, undefined],
      ['policy.published', 3, 1],
    ],
  );
});

test('going back twice goes further back, and any earlier version can be named', async () => {
  const { useCaseId, versions } = await history([0.1, 0.2, 0.3]);
  assert.equal(rateOf(await rollBack(useCaseId)), 0.2);
  const further = await rollBack(useCaseId);
  assert.deepEqual([rateOf(further), further.rolledBackTo?.version], [0.1, 1]);
  await refusedWith('policy.nothing-to-roll-back', rollBack(useCaseId));
  const forth = await rollBack(useCaseId, { to: versions[2]?.policyVersionId ?? '', note: 'It was fine.' });
  assert.deepEqual([rateOf(forth), forth.rolledBackTo?.version, forth.note], [0.3, 3, 'It was fine.']);
  assert.equal(rateOf(await put(useCaseId, 0.4)), 0.4);
  const last = await rollBack(useCaseId);
  assert.deepEqual([rateOf(last), last.rolledBackTo?.version], [0.3, 3], 'told by the version it came from');
});

test('going back to a version that came by going back names the one it came from', async () => {
  const { useCaseId } = await history([0.1, 0.2]);
  const back = await rollBack(useCaseId);
  await put(useCaseId, 0.3);
  const again = await rollBack(useCaseId, { to: back.policyVersionId });
  assert.deepEqual(again.rolledBackTo, back.rolledBackTo);
});

test('what is in force, was never in force, or belongs elsewhere is nothing to go back to', async () => {
  const { useCaseId, versions } = await history([0.1, 0.2]);
  const draft = await draftPolicy(deps, owner, { useCaseId }, now());
  const to = (version: { policyVersionId: string } | undefined) =>
    rollBack(useCaseId, { to: version?.policyVersionId ?? '' });
  assert.match((await refusedWith('policy.never-in-force', to(versions[1]))).message, /in force already/);
  assert.match(
    (await refusedWith('policy.never-in-force', to(draft))).message,
    /draft and was never in force/,
  );
  const elsewhere = await history([0.1, 0.2]);
  await refusedWith('policy.other-use-case', to(elsewhere.versions[0]));
  const fresh = await history([]);
  const first = await draftPolicy(deps, owner, { useCaseId: fresh.useCaseId }, now());
  const early = rollBack(fresh.useCaseId, { inForce: first.policyVersionId });
  assert.match((await refusedWith('policy.other-published', early)).message, /^Nothing is in force yet/);
});

test('a document that does not fit the use case any more is refused with what is wrong', async () => {
  const { useCaseId } = await history([0.1]);
  const plain: PolicyDocument = { ...stagePolicy, rules: [] };
  await publishDocument(deps, owner, { useCaseId, document: plain });
  const { revision } = await getUseCase(db, useCaseId);
  const classes = ['refund', 'other'].map((name) => ({ name, impact: 1 }));
  await changeUseCase(deps, owner, useCaseId, { revision, classes }, now());
  const refusal = await refusedWith('policy.invalid', rollBack(useCaseId));
  assert.match(refusal.details.todo ?? '', /fraud/);
  assert.equal(refusal.details.problems?.[0]?.at, '/rules/0/when');
});

test('where the risk is high, a document that was approved goes back in force without a second approval', async () => {
  const { useCaseId, versions } = await history([0.1, 0.2], 'high');
  const back = await rollBack(useCaseId);
  assert.deepEqual([back.state, back.rolledBackTo?.version, back.approvedBy], ['published', 1, null]);
  assert.equal(versions.length, 2);
  const forth = await rollBack(useCaseId, { to: versions[1]?.policyVersionId ?? '' });
  assert.equal(forth.state, 'published');
});

test('what was in force before the risk was high and never approved has to be approved first', async () => {
  const { useCaseId } = await history([0.1, 0.2]);
  const { revision } = await getUseCase(db, useCaseId);
  await changeUseCase(deps, owner, useCaseId, { revision, riskClass: 'high' }, now());
  const refusal = await refusedWith('policy.needs-approval', rollBack(useCaseId));
  assert.match(refusal.message, /nobody ever approved what version 1 says/);
});

test('two go back at once: one does, the other is told, and nothing goes back twice', async () => {
  for (let round = 0; round < 5; round++) {
    const { useCaseId } = await history([0.1, 0.2, 0.3]);
    const results = await Promise.allSettled([1, 2, 3].map(() => rollBack(useCaseId)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    assert.equal(refused.length, 2);
    for (const reason of refused) assert.equal(reason.code, 'policy.other-published');
    const current = await policyInForce(db, useCaseId);
    assert.equal(current && rateOf(current), 0.2);
  }
});

test('going back and publishing at once: one of the two', async () => {
  for (let round = 0; round < 5; round++) {
    const { useCaseId } = await history([0.1, 0.2]);
    const draft = await draftPolicy(deps, owner, { useCaseId }, now());
    const results = await Promise.allSettled([
      rollBack(useCaseId),
      publishPolicy(deps, owner, { ...draft, inForce: draft.basedOn }, now()),
    ]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  }
});

async function epoch(): Promise<number> {
  return (await db.row<{ epoch: number }>(sql`select epoch from routing_epoch`))?.epoch ?? 0;
}
