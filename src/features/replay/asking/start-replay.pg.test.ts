import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Replay } from '../../../contract/replays.ts';
import * as contract from '../../../contract/replays.ts';
import * as shadows from '../../../contract/shadows.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';

const stage = await openStage();
const { db, deps, useCaseId } = stage;
await addTraffic(stage, { decisions: 50 });
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const dayMs = 86_400_000;
const now = deps.clock.now().getTime();
const day = (ahead: number) => new Date(now + ahead * dayMs).toISOString();
const window = { from: day(-20), before: day(1) };
const whole = { ...window, policyVersionId: stage.policyVersionId };

type Problem = { code: string; detail: string; todo?: string; problems?: { at: string }[] };

function ask(body: object, headers = owner, of = useCaseId) {
  return server.call(contract.startReplay, headers, { params: { useCaseId: of }, body });
}

async function refusal(body: object): Promise<[number, string]> {
  const answer = await ask(body);
  return [answer.status, (answer.body as Problem).code];
}

async function open(): Promise<number> {
  const row = await db.row<{ open: number }>(sql`
    select count(*)::integer as open from replay where state in ('waiting', 'running')`);
  return row?.open ?? 0;
}

const another = await createUseCase(
  deps,
  stage.owner,
  {
    ...{ slug: 'other', name: 'Other', riskClass: 'limited', outputKind: 'text', undoSeconds: 0 },
    ...{
      classes: [],
      metadataFields: [],
      reasonCodes: [{ code: 'bad', label: 'Bad' }],
      guideline: 'Judge it.',
    },
  },
  deps.clock.now(),
);
const { policyVersionId: foreign } = await publishDocument(deps, stage.owner, {
  useCaseId: another.useCaseId,
  document: { ...stagePolicy, rules: [] },
});

test('a replay names one policy, of its own use case, that can be evaluated', async () => {
  assert.deepEqual(await refusal(window), [422, 'replay.no-policy']);
  assert.deepEqual(await refusal({ ...whole, document: stagePolicy }), [422, 'replay.no-policy']);
  assert.deepEqual(await refusal({ ...window, policyVersionId: foreign }), [422, 'policy.other-use-case']);
  assert.deepEqual(await refusal({ ...whole, baseline: foreign }), [422, 'policy.other-use-case']);
  const [first] = stagePolicy.rules;
  const broken = { ...stagePolicy, rules: [{ ...first, when: 'metadata.colour == "red"' }] };
  const { status, body } = await ask({ ...window, document: broken });
  const { code, problems, todo } = body as Problem;
  assert.deepEqual([status, code], [422, 'replay.invalid-policy']);
  assert.match(problems?.[0]?.at ?? '', /rules\/0/);
  assert.match(todo ?? '', /colour/);
  assert.equal((await ask({ ...window, policyVersionId: uuidv7(now) })).status, 404);
  assert.equal(await open(), 0, 'nothing of that was begun');
});

test('a window has a length, of two years at most, and decisions in it', async () => {
  assert.deepEqual(await refusal({ ...whole, before: window.from }), [422, 'replay.window']);
  assert.deepEqual(await refusal({ ...whole, from: day(2) }), [422, 'replay.window']);
  assert.deepEqual(await refusal({ ...whole, from: day(-800) }), [422, 'replay.window']);
  assert.deepEqual(await refusal({ ...whole, before: day(-19) }), [422, 'replay.no-decisions']);
  assert.deepEqual(await refusal({ ...whole, from: 'yesterday' }), [400, 'request.invalid']);
  assert.equal(await open(), 0);
});

test('decisions are parted by what this use case has, and the refusal says by what', async () => {
  const { body, status } = await ask({ ...whole, sliceBy: 'metadata.colour' });
  assert.deepEqual([status, (body as Problem).code], [422, 'replay.no-such-slice']);
  assert.match((body as Problem).todo ?? '', /model or label or metadata\.country or metadata\.amount/);
  const sweep = (change: object) =>
    server.call(contract.sweepThresholds, owner, {
      params: { useCaseId },
      body: { ...window, score: 'confidence', ...change },
    });
  for (const [change, code] of [
    [{ sliceBy: 'metadata.colour' }, 'replay.no-such-slice'],
    [{ before: day(-21) }, 'replay.window'],
    [{ before: day(-19) }, 'replay.no-decisions'],
  ] as const)
    assert.equal(((await sweep(change)).body as Problem).code, code);
  // Texts have no classes.
  const texts = await server.call(contract.startReplay, owner, {
    params: { useCaseId: another.useCaseId },
    body: { ...window, policyVersionId: foreign, sliceBy: 'label' },
  });
  assert.equal((texts.body as Problem).code, 'replay.no-such-slice');
});

test('who may not write policies runs no replays; who may read them sees how they went', async () => {
  const reviewer = await server.person('reviewer');
  assert.equal((await ask(whole, reviewer)).status, 403);
  const key = await server.key(['replays:run', 'policies:read']);
  const made = await ask(whole, key);
  assert.equal(made.status, 201, made.text);
  const { replayId, requestedBy, draft, baseline } = made.body as Replay;
  assert.deepEqual(
    [requestedBy, draft, baseline],
    ['Key (API key)', { policyVersionId: stage.policyVersionId, version: 1 }, 'recorded'],
  );
  const auditor = await server.person('auditor');
  const seen = await server.call(contract.getReplay, auditor, { params: { replayId } });
  assert.equal(seen.status, 200, seen.text);
  assert.equal((await server.call(contract.cancelReplay, auditor, { params: { replayId } })).status, 403);
  const cancelled = await server.call(contract.cancelReplay, owner, { params: { replayId } });
  assert.equal((cancelled.body as Replay).state, 'cancelled');
  const again = await server.call(contract.cancelReplay, owner, { params: { replayId } });
  assert.deepEqual([again.status, (again.body as Problem).code], [409, 'replay.ended']);
  const missing = { params: { replayId: uuidv7(now) } };
  for (const endpoint of [contract.getReplay, contract.cancelReplay, contract.replayExamples])
    assert.equal((await server.call(endpoint, owner, missing)).status, 404);
});

test('twenty may wait, also when forty are asked for at once; those of other use cases are not counted', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(whole)));
  const made = answers.filter(({ status }) => status === 201);
  assert.equal(made.length, 20);
  assert.equal(await open(), 20);
  for (const { status, body, headers } of answers.filter((answer) => answer.status !== 201)) {
    assert.deepEqual([status, (body as Problem).code], [429, 'replay.too-many']);
    assert.ok(Number(headers['retry-after']) > 0);
  }
  const elsewhere = await ask({ ...window, policyVersionId: foreign }, owner, another.useCaseId);
  assert.equal((elsewhere.body as Problem).code, 'replay.no-decisions', 'not too many');
  const { replayId } = made[0]!.body as Replay; // twenty were made
  await server.call(contract.cancelReplay, owner, { params: { replayId } });
  assert.equal((await ask(whole)).status, 201);
});

test('the list turns its pages newest first, and leaves none out', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, unknown> = { limit: 7, ...(cursor === null ? {} : { cursor }) };
    const { body } = await server.call(contract.listReplays, owner, { params: { useCaseId }, query });
    const page = body as { items: Replay[]; next: string | null };
    assert.ok(page.items.length <= 7);
    seen.push(...page.items.map(({ replayId }) => replayId));
    cursor = page.next;
  } while (cursor !== null);
  const rows = await db.rows<{ replay_id: string }>(
    sql`select replay_id from replay order by replay_id desc`,
  );
  assert.deepEqual(
    seen,
    rows.map((row) => row.replay_id),
  );
});

test('a shadow is started by who writes policies, five at most, also when ten are started at once', async () => {
  const body = { name: 'Try', document: { ...stagePolicy, rules: [] } };
  const auditor = await server.person('auditor');
  const start = (headers = owner, given: object = body) =>
    server.call(shadows.startShadow, headers, { params: { useCaseId }, body: given });
  assert.equal((await start(auditor)).status, 403);
  const foreigner = await start(owner, { name: 'Try', policyVersionId: foreign });
  assert.equal((foreigner.body as Problem).code, 'policy.other-use-case');
  const answers = await Promise.all(Array.from({ length: 10 }, () => start()));
  const started = answers.filter(({ status }) => status === 201);
  assert.equal(started.length, 5);
  const { shadowId } = started[0]!.body as { shadowId: string }; // five were
  const seen = await server.call(shadows.compareShadow, auditor, { params: { shadowId } });
  assert.deepEqual((seen.body as { hours: [] }).hours, []);
  const missing = { params: { shadowId: uuidv7(now) } };
  for (const endpoint of [shadows.endShadow, shadows.compareShadow])
    assert.equal((await server.call(endpoint, owner, missing)).status, 404);
});
