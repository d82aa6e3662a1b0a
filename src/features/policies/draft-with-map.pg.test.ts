import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../contract/policies.ts';
import { applyMap, type CalibrationMap } from '../../core/calibration/maps/calibration-map.ts';
import { sql } from '../../db/sql.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { publishDocument } from '../../testing/publish-document.ts';
import { openStage } from '../../testing/stage.ts';
import { listCalibrationMaps, mapInForce } from '../calibration/maps/queries.ts';
import { getUseCase } from '../use-cases/queries.ts';
import { checkDocument } from './check-document.ts';
import { type DraftWithMap, draftWithMap } from './draft-with-map.ts';

const forAll: CalibrationMap = { method: 'temperature', temperature: 2 };
const ofGermany: CalibrationMap = { method: 'temperature', temperature: 0.5 };
const germany = { by: 'metadata.country', value: 'DE' };
const policy: PolicyDocument = {
  rules: [
    { name: 'Sure', when: 'calibrated >= thresholds.auto', route: { kind: 'release' } },
    { name: 'Fair', when: 'calibrated >= 0.5', route: { kind: 'release-and-review', dueSeconds: 3600 } },
  ],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [{ name: 'auto', value: 0.75 }],
  calibration: { 'm-1': 1 },
  audit: { rate: 0.2 },
};
const stage = await openStage();
const { db, deps, owner, useCaseId, modelVersionId } = stage;
await addMap(1, forAll, null);
await addMap(2, ofGermany, germany);
await publishDocument(deps, owner, { useCaseId, document: policy });

const draft = (change: Partial<DraftWithMap> = {}) =>
  db.atomically((tx) => draftWithMap(tx, owner, { useCaseId, number: 2, ...change }, deps.clock.now()));

test('a draft with the map of a slice moves that slice alone, and is free of errors', async () => {
  const made = await draft();
  const { document, note } = made.draft;
  const bySlice = { by: 'metadata.country', values: { DE: 2 } };
  assert.deepEqual(document.calibration, { 'm-1': { map: 1, bySlice } });
  assert.equal(note, 'With calibration map 2 for m-1, country "DE"');
  const [auto] = document.thresholds ?? [];
  assert.deepEqual([auto?.value, auto?.bySlice?.by], [0.75, 'metadata.country']);
  assert.ok(Math.abs((auto?.bySlice?.values.DE ?? 0) - applyMap(ofGermany, 0.9)) < 1e-8);
  assert.deepEqual(
    made.retuned.map(({ how }) => how),
    ['kept', 'same-coverage'],
  );
  const problems = await checkDocument(db, document, await getUseCase(db, useCaseId));
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
});

test('a map by something else than those there are is refused', async () => {
  const bySlice = { by: 'label', values: { fraud: 1 } };
  const document = { ...policy, calibration: { 'm-1': { map: 1, bySlice } } };
  const basedOn = (await publishDocument(deps, owner, { useCaseId, document })).policyVersionId;
  await assert.rejects(
    draft({ basedOn }),
    ({ code, message }: Refusal) =>
      code === 'calibration.other-parting' && message.includes('maps by label for this model version'),
  );
});

test('in force is every map that is named, and each slice goes by its own', async () => {
  const { document } = (await draft({ basedOn: await publishedBefore() })).draft;
  await publishDocument(deps, owner, { useCaseId, document });
  const { items } = await listCalibrationMaps(db, { useCaseId });
  assert.deepEqual(
    items.map(({ number, inForce }) => [number, inForce]),
    [
      [2, true],
      [1, true],
    ],
  );
  const inForce = (value: string) => mapInForce(db, { modelVersionId, slice: { ...germany, value } });
  assert.deepEqual([await inForce('DE'), await inForce('FR')], [ofGermany, forAll]);
  assert.deepEqual(await mapInForce(db, { modelVersionId, slice: null }), forAll);
});

test('the map of a slice is for that slice alone, and slices have to be there', async () => {
  const told = async (calibration: NonNullable<PolicyDocument['calibration']>) => {
    const problems = await checkDocument(db, { ...policy, calibration }, await getUseCase(db, useCaseId));
    return problems.flatMap(({ at, severity, message }) => (severity === 'error' ? `${at}: ${message}` : []));
  };
  const sliced = (by: string, slice: string, map: number) => ({
    'm-1': { map: 1, bySlice: { by, values: { [slice]: map } } },
  });
  const alone =
    'Calibration map 2 was fitted to a slice alone, country "DE", and says nothing about the rest.';
  assert.deepEqual(await told({ 'm-1': 2 }), [`/calibration/m-1: ${alone}`]);
  assert.deepEqual(await told(sliced('metadata.country', 'FR', 2)), [
    `/calibration/m-1/bySlice/values/FR: ${alone}`,
  ]);
  assert.deepEqual(
    await told(sliced('metadata.country', 'FR', 1)),
    [],
    'one for all may be named for a slice',
  );
  assert.deepEqual(await told(sliced('metadata.country', 'FR', 9)), [
    '/calibration/m-1/bySlice/values/FR: There is no calibration map 9 in this use case.',
  ]);
  assert.match((await told(sliced('metadata.city', 'Bonn', 1))).join(), /metadata\.city is not a field/);
});

async function publishedBefore(): Promise<string> {
  const row = await db.row<{ policy_version_id: string }>(sql`
    select policy_version_id from policy_version
    where use_case_id = ${useCaseId} and document -> 'calibration' ->> 'm-1' = '1'`);
  return row?.policy_version_id ?? '';
}

async function addMap(
  number: number,
  parameters: CalibrationMap,
  slice: typeof germany | null,
): Promise<void> {
  const fit = { n: 1, nEffective: 1 };
  await db.run(sql`
    insert into calibration_map (calibration_map_id, use_case_id, number, model_version_id, slice_by, slice_value, method,
      parameters, source, fit, proposed_by, proposed_at, commit_id, entry_index)
    values (gen_random_uuid(), ${useCaseId}, ${number}, ${modelVersionId}, ${slice?.by ?? null}, ${slice?.value ?? null},
      'temperature', ${JSON.stringify(parameters)}, 'graded', ${JSON.stringify(fit)}, ${owner.personId}, now(),
      gen_random_uuid(), 0)`);
}
