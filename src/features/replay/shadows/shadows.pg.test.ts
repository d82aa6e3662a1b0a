import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewDecision } from '../../../contract/decisions.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type { Shadow } from '../../../contract/shadows.ts';
import * as contract from '../../../contract/shadows.ts';
import { sql } from '../../../db/sql.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';

const policy: PolicyDocument = {
  ...stagePolicy,
  thresholds: [{ name: 'confident', value: 0.85, bySlice: { by: 'label', values: { other: 0.95 } } }],
  rules: stagePolicy.rules.map((rule) =>
    rule.name === 'Confident enough' ? { ...rule, when: 'confidence >= thresholds.confident' } : rule,
  ),
};
const stage = await openStage({ policy });
const { db, deps, useCaseId } = stage;
const { submit, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');

type Comparison = {
  total: { decisions: number; moved: number; otherLabel: number; transitions: object[] };
  slices: { slice: string | null; decisions: number; moved: number }[];
  hours: { decisions: number; moved: number }[];
  examples: { decisionId: string; shadowDecisionId: string | null; otherLabel: boolean }[];
};

async function start(body: object): Promise<{ status: number; code?: string } & Partial<Shadow>> {
  const answer = await server.call(contract.startShadow, owner, {
    params: { useCaseId },
    body: { name: 'Try', ...body },
  });
  return { status: answer.status, ...(answer.body as object) };
}

async function started(body: object): Promise<string> {
  const { status, shadowId, ...rest } = await start(body);
  assert.equal(status, 201, JSON.stringify(rest));
  return shadowId ?? '';
}

async function compare(shadowId: string): Promise<Comparison> {
  const answer = await server.call(contract.compareShadow, owner, { params: { shadowId } });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const end = (shadowId: string) => server.call(contract.endShadow, owner, { params: { shadowId } });
const decide = (...confidences: number[]) =>
  Promise.all(confidences.map((confidence) => submit({ confidence })));

test('another threshold runs beside the live one and only records what it would have done', async () => {
  await decide(0.9);
  const shadowId = await started({ thresholds: { confident: 0.92 }, sliceBy: 'label' });
  const [held, , kept] = await decide(0.9, 0.86, 0.95, 0.3, 0.75);
  await submit({ confidence: 0.96, label: 'other', metadata: { country: 'DE' } });
  await bringNews();
  const { total, slices, hours, examples } = await compare(shadowId);
  assert.deepEqual(
    [total.decisions, total.moved, total.otherLabel],
    [6, 2, 0],
    'what came before it is not counted',
  );
  assert.deepEqual(total.transitions, [
    { from: 'release', to: 'release', decisions: 2 },
    { from: 'release', to: 'release-and-review', decisions: 2 },
    { from: 'hold', to: 'hold', decisions: 1 },
    { from: 'release-and-review', to: 'release-and-review', decisions: 1 },
  ]);
  assert.deepEqual(
    slices.map(({ slice, decisions, moved }) => [slice, decisions, moved]),
    [
      ['refund', 5, 2],
      ['other', 1, 0],
    ],
  );
  assert.deepEqual(
    hours.reduce((sum, hour) => sum + hour.moved, 0),
    2,
  );
  const shown = examples.map(({ decisionId }) => decisionId);
  assert.ok(held && kept && shown.includes(held.decisionId) && !shown.includes(kept.decisionId));
  const rows = await db.rows<{ route: string }>(
    sql`select distinct route from decision where confidence = 0.9`,
  );
  assert.deepEqual(rows, [{ route: 'release' }], 'nothing is done otherwise');
  assert.equal((await end(shadowId)).status, 200);
});

test('a shadow of thresholds follows the policy in force, and counts each decision once', async () => {
  const shadowId = await started({ thresholds: { confident: 0.92 } });
  await decide(0.9);
  await bringNews();
  const { rules, ...rest } = policy;
  const document = { ...rest, rules: rules.filter(({ name }) => name !== 'Fair') };
  await publishDocument(deps, stage.owner, { useCaseId, document });
  await decide(0.9);
  await bringNews();
  await bringNews();
  const { total } = await compare(shadowId);
  assert.equal(total.decisions, 2);
  assert.deepEqual(total.transitions.slice(0, 2), [
    { from: 'release', to: 'hold', decisions: 1 },
    { from: 'release', to: 'release-and-review', decisions: 1 },
  ]);
  await end(shadowId);
  await publishDocument(deps, stage.owner, { useCaseId, document: policy });
});

test('a whole policy runs beside the live one, and ends with what it has counted', async () => {
  const { rules: _, ...rest } = policy;
  const shadowId = await started({ document: { ...rest, rules: [] }, sliceBy: 'metadata.country' });
  await submit({ confidence: 0.9, metadata: { country: 'FR' } });
  await submit({ confidence: 0.9 });
  await bringNews();
  const ended = await end(shadowId);
  assert.ok((ended.body as Shadow).endedAt);
  await submit({ confidence: 0.9, metadata: { country: 'FR' } });
  await bringNews();
  const { total, slices } = await compare(shadowId);
  assert.deepEqual([total.decisions, total.moved], [2, 2]);
  assert.deepEqual(slices.map(({ slice }) => slice).sort(), ['FR', null]);
  assert.equal(((await end(shadowId)).body as { code: string }).code, 'shadow.ended');
});

test('decisions of a shadow model version are compared with the live ones they name', async () => {
  const at = deps.clock.now();
  const { modelVersionId } = await registerModelVersion(
    deps,
    stage.owner,
    { useCaseId, name: 'm-2', description: '' },
    at,
  );
  assert.equal((await start({ modelVersionId })).code, 'shadow.not-a-shadow-model');
  await db.run(sql`update model_version set state = 'shadow' where model_version_id = ${modelVersionId}`);
  await db.run(sql`update routing_epoch set epoch = epoch + 1`);
  const shadowId = await started({ modelVersionId, sliceBy: 'label' });
  const live = await submit({ confidence: 0.9 });
  const same = await submit({ confidence: 0.9 });
  const beside = (pairedWith: string, change: Partial<NewDecision>) =>
    submit({ model: 'm-2', pairedWith, ...change } as Partial<NewDecision>);
  const doubtful = await beside(live.decisionId, { confidence: 0.3, label: 'other' });
  await beside(same.decisionId, { confidence: 0.99 });
  await beside('01990000-0000-7000-8000-000000000000', { confidence: 0.99 });
  await submit({ model: 'm-2', confidence: 0.5 });
  await bringNews();
  const { total, examples } = await compare(shadowId);
  assert.deepEqual([total.decisions, total.moved, total.otherLabel], [2, 1, 1]);
  assert.deepEqual(
    examples.map(({ decisionId, shadowDecisionId, otherLabel }) => ({
      decisionId,
      shadowDecisionId,
      otherLabel,
    })),
    [{ decisionId: live.decisionId, shadowDecisionId: doubtful.decisionId, otherLabel: true }],
  );
  await end(shadowId);
});

test('a shadow says which version, which values or which model runs in it', async () => {
  const { policyVersionId } = stage;
  const ofVersion = await start({ policyVersionId });
  assert.deepEqual(ofVersion.policyVersion, { policyVersionId, version: 1 });
  const ofDocument = await start({ document: policy });
  assert.deepEqual([ofDocument.policyVersion, ofDocument.model], [null, null]);
  const list = await server.call(contract.listShadows, owner, {
    params: { useCaseId },
    query: { limit: 100 },
  });
  const { items } = list.body as { items: Shadow[] };
  assert.deepEqual(
    items.slice(0, 3).map((one) => one.policyVersion?.version ?? one.model),
    [null, 1, 'm-2'],
  );
  for (const { shadowId } of [ofVersion, ofDocument]) await end(shadowId ?? '');
});

test('what makes no shadow is refused with its reason', async () => {
  const code = async (body: object) => (await start(body)).code;
  assert.equal(await code({}), 'shadow.one-of');
  assert.equal(await code({ thresholds: { confident: 0.9 }, document: policy }), 'shadow.one-of');
  assert.equal(await code({ thresholds: { confdent: 0.9 } }), 'shadow.unknown-threshold');
  assert.equal(await code({ thresholds: {} }), 'shadow.unknown-threshold');
  assert.equal(
    await code({ thresholds: { confident: 0.9 }, sliceBy: 'metadata.colour' }),
    'shadow.no-such-slice',
  );
  const broken = { ...policy, rules: [{ ...policy.rules[0]!, when: 'confidnce > 1.0' }] }; // it has three
  assert.equal(await code({ document: broken }), 'shadow.invalid-policy');
  assert.equal(await code({ modelVersionId: useCaseId }), 'model.unknown');
  for (let i = 0; i < 5; i++) await started({ thresholds: { confident: 0.9 } });
  assert.equal(await code({ thresholds: { confident: 0.9 } }), 'shadow.too-many');
  const list = await server.call(contract.listShadows, owner, { params: { useCaseId }, query: { limit: 3 } });
  const { items, next } = list.body as { items: Shadow[]; next: string | null };
  assert.deepEqual([items.length, next !== null], [3, true]);
});

test('a thousand differences leave ten examples of each kind, whatever came first', async () => {
  const { body } = await server.call(contract.listShadows, owner, { params: { useCaseId } });
  const running = (body as { items: Shadow[] }).items.filter(({ endedAt }) => endedAt === null);
  for (const { shadowId } of running.slice(1)) await end(shadowId);
  const { shadowId } = running[0]!; // five were started
  for (let i = 0; i < 3; i++) {
    await decide(...Array.from({ length: 20 }, () => 0.87));
    await bringNews();
  }
  const { total, examples } = await compare(shadowId);
  assert.deepEqual([total.moved, examples.length], [60, 10]);
});
