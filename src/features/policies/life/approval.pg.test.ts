import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type { Actor, Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage, personWith, stagePolicy } from '../../../testing/stage.ts';
import { createApiKey } from '../../access/api-keys/create-api-key.ts';
import { changeUseCase } from '../../use-cases/change-use-case.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';
import { getUseCase } from '../../use-cases/queries.ts';
import { draftPolicy } from '../draft-policy.ts';
import { publishPolicy } from '../publish-policy.ts';
import { getPolicyVersion, type PolicyVersionAnswer, policyInForce } from '../queries.ts';
import { approvePolicy } from './approve-policy.ts';
import { changeDraft } from './change-draft.ts';
import { discardDraft } from './discard-draft.ts';
import { returnPolicy } from './return-policy.ts';
import { submitPolicy } from './submit-policy.ts';

const stage = await openStage();
const { deps, db } = stage;
const [ada, bob, carl] = await Promise.all([1, 2, 3].map(() => personWith(deps, ['policy-owner'])));
assert.ok(ada && bob && carl);
const { classes, metadataFields } = await getUseCase(db, stage.useCaseId);
const { useCaseId } = await createUseCase(
  deps,
  ada,
  {
    slug: 'loans',
    name: 'Loans',
    riskClass: 'high',
    outputKind: 'class',
    classes: [...classes],
    metadataFields: [...metadataFields],
  },
  now(),
);

function now(): Date {
  return deps.clock.now();
}

const draft = (actor: Actor = ada, document: PolicyDocument = stagePolicy) =>
  draftPolicy(deps, actor, { useCaseId, document }, now());
const submit = (actor: Actor, version: PolicyVersionAnswer) => submitPolicy(deps, actor, version, now());
const approve = (actor: Person, version: PolicyVersionAnswer) => approvePolicy(deps, actor, version, now());
const change = (actor: Actor, version: PolicyVersionAnswer, more: { document?: PolicyDocument }) =>
  changeDraft(deps, actor, version.policyVersionId, { revision: version.revision, ...more }, now());

async function publish(actor: Person, version: PolicyVersionAnswer) {
  const inForce = (await policyInForce(db, useCaseId))?.policyVersionId ?? null;
  return publishPolicy(deps, actor, { ...version, inForce }, now());
}

async function keyOf(maker: Person): Promise<Actor> {
  const made = await createApiKey(deps, {
    name: 'ci',
    scopes: ['policies:write'],
    createdBy: maker,
    at: now(),
  });
  return { kind: 'service', apiKeyId: made.apiKey.apiKeyId, name: 'ci', scopes: ['policies:write'] };
}

async function refusedWith(code: string, work: Promise<unknown>): Promise<Refusal> {
  const refusal = await work.then(
    () => assert.fail(`done, but ${code} was expected`),
    (error: unknown) => error,
  );
  assert.ok(refusal instanceof Refusal, String(refusal));
  assert.equal(refusal.code, code);
  return refusal;
}

test('where the risk is high, a version goes from hand to hand before it is in force', async () => {
  const first = await draft();
  await refusedWith('policy.needs-approval', publish(ada, first));
  await refusedWith('policy.not-submitted', approve(bob, first));
  const submitted = await submit(ada, first);
  assert.deepEqual([submitted.state, submitted.submittedBy], ['submitted', ada.name]);
  await refusedWith('policy.needs-approval', publish(bob, submitted));
  await refusedWith('policy.submitted-already', submit(ada, submitted));
  const approved = await approve(bob, submitted);
  assert.deepEqual([approved.state, approved.approvedBy], ['approved', bob.name]);
  await refusedWith('policy.approved-already', approve(carl, approved));
  const published = await publish(ada, approved);
  assert.deepEqual(
    [
      published.state,
      published.createdBy,
      published.submittedBy,
      published.approvedBy,
      published.publishedBy,
    ],
    ['published', ada.name, ada.name, bob.name, ada.name],
  );
  const entries = (await entriesWritten(db)).filter(
    ({ about }) => about.policyVersion === first.policyVersionId,
  );
  const documentSha256 = first.documentHash;
  assert.deepEqual(
    entries.map(({ kind, facts }) => [kind, facts.documentSha256]),
    [
      ['policy.drafted', undefined],
      ['policy.submitted', documentSha256],
      ['policy.approved', documentSha256],
      ['policy.published', documentSha256],
    ],
  );
});

test('nobody approves what they wrote, changed or submitted, or had an API key write', async () => {
  const written = await draft(ada);
  const changed = await change(bob, written, { document: { ...stagePolicy, audit: { rate: 0.1 } } });
  const submitted = await submit(carl, changed);
  for (const person of [ada, bob, carl])
    await refusedWith('policy.needs-another-person', approve(person, submitted));
  const dora = await personWith(deps, ['policy-owner']);
  assert.equal((await approve(dora, submitted)).state, 'approved');

  const byKey = await draft(await keyOf(bob));
  assert.equal(byKey.createdBy, 'ci (API key)');
  const bySecondKey = await submit(await keyOf(carl), byKey);
  for (const maker of [bob, carl])
    await refusedWith('policy.needs-another-person', approve(maker, bySecondKey));
  assert.equal((await approve(ada, bySecondKey)).state, 'approved');
});

test('a hand in an earlier state of the version counts for ever', async () => {
  const first = await submit(ada, await draft(ada));
  const returned = await returnPolicy(deps, carl, { ...first, reason: 'Too bold.' }, now());
  const mine = await change(bob, returned, { document: stagePolicy });
  const submitted = await submit(ada, await change(ada, mine, { document: stagePolicy }));
  await refusedWith('policy.needs-another-person', approve(bob, submitted));
  assert.equal((await approve(carl, submitted)).state, 'approved', 'who returned it only judged it');
});

test('what keys wrote and one person approved, another person publishes', async () => {
  const key = await keyOf(stage.owner);
  const approved = await approve(ada, await submit(key, await draft(key)));
  await refusedWith('policy.needs-another-person', publish(ada, approved));
  assert.equal((await publish(bob, approved)).state, 'published');
});

test('a change takes what was submitted or approved back to draft, and its approval with it', async () => {
  const approved = await approve(bob, await submit(ada, await draft()));
  const changed = await change(ada, approved, { document: { ...stagePolicy, audit: { rate: 0.2 } } });
  assert.deepEqual(
    [changed.state, changed.submittedBy, changed.submittedAt, changed.approvedBy, changed.approvedAt],
    ['draft', null, null, null, null],
  );
  await refusedWith('policy.needs-approval', publish(ada, changed));
  const entry = (await entriesWritten(db)).at(-1);
  assert.deepEqual([entry?.kind, entry?.facts.before], ['policy.changed', 'approved']);
});

test('a version is returned with a reason, which stays until it is submitted again', async () => {
  const submitted = await submit(ada, await draft());
  const reason = 'Please hold amounts above 500.';
  const returned = await returnPolicy(deps, bob, { ...submitted, reason }, now());
  assert.deepEqual([returned.state, returned.submittedBy], ['draft', null]);
  assert.deepEqual([returned.returned?.by, returned.returned?.reason], [bob.name, reason]);
  await refusedWith('policy.not-submitted', returnPolicy(deps, bob, { ...returned, reason }, now()));
  const again = await submit(ada, returned);
  assert.equal(again.returned, null);
  const approved = await approve(bob, again);
  assert.equal((await returnPolicy(deps, carl, { ...approved, reason }, now())).state, 'draft');
  const last = (await entriesWritten(db)).at(-1);
  assert.deepEqual([last?.kind, last?.facts.before], ['policy.returned', 'approved']);
  assert.ok(!JSON.stringify(last).includes('amounts'), 'reasons are free text and stay out of the ledger');
});

test('one with errors is not submitted; approving or publishing an older revision is refused', async () => {
  const rules = [{ name: 'Odd', when: 'metadata.amuont > 1', route: { kind: 'release' as const } }];
  const broken = await draft(ada, { ...stagePolicy, rules });
  const refusal = await refusedWith('policy.invalid', submit(ada, broken));
  assert.equal(refusal.details.problems?.[0]?.at, '/rules/0/when');
  const submitted = await submit(ada, await draft());
  await refusedWith('policy.changed-meanwhile', approve(bob, { ...submitted, revision: 1 }));
});

test('a key changes, submits and discards what a key started, and nothing of a person', async () => {
  const key = await keyOf(stage.owner);
  const own = await draft(key);
  const changed = await change(await keyOf(stage.owner), own, { document: { ...stagePolicy, rules: [] } });
  assert.equal(changed.changedBy, 'ci (API key)');
  assert.equal((await discardDraft(deps, key, changed.policyVersionId, now())).state, 'discarded');
  const persons = await draft(ada);
  await refusedWith('policy.not-for-keys', change(key, persons, { document: stagePolicy }));
  await refusedWith('policy.not-for-keys', submit(key, persons));
  await refusedWith('policy.not-for-keys', discardDraft(deps, key, persons.policyVersionId, now()));
  const adopted = await change(ada, await draft(key), { document: stagePolicy });
  assert.deepEqual([adopted.createdBy, adopted.changedBy], ['ci (API key)', ada.name]);
});

test('approved while it is changed: one of the two, and never an approval of what was not read', async () => {
  for (let round = 0; round < 8; round++) {
    const submitted = await submit(ada, await draft());
    const document = { ...stagePolicy, audit: { rate: 0.3 } };
    const results: PromiseSettledResult<unknown>[] = await Promise.allSettled([
      approve(bob, submitted),
      change(ada, submitted, { document }),
    ]);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    const after = await getPolicyVersion(db, submitted.policyVersionId);
    if (after.state === 'approved') assert.equal(after.documentHash, submitted.documentHash);
    else assert.deepEqual([after.state, after.approvedBy], ['draft', null]);
  }
});

test('two approve at once: one approval stands', async () => {
  const submitted = await submit(ada, await draft());
  const results = await Promise.allSettled([approve(bob, submitted), approve(carl, submitted)]);
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('the risk rises while a draft is published: published before it, or refused after it', async () => {
  const given = { slug: 'rising', name: 'Rising', riskClass: 'limited', outputKind: 'text' } as const;
  for (let round = 0; round < 6; round++) {
    const useCase = await createUseCase(deps, ada, { ...given, slug: `rising-${round}` }, now());
    const document = { ...stagePolicy, rules: [] };
    const version = await draftPolicy(deps, ada, { useCaseId: useCase.useCaseId, document }, now());
    const { revision } = useCase;
    const [published, raised]: PromiseSettledResult<unknown>[] = await Promise.allSettled([
      publishPolicy(deps, ada, { ...version, inForce: null }, now()),
      changeUseCase(deps, ada, useCase.useCaseId, { revision, riskClass: 'high' }, now()),
    ]);
    assert.equal(raised?.status, 'fulfilled');
    if (published?.status === 'rejected') assert.equal(published.reason.code, 'policy.needs-approval');
  }
});

test('the database itself refuses an approval by a writer', async () => {
  const version = await submit(ada, await draft());
  await assert.rejects(
    db.run(sql`
      update policy_version
      set state = 'approved', approved_by = ${ada.personId}, approved_at = now()
      where policy_version_id = ${version.policyVersionId}`),
    /policy_version_four_eyes/,
  );
});
