import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../contract/policies.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { createUseCase } from '../use-cases/create-use-case.ts';
import { changeDraft } from './change-draft.ts';
import { diffVersions } from './diff-versions.ts';
import { discardDraft } from './discard-draft.ts';
import { draftPolicy } from './draft-policy.ts';
import { publishPolicy } from './publish-policy.ts';
import { getPolicyVersion, listPolicyVersions, policyInForce, routingPolicies } from './queries.ts';

const { deps, db, owner, useCaseId, policyVersionId: first } = await openStage();
const stricter: PolicyDocument = { ...stagePolicy, rules: stagePolicy.rules.slice(0, 1) };

function now(): Date {
  return deps.clock.now();
}

function draft(document?: PolicyDocument, note = '') {
  return draftPolicy(deps, owner, { useCaseId, note, ...(document ? { document } : {}) }, now());
}

async function epoch(): Promise<number | undefined> {
  return (await db.row<{ epoch: number }>({ text: 'select epoch from routing_epoch', values: [] }))?.epoch;
}

test('a draft starts from the version in force and changes nothing about routing', async () => {
  const before = await epoch();
  const made = await draft(undefined, 'To try something.');
  assert.deepEqual([made.state, made.note, made.basedOn], ['draft', 'To try something.', first]);
  assert.deepEqual(made.document, stagePolicy);
  assert.equal((await policyInForce(db, useCaseId))?.policyVersionId, first);
  assert.equal(await epoch(), before);
});

test('the first draft of a use case holds everything: nothing leaves without a person', async () => {
  const given = { slug: 'empty', name: 'Empty', riskClass: 'minimal', outputKind: 'text' } as const;
  const useCase = await createUseCase(deps, owner, given, now());
  assert.equal(await policyInForce(db, useCase.useCaseId), null);
  const made = await draftPolicy(deps, owner, { useCaseId: useCase.useCaseId }, now());
  assert.deepEqual([made.version, made.document.rules, made.document.otherwise.kind], [1, [], 'hold']);
});

test('a draft cannot be based on a version of another use case', async () => {
  const given = { slug: 'other', name: 'Other', riskClass: 'minimal', outputKind: 'text' } as const;
  const other = await createUseCase(deps, owner, given, now());
  const drafted = draftPolicy(deps, owner, { useCaseId: other.useCaseId, basedOn: first }, now());
  await assert.rejects(drafted, { code: 'policy.other-use-case' });
});

test('two drafts started at the same moment get numbers of their own', async () => {
  const [one, other] = await Promise.all([draft(), draft()]);
  assert.equal(Math.abs(one.version - other.version), 1);
});

test('a changed draft has a new revision and hash; who changes an older one is told', async () => {
  const made = await draft();
  const change = { revision: made.revision, document: stricter };
  const changed = await changeDraft(deps, owner, made.policyVersionId, change, now());
  assert.equal(changed.revision, made.revision + 1);
  assert.notEqual(changed.documentHash, made.documentHash);
  const late = changeDraft(deps, owner, made.policyVersionId, { ...change, note: 'Mine.' }, now());
  await assert.rejects(late, { code: 'policy.changed-meanwhile' });
});

test('publishing supersedes the version before in one step, and routing learns of it', async () => {
  const [made, old, before] = [await draft(stricter), await policyInForce(db, useCaseId), await epoch()];
  const published = await publishPolicy(deps, owner, made, now());
  assert.equal(published.state, 'published');
  assert.equal((await getPolicyVersion(db, old?.policyVersionId ?? '')).state, 'superseded');
  assert.equal((await policyInForce(db, useCaseId))?.policyVersionId, made.policyVersionId);
  assert.notEqual(await epoch(), before);
  const subject = { outputKind: 'class', classes: [], metadataFields: [] } as const;
  const routing = await routingPolicies(db, [{ useCaseId, subject }]);
  assert.equal(routing.get(useCaseId)?.policyVersionId, made.policyVersionId);
});

test('a published version never changes: not edited, not discarded, not published again', async () => {
  const inForce = await policyInForce(db, useCaseId);
  assert.ok(inForce);
  const { policyVersionId, revision } = inForce;
  const refused = { code: 'policy.not-a-draft' };
  await assert.rejects(changeDraft(deps, owner, policyVersionId, { revision, note: 'x' }, now()), refused);
  await assert.rejects(discardDraft(deps, owner, policyVersionId, now()), refused);
  await assert.rejects(publishPolicy(deps, owner, inForce, now()), refused);
});

test('a draft with an error is not published, and every problem is named', async () => {
  const rules = [{ name: 'Misspelt', when: 'metadata.amuont > 1', route: { kind: 'release' as const } }];
  const made = await draft({ ...stagePolicy, rules });
  await assert.rejects(
    publishPolicy(deps, owner, made, now()),
    (error: { code: string; details: object }) => {
      assert.equal(error.code, 'policy.invalid');
      assert.match(JSON.stringify(error.details), /metadata\.amuont is not a field of this use case/);
      return true;
    },
  );
  assert.equal((await getPolicyVersion(db, made.policyVersionId)).state, 'draft');
});

test('of two publications at the same moment one follows the other, and one version is in force', async () => {
  const drafts = [await draft(stricter), await draft(stagePolicy)];
  await Promise.all(drafts.map((made) => publishPolicy(deps, owner, made, now())));
  const { items } = await listPolicyVersions(db, useCaseId, {});
  assert.equal(items.filter(({ state }) => state === 'published').length, 1);
});

test('a discarded draft stays in the history', async () => {
  const made = await draft();
  await discardDraft(deps, owner, made.policyVersionId, now());
  const { items } = await listPolicyVersions(db, useCaseId, { limit: 1 });
  assert.deepEqual([items[0]?.policyVersionId, items[0]?.state], [made.policyVersionId, 'discarded']);
});

test('the difference is told from the version a draft is based on, or from another', async () => {
  const made = await draft({ ...stagePolicy, rules: stagePolicy.rules.slice(1) });
  const { changes } = await diffVersions(db, made.policyVersionId, first);
  assert.deepEqual(
    changes.map(({ kind, at }) => [kind, at]),
    [['removed', '/rules/0']],
  );
  assert.equal((await diffVersions(db, made.policyVersionId, undefined)).from?.policyVersionId, made.basedOn);
  const unknown = diffVersions(db, uuidv7(Date.now()), undefined);
  await assert.rejects(unknown, { code: 'policy.unknown' });
});

test('the whole life of a version is told in the ledger', async () => {
  const made = await draft();
  const { policyVersionId } = made;
  const changed = await changeDraft(
    deps,
    owner,
    policyVersionId,
    { revision: made.revision, note: 'Ready.' },
    now(),
  );
  await publishPolicy(deps, owner, changed, now());
  await publishPolicy(deps, owner, await draft(), now());
  const told = (await entriesWritten(db)).filter(({ about }) => about.policyVersion === policyVersionId);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['policy.drafted', 'policy.changed', 'policy.published', 'policy.superseded'],
  );
});
