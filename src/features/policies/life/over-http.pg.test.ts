import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnswerOf, Endpoint } from '../../../contract/endpoint.ts';
import {
  approvePolicy,
  changeDraft,
  draftPolicy,
  type getPolicyVersion,
  listPolicyVersions,
  policySchema,
  publishPolicy,
  returnPolicy,
  rollBackPolicy,
  submitPolicy,
} from '../../../contract/policies.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';

type Version = AnswerOf<typeof getPolicyVersion>;
type Headers = Awaited<ReturnType<typeof server.person>>;

const stage = await openStage();
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const key = await server.key(['policies:write', 'policies:read']);
const { useCaseId } = stage;

async function ask(endpoint: Endpoint, headers: Headers, input: Parameters<typeof server.call>[2]) {
  const { status, body } = await server.call(endpoint, headers, input);
  const { code } = body as { code?: string };
  return { status, code, version: body as Version };
}

async function draftBy(headers: Headers): Promise<Version> {
  const body = { document: { ...stagePolicy, audit: { rate: 0.01 } }, note: 'From the repository.' };
  const { status, version } = await ask(draftPolicy, headers, { params: { useCaseId }, body });
  assert.equal(status, 201);
  return version;
}

const at = ({ policyVersionId, revision }: Version, more: object = {}) => ({
  params: { policyVersionId },
  body: { revision, ...more },
});

test('a key with the scope drafts, changes and submits, and never approves, returns, publishes or rolls back', async () => {
  const drafted = await draftBy(key);
  assert.deepEqual(
    [drafted.createdBy, drafted.byKey, drafted.writers],
    ['Key (API key)', true, [stage.owner.personId]],
  );
  const changed = await ask(changeDraft, key, at(drafted, { note: 'Again.' }));
  assert.equal(changed.status, 200);
  const { status, version } = await ask(submitPolicy, key, at(changed.version));
  assert.deepEqual([status, version.state, version.submittedBy], [200, 'submitted', 'Key (API key)']);
  const inForce = stage.policyVersionId;
  const forbidden = [
    [approvePolicy, at(version)],
    [returnPolicy, at(version, { reason: 'No.' })],
    [publishPolicy, at(version, { inForce })],
    [rollBackPolicy, { params: { useCaseId }, body: { inForce } }],
  ] as const;
  for (const [endpoint, input] of forbidden) {
    assert.deepEqual((await ask(endpoint, key, input)).code, 'permission.missing', endpoint.id);
  }
});

test('a key without the scope reads only, and one with it leaves the drafts of people alone', async () => {
  const reader = await server.key(['policies:read']);
  assert.equal(
    (await ask(draftPolicy, reader, { params: { useCaseId }, body: {} })).code,
    'permission.missing',
  );
  const persons = await draftBy(owner);
  const refused = await ask(submitPolicy, key, at(persons));
  assert.deepEqual([refused.status, refused.code], [403, 'policy.not-for-keys']);
});

test('a reason is asked for, and is not blank', async () => {
  const { version } = await ask(submitPolicy, owner, at(await draftBy(owner)));
  for (const more of [{}, { reason: '' }, { reason: ' \n' }, { reason: 'x'.repeat(2001) }]) {
    assert.equal((await ask(returnPolicy, owner, at(version, more))).status, 400);
  }
  assert.equal((await ask(returnPolicy, owner, at(version, { reason: 'Too bold.' }))).status, 200);
});

test('the list tells who wrote, submitted, approved and published what, and what was a roll-back', async () => {
  const second = await server.person('policy-owner');
  const submitted = await ask(submitPolicy, key, at(await draftBy(key)));
  const approved = await ask(approvePolicy, second, at(submitted.version));
  const published = await ask(publishPolicy, owner, at(approved.version, { inForce: stage.policyVersionId }));
  assert.equal(published.status, 200, published.code);
  const inForce = published.version.policyVersionId;
  const back = await ask(rollBackPolicy, owner, { params: { useCaseId }, body: { inForce } });
  assert.equal(back.status, 201);
  const page = await server.call(listPolicyVersions, owner, { params: { useCaseId }, query: { limit: 200 } });
  const { items } = page.body as { items: Version[] };
  const told = items.find(({ policyVersionId }) => policyVersionId === inForce);
  assert.deepEqual(
    [told?.createdBy, told?.submittedBy, told?.state, told?.rolledBackTo],
    ['Key (API key)', 'Key (API key)', 'superseded', null],
  );
  for (const time of ['createdAt', 'submittedAt', 'approvedAt', 'publishedAt', 'supersededAt'] as const)
    assert.ok(told?.[time], time);
  assert.ok(told?.approvedBy && told.publishedBy && told.approvedBy !== told.publishedBy);
  assert.deepEqual(items[0]?.rolledBackTo, { policyVersionId: stage.policyVersionId, version: 1 });
});

test('anybody may read the schema of policy files', async () => {
  const { status, body } = await server.call(policySchema, {});
  assert.equal(status, 200);
  const { properties, additionalProperties } = body as { properties: object; additionalProperties: boolean };
  assert.deepEqual(
    [Object.keys(properties).sort(), additionalProperties],
    [['note', 'policy', 'useCase'], false],
  );
});
