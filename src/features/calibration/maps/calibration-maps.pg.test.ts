import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import {
  type CalibrationFit,
  type CalibrationMap,
  draftWithMap,
  fitCalibration,
  getCalibrationMap,
  getReliability,
  listCalibrationMaps,
  proposeCalibrationMap,
  type Reliability,
  type Retuned,
} from '../../../contract/calibration.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import {
  checkPolicy,
  getPolicyVersion,
  type PolicyDocument,
  type PolicyVersion,
  publishPolicy,
} from '../../../contract/policies.ts';
import {
  applyMap,
  type CalibrationMap as StoredMap,
} from '../../../core/calibration/maps/calibration-map.ts';
import { sql } from '../../../db/sql.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { mapInForce, routingMaps } from './queries.ts';

const hold = { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } } as const;
const policy: PolicyDocument = {
  rules: [
    { name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } },
    { name: 'Fair', when: 'confidence >= 0.8', route: { kind: 'release-and-review', dueSeconds: 3600 } },
  ],
  otherwise: hold,
  thresholds: [{ name: 'auto', value: 0.9 }],
  audit: { rate: 0.2 },
};
const stage = await openStage({ policy });
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const params = { useCaseId: stage.useCaseId };
const asked = { modelVersionId: stage.modelVersionId, source: 'graded' };

type Problem = { code: string; todo: string; problems?: { at: string; message: string }[] };
async function call<Answer>(endpoint: Endpoint, input: Parameters<typeof server.call>[2]) {
  const { status, body } = await server.call(endpoint, owner, input);
  return { status, answer: body as Answer, problem: body as Problem };
}
const fit = (body = {}) =>
  call<Static<typeof CalibrationFit>>(fitCalibration, { params, body: { ...asked, ...body } });
const propose = (body = {}) =>
  call<CalibrationMap>(proposeCalibrationMap, { params, body: { ...asked, ...body } });
type Drafted = {
  draft: Static<typeof PolicyVersion>;
  retuned: Static<typeof Retuned>[];
  shadowId: string | null;
};
const draft = (number: number, body = {}) =>
  call<Drafted>(draftWithMap, { params: { ...params, number: String(number) }, body });

test('without labels there is nothing to fit, and with few of them it is told which method wants how many', async () => {
  assert.equal((await fit()).problem.code, 'calibration.no-labels');
  await addTraffic(stage, { decisions: 60, fromDaysAgo: 50, toDaysAgo: 49, auditRate: 1 });
  const { status, answer } = await fit({ before: daysAgo(40) });
  assert.equal(status, 200);
  assert.equal(answer.selected, null);
  assert.deepEqual(
    answer.proposals.map(({ method }) => method),
    ['temperature', 'platt', 'beta', 'isotonic'],
  );
  assert.match(answer.proposals[3]?.because ?? '', /needs at least 2000/);
  assert.equal((await propose({ before: daysAgo(40) })).problem.code, 'calibration.nothing-better');
  assert.equal(
    (await propose({ before: daysAgo(40), method: 'isotonic' })).problem.code,
    'calibration.cannot-fit',
  );
});

test('a model that is calibrated gets no map', async () => {
  await addTraffic(stage, { decisions: 8000, fromDaysAgo: 35, toDaysAgo: 31, auditRate: 0.2 });
  const window = { from: daysAgo(36), before: daysAgo(30) };
  const { answer } = await fit(window);
  assert.equal(answer.selected, null);
  assert.match(answer.sentence, /not shown to be better/);
  assert.equal((await propose(window)).problem.code, 'calibration.nothing-better');
});

const window = { from: daysAgo(12) };

test('a model that is too confident gets a map, which makes it better on labels it was not fitted to', async () => {
  await addTraffic(stage, {
    decisions: 12_000,
    fromDaysAgo: 10,
    rightAt: (confidence) => applyMap({ method: 'temperature', temperature: 2.5 }, confidence),
    auditRate: 0.2,
  });
  const { answer } = await fit(window);
  assert.ok(answer.selected, answer.sentence);
  const selected = answer.proposals.find((proposal) => proposal.selected);
  assert.ok(selected?.improvement && selected.improvement.low > 0);
  assert.ok((selected.smoothEce?.after ?? 1) < (selected.smoothEce?.before ?? 0));
  assert.deepEqual(selected.curve[0]?.[0], 0);
  assert.deepEqual((await fit(window)).answer, answer, 'the same labels give the same fit');
});

test('a map is kept under the next number, as it was fitted, and changes nothing yet', async () => {
  const { status, answer: map } = await propose({ ...window, note: 'First try' });
  assert.equal(status, 201);
  assert.deepEqual([map.number, map.model, map.inForce, map.note], [1, 'm-1', false, 'First try']);
  assert.ok(map.n > 2000 && map.nEffective < map.n);
  assert.ok(map.range.low < map.range.high);
  const again = await propose({ ...window, method: 'temperature' });
  assert.deepEqual([again.answer.number, again.answer.method], [2, 'temperature']);
  const temperature = (again.answer.parameters as { temperature?: number }).temperature ?? 0;
  assert.ok(temperature > 2 && temperature < 3, `${temperature}`);
  const { answer: list } = await call<{ items: CalibrationMap[]; next: null }>(listCalibrationMaps, {
    params,
  });
  assert.deepEqual(
    list.items.map(({ number }) => number),
    [2, 1],
  );
  const one = await call<CalibrationMap>(getCalibrationMap, { params: { ...params, number: '1' } });
  assert.deepEqual(one.answer, map);
  assert.equal((await routingMaps(stage.db)).size, 0);
  const told = (await entriesWritten(stage.db)).filter(({ kind }) => kind === 'calibration-map.proposed');
  assert.deepEqual(
    told.map(({ facts }) => facts.number),
    [1, 2],
  );
});

test('two who propose at once get two numbers', async () => {
  const both = await Promise.all([
    propose({ ...window, method: 'platt' }),
    propose({ ...window, method: 'temperature' }),
  ]);
  assert.deepEqual(both.map(({ answer }) => answer.number).sort(), [3, 4]);
});

test('the report can be seen through a map', async () => {
  const query = { ...asked, ...window };
  const raw = await call<Reliability>(getReliability, { params, query });
  const mapped = await call<Reliability>(getReliability, { params, query: { ...query, map: 2 } });
  assert.equal(mapped.answer.map, 2);
  assert.ok((mapped.answer.ece.smooth ?? 1) < (raw.answer.ece.smooth ?? 0) / 2);
});

let published: Drafted['draft'];
let ofSlice: CalibrationMap;

test('a map of a slice is kept apart from those for everything', async () => {
  const { answer } = await propose({
    ...window,
    sliceBy: 'metadata.country',
    slice: 'DE',
    method: 'temperature',
  });
  assert.deepEqual([answer.slice, answer.number], [{ by: 'metadata.country', value: 'DE' }, 5]);
  ofSlice = answer;
});

test('a draft with the map moves every threshold so that the same decisions are released', async () => {
  const { status, answer } = await draft(2);
  assert.equal(status, 201);
  const { document } = answer.draft;
  assert.deepEqual(document.calibration, { 'm-1': 2 });
  assert.equal(document.rules[0]?.when, 'calibrated >= thresholds.auto');
  const map = (await routingMapOf(2)) as StoredMap;
  assert.ok(Math.abs((document.thresholds?.[0]?.value ?? 0) - applyMap(map, 0.9)) < 1e-8);
  assert.match(document.rules[1]?.when ?? '', /^calibrated >= 0\.\d+$/);
  assert.deepEqual(
    answer.retuned.map(({ how }) => how),
    ['same-coverage', 'same-coverage'],
  );
  const check = await call<{ problems: { severity: string; message: string }[] }>(checkPolicy, {
    params,
    body: { document },
  });
  assert.deepEqual(
    check.answer.problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  published = answer.draft;
});

test('once the draft is published the map is in force, and a further fit is compared with it', async () => {
  const body = { revision: published.revision, inForce: stage.policyVersionId };
  const { status } = await call(publishPolicy, {
    params: { policyVersionId: published.policyVersionId },
    body,
  });
  assert.equal(status, 200);
  const maps = (await routingMaps(stage.db)).get(stage.useCaseId);
  assert.deepEqual([...(maps?.keys() ?? [])], [2]);
  assert.deepEqual(
    maps?.get(2),
    await mapInForce(stage.db, { modelVersionId: stage.modelVersionId, slice: null }),
  );
  const one = await call<CalibrationMap>(getCalibrationMap, { params: { ...params, number: '2' } });
  assert.equal(one.answer.inForce, true);
  const { answer } = await fit(window);
  assert.equal(answer.selected, null, 'the map in force is as good as it gets');
});

test('the draft can run beside the live policy at once', async () => {
  const { answer } = await draft(1, { shadow: true });
  const shadow = await stage.db.row<{ kind: string; name: string }>(sql`
    select kind, name from shadow where shadow_id = ${answer.shadowId}`);
  assert.deepEqual(
    [shadow?.kind, shadow?.name],
    ['policy', `Version ${answer.draft.version}, with calibration map 1`],
  );
});

test('thresholds can be given instead of carried over, by name', async () => {
  const { answer } = await draft(1, { values: { auto: 0.77 } });
  assert.equal(answer.draft.document.thresholds?.[0]?.value, 0.77);
  assert.deepEqual(answer.retuned.find(({ threshold }) => threshold === 'auto')?.how, 'given');
  assert.equal((await draft(1, { values: { planet: 1 } })).problem.code, 'calibration.unknown-threshold');
  assert.equal((await draft(99)).problem.code, 'calibration.unknown-map');
});

test('a policy that names a map which is not there, of another model or of a slice cannot be published', async () => {
  for (const [calibration, message] of [
    [{ 'm-1': 99 }, /no calibration map 99/],
    [{ 'm-0': 2 }, /map 2 was fitted for m-1, not for m-0/],
    [{ 'm-1': ofSlice.number }, /fitted to a slice alone, country "DE", and says nothing/],
    [
      { 'm-1': { bySlice: { by: 'metadata.country', values: { FR: ofSlice.number } } } },
      /fitted to a slice alone/,
    ],
    [{ 'm-1': { map: 2, bySlice: { by: 'metadata.country', values: { DE: 98 } } } }, /no calibration map 98/],
    [
      { 'm-1': { map: 2, bySlice: { by: 'metadata.city', values: { DE: 1 } } } },
      /metadata.city is not a field/,
    ],
  ] as const) {
    const document = { ...policy, calibration };
    const { answer } = await call<{ problems: { severity: string; message: string }[] }>(checkPolicy, {
      params,
      body: { document },
    });
    const errors = answer.problems
      .filter(({ severity }) => severity === 'error')
      .map((problem) => problem.message);
    assert.ok(
      errors.some((text) => message.test(text)),
      `${message}: ${errors}`,
    );
  }
});

test('a stored map that somebody damaged routes nothing, and stops no other use case', async () => {
  await stage.db.run(
    sql`update calibration_map set parameters = '{"method":"temperature","temperature":-1}' where number = 2`,
  );
  assert.equal((await routingMaps(stage.db)).get(stage.useCaseId)?.get(2), undefined);
  await assert.rejects(
    mapInForce(stage.db, { modelVersionId: stage.modelVersionId, slice: null }),
    /calibration map 2 is damaged/,
  );
});

test('only those who may write calibration propose maps', async () => {
  const reviewer = await server.person('reviewer');
  const { status } = await server.call(proposeCalibrationMap, reviewer, { params, body: asked });
  assert.equal(status, 403);
  const version = await call<Drafted['draft']>(getPolicyVersion, {
    params: { policyVersionId: published.policyVersionId },
  });
  assert.equal(version.answer.state, 'published');
});

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

async function routingMapOf(number: number): Promise<unknown> {
  const row = await stage.db.row<{ parameters: unknown }>(sql`
    select parameters from calibration_map where number = ${number}`);
  return row?.parameters;
}
