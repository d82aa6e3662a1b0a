import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPolicy } from '../../../core/policies/check-policy.ts';
import { sql } from '../../../db/sql.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { getUseCase } from '../../use-cases/queries.ts';
import { surroundingsOf } from './surroundings.ts';

const stage = await openStage();
const { db, deps, owner, useCaseId } = stage;

async function register(name: string, change: 'retired' | 'shadow' | 'none'): Promise<void> {
  const given = { useCaseId, name, description: '' };
  const { modelVersionId } = await registerModelVersion(deps, owner, given, deps.clock.now());
  if (change === 'retired')
    await db.run(sql`update model_version set retired_at = now() where model_version_id = ${modelVersionId}`);
  if (change === 'shadow')
    await db.run(sql`update model_version set state = 'shadow' where model_version_id = ${modelVersionId}`);
}

test('a document leans on models that decide, on the maps it names, and on who is qualified', async () => {
  await register('m-old', 'retired');
  await register('m-beside', 'shadow');
  await register('m-2', 'none');
  await db.run(sql`
    update person
    set qualifications = array['fraud-desk']
    where person_id = ${owner.personId}`);
  const document = { ...stagePolicy, calibration: { 'm-1': 2, 'm-2': 9 } };
  const maps = [
    { number: 1, model: 'm-1', low: 0, high: 1 },
    { number: 2, model: 'm-1', low: 0.3, high: 0.95 },
    { number: 9, model: 'm-old', low: 0.1, high: 0.2 },
  ];
  assert.deepEqual(await surroundingsOf(db, { useCaseId, document, maps }), {
    models: ['m-1', 'm-2'],
    calibratedRanges: { 'm-1': { low: 0.3, high: 0.95 } },
    qualifications: { 'fraud-desk': 1 },
  });
});

test('with it, a policy is told about qualifications nobody holds and models without a map', async () => {
  const hold = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } } as const;
  const document = {
    ...stagePolicy,
    rules: [{ name: 'Sure', when: 'calibrated > 0.99', route: { kind: 'release' as const } }],
    otherwise: { ...hold, qualification: 'notary' },
    calibration: { 'm-1': 2 },
  };
  const maps = [{ number: 2, model: 'm-1', low: 0.3, high: 0.95 }];
  const around = await surroundingsOf(db, { useCaseId, document, maps });
  const told = checkPolicy(document, await getUseCase(db, useCaseId), around).map(({ message }) => message);
  for (const about of [/notary/, /m-2/, /0\.95/])
    assert.ok(
      told.some((message) => about.test(message)),
      `${about}: ${told}`,
    );
});
