import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recorded } from '../../testing/recorded.ts';
import {
  factsOf,
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
  subject,
  type Unrouted,
} from '../../testing/replayed.ts';
import { type Circumstances, ordinaryCircumstances } from '../decisions/routing-context.ts';
import { compilePolicy } from '../policies/compile-policy.ts';
import type { PolicyDocument } from '../policies/document.ts';
import { ordinaryContext } from '../policies/facts.ts';
import { goesToPeople, isHeld } from '../policies/is-held.ts';
import type { RecordedDecision } from '../segments/recorded-decision.ts';
import { openReplay, type Replay } from './replay.ts';
import { slicesOf, totalOf, transitionsOf } from './result.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const version = '01990000-0000-7000-8000-00000000bbbb';

/** Everything a policy can say, and conditions that fail for some decisions. */
const everything: PolicyDocument = policyOf({
  thresholds: [{ name: 'confident', value: 0.8, byClass: { fraud: 0.95 } }],
  calibration: { 'm-2': 1 },
  rules: [
    { name: 'Dear', when: 'expectedImpact > 3.0', route: hold(60) },
    { name: 'Long ago', when: 'has(metadata.since) && metadata.since < now', route: review },
    { name: 'Busy', when: 'backlog.tier1 > 100 && confidence < 0.9', route: hold(7200) },
    { name: 'Watched', when: 'modelState == "probation"', route: review },
    {
      name: 'Two look',
      when: 'metadata.amount > 900.0',
      route: {
        ...review,
        kind: 'consensus',
        meanwhile: 'hold',
        judgements: { least: 2, most: 3 },
        timeout: { action: 'keep-holding' },
      },
    },
    { name: 'Listed', when: '"fraud" in probabilities && probabilities["fraud"] > 0.4', route: hold() },
    { name: 'Many', when: 'metadata.count * 3 > 200 || metadata.first', route: review },
    { name: 'Confident', when: 'confidence >= thresholds.confident', route: release },
    { name: 'Trusted', when: 'model == "m-2" && calibrated > 0.3', route: release },
  ],
  audit: {
    rate: 0.2,
    floor: 0.05,
    strata: [{ name: 'abroad', when: 'metadata.country != "DE"', rate: 0.5 }],
  },
  overload: {
    limits: [{ tier: 1, backlog: 10 }],
    everySeconds: 60,
    steps: [
      { action: 'sample-less', factor: 0.5 },
      { action: 'set-threshold', threshold: 'confident', value: 0.5 },
      { action: 'hold-reviews' },
      { action: 'safe-output', output: 'other' },
    ],
  },
});

const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
const circumstances: fc.Arbitrary<{ circumstances: Circumstances; contextId: string | null }> = fc.oneof(
  fc.constant(ordinary),
  fc
    .record({
      thresholds: fc.constantFrom({}, { confident: 0.99 }),
      overloadSteps: fc.nat(5),
      approvals: fc.constantFrom(
        [],
        [
          { standingApprovalId: models.one, scope: 'metadata.country == "FR"', expiresAtMs: noon + 5000 },
          {
            standingApprovalId: models.two,
            scope: 'label == "fraud" && confidence > 0.5',
            expiresAtMs: noon + 1e9,
          },
        ],
      ),
      backlog: fc.record({ tier1: fc.nat(200), tier2: fc.nat(5), overdueSeconds: fc.nat(5) }),
      modelStates: fc.constantFrom({}, { 'm-1': 'probation' as const }),
    })
    .map((made) => ({ circumstances: made, contextId: contextIdOf(made) })),
);

function contextIdOf(made: Circumstances): string {
  const text = JSON.stringify(made);
  let hash = 7;
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) % 2 ** 40;
  return `01990000-0000-8000-8000-${hash.toString(16).padStart(12, '0')}`;
}

const unrouted: fc.Arbitrary<Unrouted> = fc
  .record({
    recordedAtMs: fc.integer({ min: noon - 3_600_000, max: noon + 3_600_000 }),
    confidence: share,
    label: fc.constantFrom('refund', 'fraud', 'other'),
    modelVersionId: fc.constantFrom(models.one, models.two),
    place: share,
    probabilities: fc.option(fc.dictionary(fc.constantFrom('refund', 'fraud', 'other'), share)),
    metadata: fc.record(
      {
        country: fc.constantFrom('DE', 'FR'),
        amount: fc.integer({ min: 0, max: 1000 }),
        count: fc.nat(100),
        first: fc.boolean(),
        since: fc.constantFrom('2026-01-05T11:00:00Z', '2026-01-05T14:30:00+01:00'),
      },
      { requiredKeys: [] },
    ),
    around: circumstances,
  })
  .map(({ around, ...rest }) => ({ ...recorded(rest), ...around }));

const many = fc.array(unrouted, { minLength: 1, maxLength: 60 });

function inOrder(decisions: readonly Unrouted[]): Unrouted[] {
  return decisions.toSorted(
    (a, b) => a.recordedAtMs - b.recordedAtMs || (a.decisionId < b.decisionId ? -1 : 1),
  );
}

function contextsOf(decisions: readonly Unrouted[]): Map<string, Circumstances> {
  return new Map(
    decisions.flatMap((one) => (one.contextId === null ? [] : [[one.contextId, one.circumstances]])),
  );
}

const approvalReads = compilePolicy(policyOf({}), subject).readsIn({
  ...ordinaryContext,
  approvals: [
    { standingApprovalId: models.one, scope: 'metadata.country == "FR"', expiresAtMs: 0 },
    { standingApprovalId: models.two, scope: 'label == "fraud" && confidence > 0.5', expiresAtMs: 0 },
  ],
});

/** Adds decisions as two segments, so that what a segment remembers is seen to end with it. */
function addAll(
  replay: Replay,
  decisions: readonly RecordedDecision[],
  contexts: Map<string, Circumstances>,
): void {
  const middle = decisions.length >> 1;
  for (const part of [decisions.slice(0, middle), decisions.slice(middle)])
    if (part.length > 0) replay.add(segmentOf(part, { contexts }));
}

test('the policy in force, replayed, gives every decision its recorded route, rule, stratum and draw again', () => {
  fc.assert(
    fc.property(many, (given) => {
      const decisions = inOrder(given).map((one) => routed(one, version, everything));
      const draft = replayPolicy(everything, { versions: new Set([version]), alsoReads: approvalReads });
      const replay = openReplay(planOf(draft, { [version]: everything }));
      addAll(replay, decisions, contextsOf(given));
      const tallies = replay.tallies();
      assert.deepEqual([tallies.notes.own, tallies.notes.ownDiffering], [decisions.length, 0]);
      const { moved, baseline, draft: repeated } = totalOf(tallies);
      assert.equal(moved, 0);
      assert.deepEqual(
        repeated,
        baseline,
        'what was recorded, read from the record, is what evaluation comes to',
      );
    }),
    { numRuns: 150 },
  );
});

test('a route that was recorded otherwise is seen, whichever part of it differs', () => {
  const document = policyOf({ rules: [{ name: 'Sure', when: 'confidence >= 0.8', route: release }] });
  const right = routed({ ...recorded({ recordedAtMs: noon, place: 0.05 }), ...ordinary }, version, document);
  const draft = replayPolicy(document, { versions: new Set([version]) });
  const changes: Partial<RecordedDecision['routing']>[] = [
    { route: 'hold' },
    { ruleIndex: null },
    { failure: 'Rule "Sure" could not be evaluated.' },
    { stratum: 'abroad' },
    { audited: !right.routing.audited },
    { inclusionProbability: 0.21 },
    { standingApprovalId: models.one },
  ];
  for (const change of changes) {
    const replay = openReplay(planOf(draft, { [version]: document }));
    replay.add(segmentOf([right, { ...right, routing: { ...right.routing, ...change } }]));
    assert.equal(replay.tallies().notes.ownDiffering, 1, JSON.stringify(change));
  }
});

/** The same counts made one by one, of whole objects, with a policy compiled for each decision. */
function oneByOne(given: readonly Unrouted[], recordedUnder: PolicyDocument, draft: PolicyDocument) {
  const routes = { release: 0, hold: 0, 'release-and-review': 0, consensus: 0 };
  const counts = {
    held: 0,
    reviewed: 0,
    sampled: 0,
    failedClosed: 0,
    approved: 0,
    tasks: 0,
    judgements: 0,
    moved: 0,
  };
  for (const one of given) {
    const was = routed(one, version, recordedUnder).routing.route;
    const idle = one.circumstances.backlog ?? { tier1: 0, tier2: 0, overdueSeconds: 0 };
    const facts = factsOf({ ...one, circumstances: { ...one.circumstances, backlog: idle } });
    const { approvals } = one.circumstances;
    const evaluation = compilePolicy(draft, subject).evaluate(facts, { ...ordinaryContext, approvals });
    const { route } = evaluation;
    const drawn = one.place < evaluation.audit.rate;
    const people = goesToPeople(evaluation);
    routes[route.kind] += 1;
    if (isHeld(route)) counts.held += 1;
    else if (people) counts.reviewed += 1;
    else if (drawn) counts.sampled += 1;
    if (evaluation.failure !== null) counts.failedClosed += 1;
    if (evaluation.standingApprovalId !== null) counts.approved += 1;
    if (people || drawn) counts.tasks += 1;
    if (people) counts.judgements += route.kind === 'consensus' ? route.judgements.least : 1;
    else if (drawn) counts.judgements += 1;
    if (was !== route.kind) counts.moved += 1;
  }
  return { routes, ...counts };
}

const other: PolicyDocument = { ...everything, rules: everything.rules.slice(3), otherwise: review };

test('another policy over the same decisions: the counts are those of evaluating them one by one', () => {
  fc.assert(
    fc.property(many, (given) => {
      const decisions = inOrder(given).map((one) => routed(one, version, everything));
      const replay = openReplay(
        planOf(
          replayPolicy(other, { alsoReads: approvalReads }),
          { [version]: everything },
          { sliceBy: 'label' },
        ),
      );
      addAll(replay, decisions, contextsOf(given));
      const tallies = replay.tallies();
      const { draft, moved } = totalOf(tallies);
      const { defaulted, ...counted } = draft;
      const { moved: expectedMoved, ...expected } = oneByOne(given, everything, other);
      assert.deepEqual([counted, defaulted, moved], [expected, 0, expectedMoved]);
      assert.equal(
        transitionsOf(tallies).reduce((sum, { decisions: count }) => sum + count, 0),
        given.length,
      );
      const slices = slicesOf(tallies);
      assert.equal(
        slices.reduce((sum, slice) => sum + slice.decisions, 0),
        given.length,
      );
      assert.equal(
        slices.reduce((sum, slice) => sum + slice.draft.tasks, 0),
        counted.tasks,
      );
    }),
    { numRuns: 100 },
  );
});

test('two versions are compared by making the other one the baseline', () => {
  fc.assert(
    fc.property(many, (given) => {
      const decisions = inOrder(given).map((one) => routed(one, version, everything));
      const [draft, baseline] = [replayPolicy(other), replayPolicy(everything)];
      const replay = openReplay(planOf(draft, { [version]: everything }, { baseline }));
      replay.add(segmentOf(decisions, { contexts: contextsOf(given) }));
      const reversed = openReplay(planOf(baseline, { [version]: everything }, { baseline: draft }));
      reversed.add(segmentOf(decisions, { contexts: contextsOf(given) }));
      const [one, back] = [totalOf(replay.tallies()), totalOf(reversed.tallies())];
      assert.deepEqual([one.baseline, one.draft, one.moved], [back.draft, back.baseline, back.moved]);
    }),
    { numRuns: 40 },
  );
});

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
  const live = routed({ ...recorded({ recordedAtMs: noon }), ...ordinary }, version, everything);
  const shadow = { ...live, routing: { ...live.routing, route: 'shadow' as const } };
  const replay = openReplay(planOf(replayPolicy(other), { [version]: everything }));
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
  const decisions = given.map((one) => routed(one, version, other));
  const contexts = new Map([
    [ids.overloaded, overloaded],
    [ids.fallen, fallen],
  ]);
  const replay = openReplay(planOf(replayPolicy(everything), { [version]: other }));
  replay.add(segmentOf(decisions, { contexts }));
  const { outOfOrdinary, withoutBacklog, own } = replay.tallies().notes;
  assert.deepEqual([outOfOrdinary, withoutBacklog, own], [2, 2, 0]);
});

test('a routing context that is gone is said to be gone, and nothing is guessed', () => {
  const decision = routed({ ...recorded({}), ...ordinary }, version, everything);
  const without = { ...decision, routing: { ...decision.routing, contextId: models.one } };
  const replay = openReplay(planOf(replayPolicy(other), { [version]: everything }));
  assert.throws(() => replay.add(segmentOf([without])), /routing context .* is not there any more/);
});

test('a policy version that is gone is said to be gone', () => {
  const decision = routed({ ...recorded({}), ...ordinary }, version, everything);
  const replay = openReplay(planOf(replayPolicy(other), {}));
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
  const all = columnsOf(everything);
  for (const name of ['probabilities', 'metadata.amount', 'metadata.since'])
    assert.ok(all.includes(name), name);
  assert.deepEqual(columnsOf(plain, { baseline: replayPolicy(everything) }), all);
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
  const counts = (calibrate: ((confidence: number) => number) | null) => {
    const mapped = new Map([...replayModels, [models.two, { name: 'm-2', calibrate }] as const]);
    const replay = openReplay(
      planOf(replayPolicy(document, { models: mapped }), { [version]: policyOf({}) }),
    );
    replay.add(segmentOf([decision]));
    const { draft } = totalOf(replay.tallies());
    return [draft.routes.release, draft.failedClosed];
  };
  assert.deepEqual(
    counts((confidence) => confidence / 2),
    [1, 0],
  );
  assert.deepEqual(
    counts((confidence) => confidence / 3),
    [0, 0],
  );
  assert.deepEqual(counts(null), [0, 1], 'without a map it fails closed');
});
