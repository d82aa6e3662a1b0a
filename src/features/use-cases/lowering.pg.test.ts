// Lowering the risk class takes two people, however it is tried.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import { draftPolicy, publishPolicy } from '../../contract/policies.ts';
import { changeUseCase, confirmLowering, getUseCase, type UseCase } from '../../contract/use-cases.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { listEntriesAbout } from '../ledger/reading/list-entries-about.ts';

type Answer = Static<typeof UseCase>;

const stage = await openStage();
const server = await openStageServer(stage);
const [ada, bob] = [await server.person('policy-owner'), await server.person('admin')];
const params = { useCaseId: stage.useCaseId };

async function read(): Promise<Answer> {
  return (await server.call(getUseCase, ada, { params })).body;
}

async function wish(riskClass: Answer['riskClass'], by = ada, more: object = {}): Promise<Answer> {
  const { revision } = await read();
  const answer = await server.call(changeUseCase, by, { params, body: { revision, riskClass, ...more } });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

async function confirm(by: typeof ada, revision?: number) {
  const body = { revision: revision ?? (await read()).revision };
  const answer = await server.call(confirmLowering, by, { params, body });
  return { status: answer.status, code: (answer.body as { code?: string }).code };
}

async function news(): Promise<[string, unknown][]> {
  const asked = { subjectId: stage.useCaseId, limit: 100, alsoAbout: [] };
  const { items } = await listEntriesAbout(stage.db, asked);
  return items
    .filter(({ kind }) => kind.startsWith('use-case.'))
    .map(({ kind, body }) => [kind, JSON.parse(body).facts]);
}

test('from high the risk class stays until another person confirms; both are in the ledger', async () => {
  assert.equal((await wish('high')).riskClass, 'high', 'higher is everybody’s own doing');
  const asked = await wish('limited', ada, { name: 'Support desk' });
  assert.deepEqual(
    [asked.riskClass, asked.lowering?.riskClass, asked.name],
    ['high', 'limited', 'Support desk'],
  );
  assert.deepEqual(await confirm(ada), { status: 403, code: 'use-case.needs-another-person' });
  assert.equal(
    (await wish('limited', bob)).lowering?.askedBy,
    asked.lowering?.askedBy,
    'repeating confirms nothing',
  );
  assert.equal((await read()).riskClass, 'high');
  assert.deepEqual(await confirm(bob), { status: 200, code: undefined });
  const lowered = await read();
  assert.deepEqual([lowered.riskClass, lowered.lowering], ['limited', null]);
  const kinds = (await news()).slice(-3);
  assert.deepEqual(kinds, [
    ['use-case.changed', { changed: 'name', revision: asked.revision }],
    ['use-case.lowering-asked', { to: 'limited' }],
    ['use-case.lowering-confirmed', { revision: lowered.revision, to: 'limited' }],
  ]);
});

test('while it is asked for, nobody publishes alone', async () => {
  await wish('high');
  await wish('minimal');
  const draft = await server.call(draftPolicy, ada, { params, body: { document: stagePolicy } });
  const { policyVersionId, revision } = draft.body as { policyVersionId: string; revision: number };
  const published = await server.call(publishPolicy, ada, {
    params: { policyVersionId },
    body: { revision, inForce: stage.policyVersionId },
  });
  assert.equal(published.status, 409, published.text);
  assert.equal((await read()).riskClass, 'high');
});

test('what was asked for can be dropped, and confirmed only as it was read', async () => {
  const asked = await wish('limited');
  const { revision } = asked;
  const dropped = await wish('high', bob);
  assert.deepEqual([dropped.riskClass, dropped.lowering], ['high', null]);
  assert.deepEqual(await confirm(bob, revision), { status: 409, code: 'use-case.changed-meanwhile' });
  assert.deepEqual(await confirm(bob), { status: 409, code: 'use-case.no-lowering' });
  assert.equal((await news()).at(-1)?.[0], 'use-case.lowering-dropped');
});

test('another class is another wish: whoever changed it cannot confirm it', async () => {
  await wish('limited', ada);
  const changed = await wish('minimal', bob);
  assert.equal(changed.lowering?.riskClass, 'minimal');
  assert.equal((await confirm(bob)).status, 403);
  assert.equal((await confirm(ada)).status, 200);
  assert.equal((await read()).riskClass, 'minimal');
});

test('an API key can neither ask nor confirm, and a reviewer neither', async () => {
  await wish('high');
  await wish('limited');
  const { revision } = await read();
  for (const by of [await server.key(), await server.person('reviewer'), await server.person('auditor')]) {
    const change = await server.call(changeUseCase, by, { params, body: { revision, riskClass: 'minimal' } });
    assert.deepEqual([change.status, (await confirm(by, revision)).status], [403, 403]);
  }
});

test('of two who confirm at once one did it', async () => {
  const { revision } = await read();
  const answers = await Promise.all([confirm(bob, revision), confirm(bob, revision)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
});
