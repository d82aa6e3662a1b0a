// Policies that name a calibration map: what rules read and callers are told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { applyMap } from '../../../core/calibration/maps/calibration-map.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { draftPolicy } from '../../policies/draft-policy.ts';
import { publishPolicy } from '../../policies/publish-policy.ts';
import { policyInForce } from '../../policies/queries.ts';
import { getDecision } from '../reading/get-decision.ts';

const hold = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } } as const;
const policy: PolicyDocument = {
  rules: [{ name: 'Sure', when: 'calibrated >= 0.7', route: { kind: 'release' } }],
  otherwise: hold,
  audit: { rate: 0 },
};
const map = { method: 'temperature', temperature: 2 } as const;
const mapOfFrance = { method: 'temperature', temperature: 0.5 } as const;

const stage = await openStage();
const { deps, db, owner, useCaseId, modelVersionId } = stage;
const { submit } = await openStageWork(stage);

async function publish(document: PolicyDocument): Promise<void> {
  const at = deps.clock.now();
  const draft = await draftPolicy(deps, owner, { useCaseId, document }, at);
  const inForce = (await policyInForce(db, useCaseId))?.policyVersionId ?? null;
  await publishPolicy(deps, owner, { ...draft, inForce }, at);
}

for (const [number, parameters] of [
  [1, map],
  [2, mapOfFrance],
] as const)
  await db.run(sql`
    insert into calibration_map (calibration_map_id, use_case_id, number, model_version_id, method, parameters, source, fit,
      proposed_by, proposed_at, commit_id, entry_index)
    values (${uuidv7(Date.now())}, ${useCaseId}, ${number}, ${modelVersionId}, 'temperature',
      ${JSON.stringify(parameters)}, 'graded', '{}', ${owner.personId}, now(), ${uuidv7(Date.now())}, 0)`);

test('without a map the caller is told that there is no calibrated confidence', async () => {
  assert.deepEqual((await submit({ confidence: 0.9 })).confidence, { raw: 0.9, calibrated: null });
});

test('rules read the confidence by the map that the policy names, and the caller gets it beside the raw one', async () => {
  await publish({ ...policy, calibration: { 'm-1': 1 } });
  for (const [confidence, route] of [
    [0.9, 'release'],
    [0.8, 'hold'],
  ] as const) {
    const routed = await submit({ confidence });
    assert.equal(routed.route, route);
    assert.deepEqual(routed.confidence, { raw: confidence, calibrated: applyMap(map, confidence) });
    assert.equal(
      (await getDecision(deps, owner, routed.decisionId)).calibrated,
      routed.confidence.calibrated,
    );
    assert.deepEqual(await submit({ confidence, decisionId: routed.decisionId }), routed);
  }
});

test('what was told stays what it was when another policy calibrates no more', async () => {
  const before = await submit({ confidence: 0.9 });
  await publish({ ...policy, rules: [] });
  assert.equal((await submit({ confidence: 0.9 })).confidence.calibrated, null);
  assert.deepEqual(await submit({ confidence: 0.9, decisionId: before.decisionId }), before);
  assert.equal((await getDecision(deps, owner, before.decisionId)).calibrated, before.confidence.calibrated);
});

test('a model version the policy names no map for has none, and a rule that reads it holds the decision', async () => {
  const given = { useCaseId, name: 'm-2', description: '' };
  await publish({ ...policy, calibration: { 'm-1': 1 } });
  await registerModelVersion(deps, owner, given, deps.clock.now());
  const routed = await submit({ model: 'm-2', confidence: 0.99 });
  assert.deepEqual([routed.state, routed.confidence.calibrated], ['held', null]);
  assert.equal(routed.reasons[0]?.code, 'policy.cannot-evaluate');
});

test('slices are calibrated by maps of their own, and the caller is told the same again later', async () => {
  const bySlice = { by: 'metadata.country', values: { FR: 2 } };
  await publish({ ...policy, calibration: { 'm-1': { map: 1, bySlice } } });
  for (const [metadata, calibrated] of [
    [{ country: 'FR' }, applyMap(mapOfFrance, 0.8)],
    [{ country: 'DE' }, applyMap(map, 0.8)],
    [{}, applyMap(map, 0.8)],
  ] as const) {
    const routed = await submit({ confidence: 0.8, metadata });
    assert.deepEqual(
      [routed.confidence.calibrated, routed.route],
      [calibrated, calibrated >= 0.7 ? 'release' : 'hold'],
    );
    assert.equal((await getDecision(deps, owner, routed.decisionId)).calibrated, calibrated);
    assert.deepEqual(await submit({ confidence: 0.8, metadata, decisionId: routed.decisionId }), routed);
  }
});

test('without a map for all others only the slices that are named have a calibrated confidence', async () => {
  const bySlice = { by: 'label', values: { fraud: 2 } };
  await publish({ ...policy, calibration: { 'm-1': { bySlice } } });
  const fraud = await submit({ confidence: 0.8, label: 'fraud', output: 'fraud' });
  assert.equal(fraud.confidence.calibrated, applyMap(mapOfFrance, 0.8));
  const other = await submit({ confidence: 0.99, label: 'refund', output: 'refund' });
  assert.deepEqual([other.state, other.confidence.calibrated], ['held', null]);
  assert.equal((await getDecision(deps, owner, other.decisionId)).calibrated, null);
});
