import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyRule, otherRules } from '../../testing/every-rule.ts';
import { recorded } from '../../testing/recorded.ts';
import {
  hold,
  models,
  ordinary,
  planOf,
  policyOf,
  release,
  replayModels,
  replayPolicy,
  review,
  routed,
  segmentOf,
} from '../../testing/replayed.ts';
import { ordinaryCircumstances } from '../decisions/routing-context.ts';
import type { PolicyDocument } from '../policies/document.ts';
import type { ReplayModel } from './fill-facts.ts';
import { openReplay } from './replay.ts';
import { totalOf } from './result.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const version = '01990000-0000-7000-8000-00000000bbbb';

test('tasks lie in the hour they would have been opened in, and fall due by their route', () => {
  const at = (minutes: number, confidence: number) => ({
    ...recorded({ recordedAtMs: Date.UTC(2026, 0, 5, 10, minutes), confidence, place: 0.05 }),
    ...ordinary,
  });
  const document = policyOf({ rules: [{ name: 'Sure', when: 'confidence >= 0.8', route: release }] });
  const given = [at(0, 0.9), at(30, 0.5), at(59, 0.5)].map((one) => routed(one, version, document));
  const draft = replayPolicy(policyOf({ otherwise: hold(3600) }), { auditDueMs: 0 });
  const replay = openReplay(planOf(draft, { [version]: document }));
  replay.add(segmentOf(given));
  const { baselineHours, draftHours } = replay.tallies();
  assert.deepEqual([...draftHours.opened.subarray(9, 12)], [0, 3, 0]);
  assert.deepEqual([...draftHours.due.subarray(9, 12)], [0, 0, 3]);
  assert.deepEqual(
    [...baselineHours.opened.subarray(9, 12)],
    [0, 3, 0],
    'one of them because the audit drew it',
  );
  assert.deepEqual([...baselineHours.due.subarray(9, 12)], [0, 1, 1], 'and that one is due tomorrow');
});

test('decisions of shadow model versions are left out and counted', () => {
  const live = routed({ ...recorded({ recordedAtMs: noon }), ...ordinary }, version, everyRule);
  const shadow = { ...live, routing: { ...live.routing, route: 'shadow' as const } };
  const replay = openReplay(planOf(replayPolicy(otherRules), { [version]: everyRule }));
  replay.add(segmentOf([live, shadow, shadow]));
  const tallies = replay.tallies();
  assert.deepEqual([tallies.notes.shadowed, totalOf(tallies).decisions], [2, 1]);
});

test('what another policy was under, and what nobody had read, is noted', () => {
  const overloaded = { ...ordinaryCircumstances, overloadSteps: 1 };
  const fallen = {
    ...ordinaryCircumstances,
    thresholds: { confident: 0.99 },
    backlog: { tier1: 1, tier2: 0, overdueSeconds: 0 },
  };
  const ids = { overloaded: models.one, fallen: models.two };
  const given = [
    { ...recorded({ recordedAtMs: noon }), ...ordinary },
    { ...recorded({ recordedAtMs: noon }), circumstances: overloaded, contextId: ids.overloaded },
    { ...recorded({ recordedAtMs: noon }), circumstances: fallen, contextId: ids.fallen },
  ];
  const decisions = given.map((one) => routed(one, version, otherRules));
  const contexts = new Map([
    [ids.overloaded, overloaded],
    [ids.fallen, fallen],
  ]);
  const replay = openReplay(planOf(replayPolicy(everyRule), { [version]: otherRules }));
  replay.add(segmentOf(decisions, { contexts }));
  const { outOfOrdinary, withoutBacklog, own } = replay.tallies().notes;
  assert.deepEqual([outOfOrdinary, withoutBacklog, own], [2, 2, 0]);
});

test('a routing context that is gone is said to be gone, and nothing is guessed', () => {
  const decision = routed({ ...recorded({}), ...ordinary }, version, everyRule);
  const without = { ...decision, routing: { ...decision.routing, contextId: models.one } };
  const replay = openReplay(planOf(replayPolicy(otherRules), { [version]: everyRule }));
  assert.throws(() => replay.add(segmentOf([without])), /routing context .* is not there any more/);
});

test('a policy version that is gone is said to be gone', () => {
  const decision = routed({ ...recorded({}), ...ordinary }, version, everyRule);
  const replay = openReplay(planOf(replayPolicy(otherRules), {}));
  assert.throws(() => replay.add(segmentOf([decision])), /policy version .* is not there any more/);
});

test('only the columns that policies and slices read are asked for', () => {
  const plain = policyOf({ rules: [{ name: 'Sure', when: 'confidence > 0.5', route: release }] });
  const usual = ['confidence', 'decisionId', 'label', 'modelVersion', 'place', 'recordedAt', 'routing'];
  const columnsOf = (draft: PolicyDocument, change = {}) =>
    openReplay(planOf(replayPolicy(draft), {}, change)).columns.toSorted();
  assert.deepEqual(columnsOf(plain), usual);
  assert.deepEqual(columnsOf(plain, { sliceBy: 'model' }), usual);
  assert.deepEqual(
    columnsOf(plain, { sliceBy: 'metadata.country' }),
    [...usual, 'metadata.country'].toSorted(),
  );
  const all = columnsOf(everyRule);
  for (const name of ['probabilities', 'metadata.amount', 'metadata.since'])
    assert.ok(all.includes(name), name);
  assert.deepEqual(columnsOf(plain, { baseline: replayPolicy(everyRule) }), all);
});

test('examples say what was and what would have been, and what people thought of it', () => {
  const document = policyOf({ rules: [{ name: 'Sure', when: 'confidence >= 0.8', route: release }] });
  const given = [0.95, 0.85, 0.7].map((confidence) =>
    routed(
      { ...recorded({ recordedAtMs: noon, confidence, metadata: { country: 'DE' } }), ...ordinary },
      version,
      document,
    ),
  );
  const strict = policyOf({
    rules: [{ name: 'Very sure', when: 'confidence >= 0.9', route: release }],
    otherwise: review,
  });
  const replay = openReplay(
    planOf(replayPolicy(strict), { [version]: document }, { sliceBy: 'metadata.country' }),
  );
  replay.add(segmentOf(given, { grades: Uint8Array.of(1, 2, 0) }));
  const { examples } = replay.tallies();
  assert.deepEqual(
    examples.map(({ confidence, slice, baseline, draft, grade, modelVersionId, label }) => ({
      ...{ confidence, slice, grade, modelVersionId, label },
      baseline: `${baseline.route} ${baseline.ruleIndex}`,
      draft: `${draft.route} ${draft.ruleIndex}`,
    })),
    [
      {
        ...{ confidence: 0.85, slice: 'DE', grade: 'wrong', modelVersionId: models.one, label: 'refund' },
        ...{ baseline: 'release 0', draft: 'release-and-review null' },
      },
      {
        ...{ confidence: 0.7, slice: 'DE', grade: null, modelVersionId: models.one, label: 'refund' },
        ...{ baseline: 'hold null', draft: 'release-and-review null' },
      },
    ],
  );
  assert.equal(examples[0]?.policyVersionId, version);
});

test('errors avoided and added count only decisions that change between held and let through', () => {
  const document = policyOf({
    rules: [{ name: 'Sure', when: 'confidence >= 0.8', route: release }],
    audit: { rate: 0.5 },
  });
  const made = (confidence: number, place: number) =>
    routed({ ...recorded({ recordedAtMs: noon, confidence, place }), ...ordinary }, version, document);
  // Released and drawn by the audit; two of four wrong. Held: all judged, one of three wrong.
  const given = [
    made(0.85, 0.1),
    made(0.86, 0.2),
    made(0.87, 0.3),
    made(0.88, 0.4),
    made(0.89, 0.9),
    made(0.95, 0.1),
  ];
  const held = [made(0.7, 0.9), made(0.71, 0.9), made(0.72, 0.9), made(0.1, 0.9)];
  const grades = Uint8Array.of(2, 2, 1, 1, 0, 1, 2, 1, 1, 2);
  const draft = policyOf({
    rules: [
      { name: 'Sure', when: 'confidence >= 0.9', route: release },
      { name: 'Middle', when: 'confidence >= 0.5 && confidence < 0.8', route: release },
    ],
  });
  const replay = openReplay(planOf(replayPolicy(draft), { [version]: document }));
  replay.add(segmentOf([...given, ...held], { grades }));
  const { avoided, added, released } = totalOf(replay.tallies());
  assert.deepEqual(
    [avoided.decisions, avoided.graded, avoided.wrong, avoided.unknown, avoided.errors?.value],
    [5, 4, 2, 0, 2.5],
  );
  assert.deepEqual([added.decisions, added.graded, added.wrong], [3, 3, 1]);
  assert.deepEqual(added.errors, { value: 1, low: 1, high: 1 }, 'what was always judged is known exactly');
  assert.deepEqual([released.baseline.decisions, released.draft.decisions], [6, 4]);
  assert.equal(released.draft.wrong, 1);
});

test('calibration maps of the policy that is replayed are used, not those of the one in force', () => {
  const document = policyOf({ rules: [{ name: 'Trusted', when: 'calibrated > 0.4', route: release }] });
  const decision = routed(
    { ...recorded({ recordedAtMs: noon, confidence: 0.9, modelVersionId: models.two }), ...ordinary },
    version,
    policyOf({}),
  );
  const counts = (calibrate: ReplayModel['calibrate']) => {
    const mapped = new Map([
      ...replayModels,
      [models.two, { name: 'm-2', calibrate, calibratedBy: null }] as const,
    ]);
    const replay = openReplay(
      planOf(replayPolicy(document, { models: mapped }), { [version]: policyOf({}) }),
    );
    replay.add(segmentOf([decision]));
    const { draft } = totalOf(replay.tallies());
    return [draft.routes.release, draft.failedClosed];
  };
  assert.deepEqual(
    counts(({ confidence }) => confidence / 2),
    [1, 0],
  );
  assert.deepEqual(
    counts(({ confidence }) => confidence / 3),
    [0, 0],
  );
  assert.deepEqual(counts(null), [0, 1], 'without a map it fails closed');
});
