import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftWithMap } from '../../../contract/calibration.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';

const stage = await openStage();
const { db, useCaseId, modelVersionId } = stage;
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const map = JSON.stringify({ method: 'temperature', temperature: 2 });
await db.run(sql`
  insert into calibration_map (calibration_map_id, use_case_id, number, model_version_id, method, parameters, source, fit,
    proposed_by, proposed_at, commit_id, entry_index)
  values (${uuidv7(Date.now())}, ${useCaseId}, 1, ${modelVersionId}, 'temperature', ${map}, 'graded', '{}',
    ${stage.owner.personId}, now(), ${uuidv7(Date.now())}, 0)`);

async function draft(): Promise<{ status: number; code: string }> {
  const params = { useCaseId, number: '1' };
  const { status, body } = await server.call(draftWithMap, owner, { params, body: { shadow: true } });
  return { status, ...(body as { code: string }) };
}

async function counted(): Promise<{ drafts: number; shadows: number }> {
  const row = await db.row<{ drafts: number; shadows: number }>(sql`
    select (select count(*)::integer from policy_version) as drafts,
      (select count(*)::integer from shadow where ended_at is null) as shadows`);
  return row ?? assert.fail();
}

test('where the shadow is refused, there is no draft either, also when several are asked for at once', async () => {
  const before = await counted();
  const answers = await Promise.all(Array.from({ length: 8 }, draft));
  const refused = answers.filter(({ status }) => status !== 201);
  assert.equal(refused.length, 3);
  for (const { status, code } of refused) assert.deepEqual([status, code], [409, 'shadow.too-many']);
  const after = await counted();
  assert.deepEqual([after.shadows, after.drafts - before.drafts], [5, 5]);
});
