import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage } from '../../testing/stage.ts';
import { listModelVersions, routingModels } from './queries.ts';
import { registerModelVersion } from './register-model-version.ts';
import { retireModelVersion } from './retire-model-version.ts';

const stage = await openStage();
const { deps, db, owner, useCaseId } = stage;

function register(name: string, description = '') {
  return registerModelVersion(deps, owner, { useCaseId, name, description }, deps.clock.now());
}

async function epoch(): Promise<number | undefined> {
  return (await db.row<{ epoch: number }>({ text: 'select epoch from routing_epoch', values: [] }))?.epoch;
}

async function entryCount(): Promise<number | undefined> {
  const text = 'select coalesce(sum(entry_count), 0)::integer as total from ledger_outbox';
  return (await db.row<{ total: number }>({ text, values: [] }))?.total;
}

test('a model version may decide as soon as it is registered', async () => {
  const before = await epoch();
  const made = await register('m-2', 'Trained on more.');
  assert.deepEqual([made.name, made.description, made.retiredAt], ['m-2', 'Trained on more.', null]);
  assert.equal((await routingModels(db)).get(useCaseId)?.get('m-2'), made.modelVersionId);
  assert.notEqual(await epoch(), before, 'routing must learn of it');
});

test('a deployment that registers the same name again gets the first registration and changes nothing', async () => {
  const first = await register('m-3', 'First.');
  const [entries, routing] = [await entryCount(), await epoch()];
  assert.deepEqual(await register('m-3', 'Second.'), first);
  assert.equal(await entryCount(), entries);
  assert.equal(await epoch(), routing);
});

test('two deployments at the same moment register one version', async () => {
  const [one, other] = await Promise.all([register('m-4'), register('m-4')]);
  assert.equal(one.modelVersionId, other.modelVersionId);
});

test('a retired version does not decide any more; retiring again keeps the first time', async () => {
  const { modelVersionId } = await register('m-5');
  const at = deps.clock.now();
  const retired = await retireModelVersion(deps, owner, modelVersionId, at);
  assert.equal(retired.retiredAt, at.toISOString());
  assert.equal((await routingModels(db)).get(useCaseId)?.has('m-5'), false);
  const later = new Date(at.getTime() + 60_000);
  assert.deepEqual(await retireModelVersion(deps, owner, modelVersionId, later), retired);
});

test('what nobody registered cannot be retired, and an unknown use case has no models', async () => {
  const unknown = uuidv7(Date.now());
  await assert.rejects(retireModelVersion(deps, owner, unknown, new Date()), { code: 'model.unknown' });
  const given = { useCaseId: unknown, name: 'm', description: '' };
  await assert.rejects(registerModelVersion(deps, owner, given, new Date()), { code: 'use-case.unknown' });
});

test('registering and retiring are told in the ledger', async () => {
  const { modelVersionId } = await register('m-6');
  await retireModelVersion(deps, owner, modelVersionId, deps.clock.now());
  const told = (await entriesWritten(db)).filter(({ about }) => about.modelVersion === modelVersionId);
  assert.deepEqual(
    told.map(({ kind, about }) => [kind, about.useCase]),
    [
      ['model.registered', useCaseId],
      ['model.retired', useCaseId],
    ],
  );
});

test('the list is newest first and goes on where a page ended', async () => {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listModelVersions(db, useCaseId, { limit: 2, ...(cursor ? { cursor } : {}) });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.next ?? undefined;
  } while (cursor);
  assert.deepEqual(names, ['m-6', 'm-5', 'm-4', 'm-3', 'm-2', 'm-1']);
});
