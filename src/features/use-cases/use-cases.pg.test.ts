import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage, personWith } from '../../testing/stage.ts';
import { changeUseCase } from './change-use-case.ts';
import { createUseCase } from './create-use-case.ts';
import { getUseCase, listUseCases, routingUseCases } from './queries.ts';

const { deps, db, owner, service, useCaseId } = await openStage();
const claims = {
  slug: 'claims',
  name: 'Claims',
  riskClass: 'high' as const,
  outputKind: 'class' as const,
  classes: [
    { name: 'pay', impact: 1 },
    { name: 'refuse', impact: 3 },
  ],
};

function now(): Date {
  return deps.clock.now();
}

test('a use case belongs to who creates it unless somebody else is named', async () => {
  const made = await createUseCase(deps, owner, claims, now());
  assert.deepEqual([made.ownerId, made.undoSeconds, made.leaseSeconds], [owner.personId, 5, 600]);
  const ada = await personWith(deps, ['policy-owner']);
  const given = { ...claims, slug: 'claims-2', ownerId: ada.personId };
  assert.equal((await createUseCase(deps, owner, given, now())).ownerName, ada.name);
});

test('a machine has to name an owner, and the owner has to be somebody', async () => {
  const refused = { code: 'use-case.invalid' };
  await assert.rejects(createUseCase(deps, service, { ...claims, slug: 'x' }, now()), refused);
  const nobody = { ...claims, slug: 'x', ownerId: uuidv7(Date.now()) };
  await assert.rejects(createUseCase(deps, owner, nobody, now()), refused);
});

test('a slug is taken once, also by two at the same moment', async () => {
  const made = await Promise.allSettled(
    [1, 2].map(() => createUseCase(deps, owner, { ...claims, slug: 'once' }, now())),
  );
  assert.deepEqual(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  await assert.rejects(createUseCase(deps, owner, { ...claims, slug: 'once' }, now()), {
    code: 'use-case.slug-taken',
  });
});

test('settings that contradict each other are refused', async () => {
  const twice = { ...claims, slug: 'twice', classes: [...claims.classes, ...claims.classes] };
  await assert.rejects(createUseCase(deps, owner, twice, now()), { code: 'use-case.invalid' });
});

test('a change leaves what is absent; who changes an older revision is told', async () => {
  const before = await getUseCase(db, useCaseId);
  const change = { revision: before.revision, name: 'Support, first line' };
  const after = await changeUseCase(deps, owner, useCaseId, change, now());
  assert.deepEqual(after, { ...before, name: change.name, revision: before.revision + 1 });
  await assert.rejects(changeUseCase(deps, owner, useCaseId, change, now()), {
    code: 'use-case.changed-meanwhile',
  });
});

test('what the policy in force rests on cannot be taken away from under it', async () => {
  const { revision, classes } = await getUseCase(db, useCaseId);
  const without = { revision, classes: classes.filter(({ name }) => name !== 'fraud') };
  await assert.rejects(changeUseCase(deps, owner, useCaseId, without, now()), {
    code: 'use-case.breaks-policy',
    message: /label is never "fraud"/,
  });
  assert.deepEqual((await getUseCase(db, useCaseId)).classes, classes);
});

test('routing gets classes and metadata of every use case, and null where the output is no class', async () => {
  const text = { slug: 'letters', name: 'Letters', riskClass: 'minimal', outputKind: 'text' } as const;
  await createUseCase(deps, owner, text, now());
  const routing = new Map((await routingUseCases(db)).map((useCase) => [useCase.slug, useCase]));
  assert.deepEqual([...(routing.get('claims')?.classes ?? [])], ['pay', 'refuse']);
  assert.equal(routing.get('letters')?.classes, null);
});

test('the list goes by slug and goes on where a page ended', async () => {
  const slugs: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listUseCases(db, { limit: 2, ...(cursor ? { cursor } : {}) });
    slugs.push(...page.items.map(({ slug }) => slug));
    cursor = page.next ?? undefined;
  } while (cursor);
  assert.deepEqual(slugs, ['claims', 'claims-2', 'letters', 'once', 'support']);
});

test('the ledger tells which settings were changed, never to what', async () => {
  const { revision } = await getUseCase(db, useCaseId);
  await changeUseCase(deps, owner, useCaseId, { revision, guideline: 'A secret.', undoSeconds: 9 }, now());
  const told = (await entriesWritten(db)).filter(({ about }) => about.useCase === useCaseId).at(-1);
  assert.equal(told?.kind, 'use-case.changed');
  assert.deepEqual(told?.facts, { changed: 'guideline+undoSeconds', revision: revision + 1 });
});
