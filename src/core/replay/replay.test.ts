import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everyRule, otherRules } from '../../testing/every-rule.ts';
import { recorded } from '../../testing/recorded.ts';
import {
  factsOf,
  models,
  ordinary,
  planOf,
  policyOf,
  release,
  replayPolicy,
  routed,
  segmentOf,
  subject,
  type Unrouted,
} from '../../testing/replayed.ts';
import type { Circumstances } from '../decisions/routing-context.ts';
import { compilePolicy } from '../policies/compile-policy.ts';
import type { PolicyDocument } from '../policies/document.ts';
import { ordinaryContext } from '../policies/facts.ts';
import { goesToPeople, isHeld } from '../policies/is-held.ts';
import type { RecordedDecision } from '../segments/recorded-decision.ts';
import { openReplay, type Replay } from './replay.ts';
import { slicesOf, totalOf, transitionsOf } from './result.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const version = '01990000-0000-7000-8000-00000000bbbb';

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
      const decisions = inOrder(given).map((one) => routed(one, version, everyRule));
      const draft = replayPolicy(everyRule, { versions: new Set([version]), alsoReads: approvalReads });
      const replay = openReplay(planOf(draft, { [version]: everyRule }));
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

test('another policy over the same decisions: the counts are those of evaluating them one by one', () => {
  fc.assert(
    fc.property(many, (given) => {
      const decisions = inOrder(given).map((one) => routed(one, version, everyRule));
      const replay = openReplay(
        planOf(
          replayPolicy(otherRules, { alsoReads: approvalReads }),
          { [version]: everyRule },
          { sliceBy: 'label' },
        ),
      );
      addAll(replay, decisions, contextsOf(given));
      const tallies = replay.tallies();
      const { draft, moved } = totalOf(tallies);
      const { defaulted, ...counted } = draft;
      const { moved: expectedMoved, ...expected } = oneByOne(given, everyRule, otherRules);
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
      const decisions = inOrder(given).map((one) => routed(one, version, everyRule));
      const [draft, baseline] = [replayPolicy(otherRules), replayPolicy(everyRule)];
      const replay = openReplay(planOf(draft, { [version]: everyRule }, { baseline }));
      replay.add(segmentOf(decisions, { contexts: contextsOf(given) }));
      const reversed = openReplay(planOf(baseline, { [version]: everyRule }, { baseline: draft }));
      reversed.add(segmentOf(decisions, { contexts: contextsOf(given) }));
      const [one, back] = [totalOf(replay.tallies()), totalOf(reversed.tallies())];
      assert.deepEqual([one.baseline, one.draft, one.moved], [back.draft, back.baseline, back.moved]);
    }),
    { numRuns: 40 },
  );
});
