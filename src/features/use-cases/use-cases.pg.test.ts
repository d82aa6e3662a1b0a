import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import type { Endpoint } from '../../contract/endpoint.ts';
import {
  changeUseCase,
  createUseCase,
  getUseCase,
  listUseCases,
  type UseCase,
} from '../../contract/use-cases.ts';
import { sql } from '../../db/sql.ts';
import { openStage, personWith } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';

type Answer = Static<typeof UseCase>;
type Problem = { code: string; detail: string; todo?: string; problems?: { at: string; message: string }[] };

const stage = await openStage();
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const given = { slug: 'refunds', name: 'Refunds', riskClass: 'limited', outputKind: 'text' } as const;

async function call(endpoint: Endpoint, input: Parameters<typeof server.call>[2]) {
  const { status, body } = await server.call(endpoint, owner, input);
  return { status, body: body as Answer & Problem };
}

async function stageUseCase(): Promise<Answer> {
  return (await call(getUseCase, { params: { useCaseId: stage.useCaseId } })).body;
}

function change({ useCaseId, revision }: Answer, body: object) {
  return call(changeUseCase, { params: { useCaseId }, body: { revision, ...body } });
}

test('a use case is created with sensible settings and its creator as owner', async () => {
  const { status, body } = await call(createUseCase, { body: given });
  assert.equal(status, 201);
  assert.deepEqual(
    [body.slug, body.undoSeconds, body.leaseSeconds, body.classes, body.revision, body.archivedAt],
    ['refunds', 5, 600, [], 1, null],
  );
  assert.match(body.ownerName, /policy-owner/);
  assert.deepEqual((await call(getUseCase, { params: { useCaseId: body.useCaseId } })).body, body);
});

test('a slug belongs to one use case, also when two create it at once', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(() => call(createUseCase, { body: { ...given, slug: 'twice' } })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
  const refused = answers.find(({ status }) => status === 409)?.body;
  assert.deepEqual([refused?.code, typeof refused?.todo], ['use-case.slug-taken', 'string']);
});

test('settings that contradict each other are refused with every problem', async () => {
  const cases = [
    { outputKind: 'class', classes: [] },
    {
      outputKind: 'class',
      classes: [
        { name: 'a', impact: 1 },
        { name: 'a', impact: 2 },
      ],
    },
    {
      metadataFields: [
        { name: 'a', type: 'string', required: false },
        { name: 'a', type: 'number', required: false },
      ],
    },
    { ownerId: '01990000-0000-7000-8000-000000000000' },
  ];
  for (const [index, more] of cases.entries()) {
    const { status, body } = await call(createUseCase, { body: { ...given, slug: `bad-${index}`, ...more } });
    assert.deepEqual([status, body.code], [422, 'use-case.invalid'], JSON.stringify(more));
    assert.ok(body.detail.length > 10);
  }
});

test('a disabled person cannot become the owner', async () => {
  const gone = await personWith(stage.deps, ['policy-owner']);
  await stage.db.run(sql`update person set disabled_at = now() where person_id = ${gone.personId}`);
  const { status, body } = await change(await stageUseCase(), { ownerId: gone.personId });
  assert.deepEqual([status, body.code], [422, 'use-case.invalid']);
});

test('a change touches what it names, moves the epoch and stands in the ledger; a late one is refused', async () => {
  const before = await stageUseCase();
  const epochBefore = await epoch();
  const { status, body } = await change(before, { name: 'Support desk', undoSeconds: 9 });
  assert.equal(status, 200);
  assert.deepEqual(body, { ...before, name: 'Support desk', undoSeconds: 9, revision: before.revision + 1 });
  assert.equal(await epoch(), epochBefore + 1);
  const late = await change(before, { name: 'Late' });
  assert.deepEqual([late.status, late.body.code], [409, 'use-case.changed-meanwhile']);
});

test('of two who change at once one is told to load again', async () => {
  const before = await stageUseCase();
  const answers = await Promise.all(['a', 'b', 'c'].map((name) => change(before, { name })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
});

test('a change that takes away what the policy in force rests on is refused, naming the rules', async () => {
  const before = await stageUseCase();
  const { status, body } = await change(before, {
    classes: before.classes.filter(({ name }) => name !== 'fraud'),
  });
  assert.deepEqual([status, body.code], [409, 'use-case.breaks-policy'], JSON.stringify(body));
  assert.match(body.detail, /Fraud is always held/);
  assert.equal(body.problems?.[0]?.at, '/rules/0/when');
  assert.match(body.todo ?? '', /Publish a policy/);
  assert.deepEqual(await stageUseCase(), before, 'nothing has changed');
  const unused = before.metadataFields.filter(({ name }) => name !== 'country');
  assert.equal((await change(before, { metadataFields: unused })).status, 200, 'no rule uses the country');
});

test('the list goes by slug, page after page', async () => {
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { body } = await server.call(listUseCases, owner, {
      query: { limit: 1, ...(cursor ? { cursor } : {}) },
    });
    const page = body as { items: Answer[]; next: string | null };
    seen.push(...page.items.map(({ slug }) => slug));
    cursor = page.next;
  }
  assert.deepEqual(seen, [...seen].sort());
  assert.ok(seen.includes('support') && seen.includes('refunds'));
});

test('a cursor of another list is refused, and so are settings beyond their limits', async () => {
  const cursor = Buffer.from('[1]').toString('base64url');
  assert.equal((await call(listUseCases, { query: { cursor } })).body.code, 'list.bad-cursor');
  const wrong = [
    { slug: 'Has Spaces' },
    { slug: '-begins-with-a-hyphen' },
    { name: '' },
    { name: 'x'.repeat(201) },
    { undoSeconds: -1 },
    { leaseSeconds: 29 },
    { riskClass: 'none' },
    { metadataFields: [{ name: 'No', type: 'string', required: false }] },
    { classes: [{ name: 'a', impact: -1 }] },
    { guideline: 'x'.repeat(40_001) },
  ];
  for (const settings of wrong) {
    const { status, body } = await call(createUseCase, { body: { ...given, slug: 'limits', ...settings } });
    assert.deepEqual([status, body.code], [400, 'request.invalid'], JSON.stringify(settings).slice(0, 60));
  }
});

test('an unknown use case is not found', async () => {
  const params = { useCaseId: '01990000-0000-7000-8000-000000000000' };
  for (const answer of [
    await call(getUseCase, { params }),
    await call(changeUseCase, { params, body: { revision: 1 } }),
  ]) {
    assert.deepEqual([answer.status, answer.body.code], [404, 'use-case.unknown']);
  }
});

async function epoch(): Promise<number> {
  return (await stage.db.row<{ epoch: number }>(sql`select epoch from routing_epoch`))?.epoch ?? 0;
}
