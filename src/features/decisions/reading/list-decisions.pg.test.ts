import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listDecisions } from '../../../contract/decisions.ts';
import type { AnswerOf } from '../../../contract/endpoint.ts';
import { sql } from '../../../db/sql.ts';
import { encodeCursor } from '../../../platform/page.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';
import { listDecisions as list50 } from './list-decisions.ts';

type Page = AnswerOf<typeof listDecisions>;

const stage = await openStage();
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const auditor = await server.person('auditor');
const other = await anotherUseCase();

const released = await submit({ confidence: 0.9, metadata: { country: 'DE', amount: 5 } });
const reviewed = await submit({ confidence: 0.75, metadata: { country: 'FR' } });
const held = await submit({ confidence: 0.2, label: 'other', output: 'other', metadata: { country: 'DE' } });
const fraud = await submit({ confidence: 0.99, label: 'fraud', output: 'fraud' });
const elsewhere = await submit({
  useCase: other.slug,
  model: 'l-1',
  label: undefined as never,
  confidence: 0.5,
});
const newModel = await submit({ model: 'm-2', confidence: 0.95 });
await judge(held.taskId, { kind: 'reject' });
await bringNews();
const all = { released, reviewed, held, fraud, elsewhere, newModel };

async function list(query: Record<string, unknown>): Promise<Page> {
  const answer = await server.call(listDecisions, auditor, { query });
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Page;
}

/** Names of the decisions listed, newest first. */
async function named(query: Record<string, unknown>): Promise<string[]> {
  const { items } = await list(query);
  const names = new Map(Object.entries(all).map(([name, { decisionId }]) => [decisionId, name]));
  return items.map(({ decisionId }) => names.get(decisionId) ?? '?');
}

test('without a filter everything is listed, newest first, with what a list shows', async () => {
  assert.deepEqual(await named({}), ['newModel', 'elsewhere', 'fraud', 'held', 'reviewed', 'released']);
  const row = (await list({ useCaseId: stage.useCaseId, state: 'rejected' })).items[0];
  assert.ok(row?.settledAt);
  assert.deepEqual(
    { ...row, recordedAt: '', settledAt: '' },
    {
      decisionId: held.decisionId,
      useCaseId: stage.useCaseId,
      useCaseName: 'Support',
      modelVersion: 'm-1',
      route: 'hold',
      state: 'rejected',
      label: 'other',
      confidence: 0.2,
      withheld: false,
      audited: false,
      metadata: { country: 'DE' },
      recordedAt: '',
      settledAt: '',
      standingApprovalId: null,
      pairedWith: null,
    },
  );
});

test('each filter lists what fits and nothing else', async () => {
  const cases: [Record<string, unknown>, string[]][] = [
    [{ useCaseId: other.useCaseId }, ['elsewhere']],
    [{ route: 'hold' }, ['fraud', 'held']],
    [{ route: 'release-and-review' }, ['reviewed']],
    [{ state: 'held' }, ['fraud']],
    [{ state: 'rejected' }, ['held']],
    [{ modelVersionId: other.newModelId }, ['newModel']],
    [{ label: 'fraud' }, ['fraud']],
    [{ confidenceFrom: 0.95 }, ['newModel', 'fraud']],
    [{ confidenceBelow: 0.5 }, ['held']],
    [{ confidenceFrom: 0.5, confidenceBelow: 0.9 }, ['elsewhere', 'reviewed']],
    [{ audited: true }, []],
    [{ audited: false, state: 'held' }, ['fraud']],
    [{ metadataField: 'country' }, ['held', 'reviewed', 'released']],
    [{ metadataField: 'country', metadataValue: 'DE' }, ['held', 'released']],
    [{ metadataField: 'amount', metadataValue: '5' }, ['released']],
    [{ metadataField: "x' or true --", metadataValue: 'DE' }, []],
    [{ metadataField: 'country', metadataValue: 'DE', route: 'hold', confidenceBelow: 0.3 }, ['held']],
    [{ from: new Date(Date.now() + 1000).toISOString() }, []],
    [{ before: new Date(Date.now() - 3_600_000).toISOString() }, []],
    [{ from: '1969-01-01T00:00:00Z', before: '9999-12-31T23:59:59Z', label: 'fraud' }, ['fraud']],
  ];
  for (const [query, expected] of cases)
    assert.deepEqual(await named(query), expected, JSON.stringify(query));
});

test('time limits cut between two decisions', async () => {
  const [newest, second] = (await list({ limit: 2 })).items;
  const at = idTime(newest?.decisionId ?? '');
  if (at === idTime(second?.decisionId ?? '')) return; // made in the same millisecond
  const iso = new Date(at).toISOString();
  assert.deepEqual(await named({ from: iso }), ['newModel']);
  assert.equal((await named({ before: iso }))[0], 'elsewhere');
});

test('pages follow each other without gaps and repetitions, while new decisions arrive', async () => {
  const expected = (await list({ limit: 200 })).items.map(({ decisionId }) => decisionId);
  for (const limit of [1, 2, 4]) {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
      assert.ok(page.items.length <= limit);
      seen.push(...page.items.map(({ decisionId }) => decisionId));
      cursor = page.next;
      if (seen.length < 4) await submit({ confidence: 0.9 });
    }
    assert.deepEqual(
      seen.filter((id) => expected.includes(id)),
      expected,
      `limit ${limit}`,
    );
    assert.equal(new Set(seen).size, seen.length);
  }
});

test('a last page that is exactly full ends the list', async () => {
  const page = await list({ state: 'held', limit: 1 });
  assert.deepEqual([page.items.length, page.next], [1, null]);
});

test('a cursor of another list, or none at all, is refused', async () => {
  for (const cursor of [
    'nonsense',
    encodeCursor([1]),
    encodeCursor(['a', 'b']),
    encodeCursor(["' or 1=1"]),
  ]) {
    const answer = await server.call(listDecisions, auditor, { query: { cursor } });
    assert.deepEqual(
      [answer.status, (answer.body as { code: string }).code],
      [400, 'list.bad-cursor'],
      cursor,
    );
  }
});

test('what cannot be a filter is refused with its place', async () => {
  const cases: [Record<string, unknown>, string][] = [
    [{ state: 'gone' }, 'query/state'],
    [{ limit: 0 }, 'query/limit'],
    [{ limit: 201 }, 'query/limit'],
    [{ confidenceFrom: 2 }, 'query/confidenceFrom'],
    [{ from: 'yesterday' }, 'query/from'],
    [{ from: '2016-12-31T23:59:60Z' }, 'query/from'],
    [{ from: '2026-02-30T00:00:00Z' }, 'query/from'],
    [{ useCaseId: 'urn:uuid:01990000-0000-7000-8000-000000000000' }, 'query/useCaseId'],
    [{ colour: 'red' }, 'query/colour'],
  ];
  for (const [query, at] of cases) {
    const answer = await server.call(listDecisions, auditor, { query });
    const problem = answer.body as { code: string; problems: { at: string }[] };
    assert.deepEqual([answer.status, problem.code, problem.problems[0]?.at], [400, 'request.invalid', at]);
  }
  const alone = await server.call(listDecisions, auditor, { query: { metadataValue: 'DE' } });
  assert.equal(alone.status, 400);
  const nul = await server.call(listDecisions, auditor, { query: { label: 'a\0b' } });
  assert.deepEqual([nul.status, (nul.body as { code: string }).code], [400, 'request.bad-characters']);
});

test('a list that would take too long is given up, and says how to narrow it', async () => {
  const locked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const holding = stage.db.atomically(async (tx) => {
    await tx.run(sql`lock table decision in access exclusive mode`);
    locked.resolve();
    await release.promise;
  });
  await locked.promise;
  await assert.rejects(list50(stage.db, stage.owner, {}, 100), (error: Refusal) => {
    assert.deepEqual([error.status, error.code], [422, 'list.too-slow']);
    assert.match(error.details.todo ?? '', /use case or by time/);
    return true;
  });
  release.resolve();
  await holding;
  assert.ok((await list({})).items.length > 0, 'the connection is as it was');
});

function idTime(decisionId: string): number {
  return Number.parseInt(decisionId.replaceAll('-', '').slice(0, 12), 16);
}

async function anotherUseCase() {
  const { deps, owner } = stage;
  const at = deps.clock.now();
  const given = { slug: 'letters', name: 'Letters', riskClass: 'minimal', outputKind: 'text' } as const;
  const { useCaseId, slug } = await createUseCase(deps, owner, given, at);
  await registerModelVersion(deps, owner, { useCaseId, name: 'l-1', description: '' }, at);
  const newModel = { useCaseId: stage.useCaseId, name: 'm-2', description: '' };
  const { modelVersionId } = await registerModelVersion(deps, owner, newModel, at);
  const document = { ...stagePolicy, rules: [], otherwise: { kind: 'release' as const } };
  await publishDocument(deps, owner, { useCaseId, document }, at);
  return { useCaseId, slug, newModelId: modelVersionId };
}
