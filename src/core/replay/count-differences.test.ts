import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded, usualRouting } from '../../testing/recorded.ts';
import {
  modelNames,
  models,
  ordinary,
  policyOf,
  release,
  replayPolicy,
  review,
  routed,
  segmentOf,
} from '../../testing/replayed.ts';
import type { RecordedDecision } from '../segments/recorded-decision.ts';
import { type Compared, countDifferences } from './count-differences.ts';
import { withThresholds } from './shadow-document.ts';
import { openEvaluatedSide, openRecordedSide } from './side.ts';
import { openSlices } from './slices.ts';

const hour = Date.UTC(2026, 0, 5, 12);
const version = usualRouting.policyVersionId;
const live = policyOf({
  rules: [{ name: 'Sure', when: 'confidence >= 0.8', route: release }],
  otherwise: review,
});
const strict = policyOf({
  rules: [{ name: 'Sure', when: 'confidence >= 0.9', route: release }],
  otherwise: review,
});

function decided(confidence: number, change: Partial<RecordedDecision> = {}): RecordedDecision {
  return routed({ ...recorded({ confidence, recordedAtMs: hour, ...change }), ...ordinary }, version, live);
}

function compared(decisions: readonly RecordedDecision[], beside = decisions): Compared {
  const segment = segmentOf(decisions);
  const shadow = beside === decisions ? segment : segmentOf(beside);
  const policies = new Map([[version, { document: live, auditDueMs: 0 }]]);
  return {
    live: segment,
    shadow,
    before: openRecordedSide(policies)(segment),
    after: openEvaluatedSide(replayPolicy(beside === decisions ? strict : live)).open(shadow),
    slices: openSlices('label', modelNames),
  };
}

test('what the shadow does otherwise is counted by hour, slice and both routes', () => {
  const given = [
    decided(0.95),
    decided(0.85),
    decided(0.85, { label: 'fraud' }),
    decided(0.85, { recordedAtMs: hour + 3_600_000 }),
    decided(0.1),
  ];
  const { counts, examples } = countDifferences(compared(given));
  const same = { otherLabel: false, decisions: 1 };
  assert.deepEqual(counts, [
    { ...same, slice: 'refund', live: 'release', shadow: 'release', hourMs: hour },
    { ...same, slice: 'refund', live: 'release', shadow: 'release-and-review', hourMs: hour },
    { ...same, slice: 'fraud', live: 'release', shadow: 'release-and-review', hourMs: hour },
    { ...same, slice: 'refund', live: 'release', shadow: 'release-and-review', hourMs: hour + 3_600_000 },
    { ...same, slice: 'refund', live: 'release-and-review', shadow: 'release-and-review', hourMs: hour },
  ]);
  assert.deepEqual(
    examples.map(({ decisionId, shadowDecisionId }) => [decisionId, shadowDecisionId]),
    [1, 2, 3].map((index) => [given[index]?.decisionId, null]),
  );
});

test('a shadow model is compared row by row with the live one, in route and in class', () => {
  const given = [decided(0.95), decided(0.95), decided(0.95)];
  const beside = [
    decided(0.95, { modelVersionId: models.two }),
    decided(0.95, { label: 'fraud' }),
    decided(0.2, { label: 'fraud' }),
  ];
  const { counts, examples } = countDifferences(compared(given, beside));
  assert.deepEqual(
    counts.map(({ live: from, shadow: to, otherLabel, slice }) => [from, to, otherLabel, slice]),
    [
      ['release', 'release', false, 'refund'],
      ['release', 'release', true, 'refund'],
      ['release', 'release-and-review', true, 'refund'],
    ],
  );
  assert.deepEqual(
    examples.map(({ shadowDecisionId }) => shadowDecisionId),
    [beside[1]?.decisionId, beside[2]?.decisionId],
  );
});

test('decisions of shadow models have no live route and are left out', () => {
  const shadow = { ...decided(0.5), routing: { ...usualRouting, route: 'shadow' as const } };
  assert.deepEqual(countDifferences(compared([shadow])), { counts: [], examples: [] });
});

test('thresholds are tried in the policy in force; names it does not have change nothing', () => {
  const document = policyOf({
    thresholds: [
      { name: 'sure', value: 0.8, bySlice: { by: 'label', values: { fraud: 0.95 } } },
      { name: 'fair', value: 0.5 },
    ],
  });
  assert.deepEqual(withThresholds(document, { sure: 0.9, gone: 1 }).thresholds, [
    { name: 'sure', value: 0.9 },
    { name: 'fair', value: 0.5 },
  ]);
  assert.equal(withThresholds(document, { gone: 1 }), document);
  assert.equal(withThresholds(policyOf({}), { sure: 1 }).thresholds, undefined);
  assert.equal(withThresholds(document, { constructor: 1 } as Record<string, number>), document);
});
