import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import type { Endpoint } from '../../contract/endpoint.ts';
import {
  changeModelState,
  listModelVersions,
  type ModelVersion,
  registerModelVersion,
  retireModelVersion,
} from '../../contract/models.ts';
import { sql } from '../../db/sql.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { createUseCase } from '../use-cases/create-use-case.ts';
import { routingModels } from './queries.ts';

type Answer = Static<typeof ModelVersion>;

const stage = await openStage();
const server = await openStageServer(stage);
const key = await server.key();
const owner = await server.person('policy-owner');
const params = { useCaseId: stage.useCaseId };
const unknown = '01990000-0000-7000-8000-000000000000';

async function call(endpoint: Endpoint, input: Parameters<typeof server.call>[2]) {
  const { status, body } = await server.call(endpoint, key, input);
  return { status, body: body as Answer & { code: string } };
}

const register = (name: string, description = '') =>
  call(registerModelVersion, { params, body: { name, description } });
const retire = (modelVersionId: string) => call(retireModelVersion, { params: { modelVersionId } });

test('a deployment registers a version, and may say so again and again', async () => {
  const first = await register('m-2', 'Second');
  assert.deepEqual([first.status, first.body.name, first.body.retiredAt], [201, 'm-2', null]);
  const epochAfter = await epoch();
  const answers = await Promise.all([1, 2, 3].map(() => register('m-2', 'Other words')));
  for (const { body } of answers) assert.deepEqual(body, first.body);
  assert.equal(await epoch(), epochAfter, 'nothing changed');
});

test('a version that several register at once is made once', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => register('m-3')));
  assert.equal(new Set(answers.map(({ body }) => body.modelVersionId)).size, 1);
});

test('a retired version takes no more decisions from the next commit on, and stays retired', async () => {
  const { body: version } = await register('m-4');
  const decision = {
    useCase: stage.slug,
    model: 'm-4',
    input: 1,
    output: 1,
    label: 'other',
    confidence: 0.9,
  };
  const post = () =>
    server.send({
      method: 'POST',
      url: '/v1/decisions',
      headers: { ...key, 'content-type': 'application/json' },
      payload: JSON.stringify(decision),
    });
  assert.equal((await post()).status, 201);
  const retired = await retire(version.modelVersionId);
  assert.equal(retired.status, 200);
  assert.ok(retired.body.retiredAt);
  const refused = await post();
  assert.equal(refused.status, 422);
  const problem = refused.body as { code: string; detail: string; todo: string };
  assert.equal(problem.code, 'decision.unknown-model');
  assert.match(`${problem.detail} ${problem.todo}`, /in use.*retired one stays retired/s);
  assert.deepEqual((await retire(version.modelVersionId)).body, retired.body, 'again changes nothing');
  assert.deepEqual((await register('m-4')).body, retired.body, 'registering it does not bring it back');
});

test('the list pages newest first, retired ones among them', async () => {
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 2, ...(cursor ? { cursor } : {}) };
    const { body } = await server.call(listModelVersions, owner, { params, query });
    const page = body as { items: Answer[]; next: string | null };
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.next;
  }
  assert.deepEqual(seen, ['m-4', 'm-3', 'm-2', 'm-1']);
});

test('what is unknown is not found, a name without letters is refused', async () => {
  assert.deepEqual((await retire(unknown)).body.code, 'model.unknown');
  const nowhere = await call(registerModelVersion, { params: { useCaseId: unknown }, body: { name: 'm' } });
  assert.deepEqual([nowhere.status, nowhere.body.code], [404, 'use-case.unknown']);
  assert.equal((await register('')).status, 400);
  const auditor = await server.person('auditor');
  assert.equal(
    (await server.call(registerModelVersion, auditor, { params, body: { name: 'm-9' } })).status,
    403,
  );
});

test('registering and retiring stand in the ledger', async () => {
  const kinds = (await entriesWritten(stage.db)).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'model.registered').length, 4);
  assert.equal(kinds.filter((kind) => kind === 'model.retired').length, 1);
});

test('names may be anything a registry calls a model, up to a limit', async () => {
  const name = 'registry.example/models/ünï:2026-01-05@sha256';
  const { body } = await register(name, 'As the registry calls it');
  assert.deepEqual([body.name, body.description], [name, 'As the registry calls it']);
  assert.equal((await register('x'.repeat(201))).status, 400);
});

test('two use cases may have versions of the same name, each its own', async () => {
  const at = stage.deps.clock.now();
  const given = { slug: 'letters', name: 'Letters', riskClass: 'minimal', outputKind: 'text' } as const;
  const other = await createUseCase(stage.deps, stage.owner, given, at);
  const theirs = await call(registerModelVersion, {
    params: { useCaseId: other.useCaseId },
    body: { name: 'm-1' },
  });
  assert.equal(theirs.status, 201);
  assert.notEqual(theirs.body.modelVersionId, stage.modelVersionId);
  const routing = await routingModels(stage.db);
  assert.equal(routing.get(other.useCaseId)?.get('m-1')?.modelVersionId, theirs.body.modelVersionId);
  assert.equal(routing.get(stage.useCaseId)?.get('m-1')?.modelVersionId, stage.modelVersionId);
  assert.equal(routing.get(stage.useCaseId)?.has('m-4'), false, 'a retired one decides nothing');
});

test('a version that was retired twice at once was retired once', async () => {
  const { body: version } = await register('m-5');
  const answers = await Promise.all([1, 2, 3].map(() => retire(version.modelVersionId)));
  assert.equal(new Set(answers.map(({ body }) => body.retiredAt)).size, 1);
  const retired = (await entriesWritten(stage.db)).filter(
    ({ kind, about }) => kind === 'model.retired' && about.modelVersion === version.modelVersionId,
  );
  assert.equal(retired.length, 1);
});

const change = (modelVersionId: string, state: string) =>
  call(changeModelState, { params: { modelVersionId }, body: { state } });

async function changesOf(modelVersionId: string) {
  const entries = await entriesWritten(stage.db);
  return entries.filter(
    ({ kind, about }) => kind === 'model.changed' && about.modelVersion === modelVersionId,
  );
}

test('a version goes into shadow, on probation and back in use; each step moves the epoch and stands in the ledger', async () => {
  const { body: version } = await register('m-6');
  assert.equal(version.state, 'active');
  for (const state of ['shadow', 'probation', 'active'] as const) {
    const before = await epoch();
    const { status, body } = await change(version.modelVersionId, state);
    assert.deepEqual([status, body], [200, { ...version, state }]);
    assert.equal(await epoch(), before + 1);
    assert.equal((await routingModels(stage.db)).get(stage.useCaseId)?.get('m-6')?.state, state);
  }
  assert.deepEqual(
    (await changesOf(version.modelVersionId)).map(({ facts }) => [facts.before, facts.state]),
    [
      ['active', 'shadow'],
      ['shadow', 'probation'],
      ['probation', 'active'],
    ],
  );
});

test('a version may begin in shadow; registering it again does not bring it out', async () => {
  const body = { name: 'm-7', state: 'shadow' };
  const first = await call(registerModelVersion, { params, body });
  assert.equal(first.body.state, 'shadow');
  assert.deepEqual((await register('m-7')).body, first.body);
});

test('the state it has already changes nothing, also when several ask for it at once', async () => {
  const { body: version } = await register('m-8');
  const answers = await Promise.all([1, 2, 3, 4].map(() => change(version.modelVersionId, 'shadow')));
  for (const { body } of answers) assert.equal(body.state, 'shadow');
  assert.equal((await changesOf(version.modelVersionId)).length, 1);
});

test('a retired version has no state to change, and there are no other states', async () => {
  const { body: version } = await register('m-9');
  await retire(version.modelVersionId);
  const late = await change(version.modelVersionId, 'shadow');
  assert.deepEqual([late.status, late.body.code], [409, 'model.retired']);
  assert.equal((await change(unknown, 'shadow')).body.code, 'model.unknown');
  assert.equal((await change(version.modelVersionId, 'asleep')).status, 400);
});

async function epoch(): Promise<number> {
  return (await stage.db.row<{ epoch: number }>(sql`select epoch from routing_epoch`))?.epoch ?? 0;
}
