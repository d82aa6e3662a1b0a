import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeUseCase as changeUseCaseEndpoint } from '../../contract/use-cases.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage, personWith } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { changeUseCase } from './change-use-case.ts';
import { createUseCase } from './create-use-case.ts';
import { getUseCase, routingUseCases } from './queries.ts';

const stage = await openStage();
const { submit } = await openStageWork(stage);
const { deps, db, owner, useCaseId } = stage;

async function change(settings: object) {
  const { revision } = await getUseCase(db, useCaseId);
  return changeUseCase(deps, owner, useCaseId, { revision, ...settings }, deps.clock.now());
}

test('a new metadata field is taken from the next decision on, and refused before', async () => {
  const metadata = { channel: 'chat' };
  await assert.rejects(submit({ metadata }), /channel/);
  const { metadataFields } = await getUseCase(db, useCaseId);
  await change({ metadataFields: [...metadataFields, { name: 'channel', type: 'string', required: false }] });
  assert.ok((await submit({ metadata })).decisionId);
});

test('a required field is required from the next decision on', async () => {
  const { metadataFields } = await getUseCase(db, useCaseId);
  await change({
    metadataFields: metadataFields.map((field) => ({ ...field, required: field.name === 'country' })),
  });
  await assert.rejects(submit({}), /country/);
  assert.ok((await submit({ metadata: { country: 'DE' } })).decisionId);
  await change({ metadataFields });
});

test('a field with fixed values takes no other', async () => {
  const { metadataFields } = await getUseCase(db, useCaseId);
  await change({
    metadataFields: [
      ...metadataFields,
      { name: 'kind', type: 'string', required: false, values: ['a', 'b'] },
    ],
  });
  assert.ok((await submit({ metadata: { kind: 'a' } })).decisionId);
  await assert.rejects(submit({ metadata: { kind: 'c' } }), /kind/);
});

test('a new class may be chosen from the next decision on', async () => {
  await assert.rejects(submit({ label: 'fees', output: 'fees' }), /fees/);
  const { classes } = await getUseCase(db, useCaseId);
  await change({ classes: [...classes, { name: 'fees', impact: 2 }] });
  assert.ok((await submit({ label: 'fees', output: 'fees' })).decisionId);
});

test('routing knows classes only where the output is a class', async () => {
  const letters = { slug: 'letters', name: 'Letters', riskClass: 'minimal', outputKind: 'text' } as const;
  await createUseCase(deps, owner, letters, deps.clock.now());
  const routing = new Map((await routingUseCases(db)).map((useCase) => [useCase.slug, useCase]));
  assert.equal(routing.get('letters')?.classes, null);
  assert.ok(routing.get('support')?.classes?.has('refund'));
});

test('a machine creates a use case only for an owner it names', async () => {
  const given = { slug: 'by-machine', name: 'X', riskClass: 'minimal', outputKind: 'text' } as const;
  const at = deps.clock.now();
  await assert.rejects(createUseCase(deps, stage.service, given, at), /name one in ownerId/);
  const other = await personWith(deps, ['policy-owner']);
  const made = await createUseCase(deps, stage.service, { ...given, ownerId: other.personId }, at);
  assert.equal(made.ownerName, other.name);
});

test('what was created and changed stands in the ledger, with the names of the settings and never their content', async () => {
  await change({ guideline: 'canary guideline', name: 'canary name' });
  const entries = (await entriesWritten(db)).filter(({ about }) => about.useCase === useCaseId);
  const created = entries.find(({ kind }) => kind === 'use-case.created');
  assert.deepEqual(created?.facts, { outputKind: 'class', riskClass: 'limited' });
  const last = entries.filter(({ kind }) => kind === 'use-case.changed').at(-1);
  assert.equal(last?.facts.changed, 'guideline+name');
  assert.ok(!JSON.stringify(entries).includes('canary'));
});

test('what cannot be changed is refused, and a change of nothing changes nothing', async () => {
  const server = await openStageServer(stage);
  const headers = await server.person('policy-owner');
  const { revision } = await getUseCase(db, useCaseId);
  for (const settings of [
    { outputKind: 'text' },
    { slug: 'other' },
    { archivedAt: null },
    { undoSeconds: 301 },
  ]) {
    const body = { revision, ...settings };
    const answer = await server.call(changeUseCaseEndpoint, headers, { params: { useCaseId }, body });
    assert.deepEqual([answer.status, (answer.body as { code: string }).code], [400, 'request.invalid']);
  }
  assert.equal((await change({})).revision, revision, 'nothing was changed');
});

test('a class with a sharp name and a field like those of every object are names like any other', async () => {
  const { classes, metadataFields } = await getUseCase(db, useCaseId);
  await change({
    classes: [...classes, { name: '__proto__', impact: 1 }, { name: 'a "b" \\ c', impact: 1 }],
  });
  assert.ok((await submit({ label: '__proto__', output: 'x' })).decisionId);
  assert.ok((await submit({ label: 'a "b" \\ c', output: 'x' })).decisionId);
  const named = (name: string) => ({
    metadataFields: [...metadataFields, { name, type: 'string', required: false }],
  });
  await assert.rejects(change(named('constructor')), /word of the rule language/);
  await assert.rejects(submit({ metadata: { toString: 'x' } as never }), /toString/);
});

test('everything that can be changed can be changed at once', async () => {
  const {
    ownerName: _n,
    lowering: _l,
    createdAt: _c,
    archivedAt: _a,
    outputKind: _o,
    slug: _s,
    useCaseId: _u,
    ...all
  } = await getUseCase(db, useCaseId);
  const { revision, ...settings } = all;
  assert.equal((await change(settings)).revision, revision + 1);
});
