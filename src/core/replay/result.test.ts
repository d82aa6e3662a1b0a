import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded, usualRouting } from '../../testing/recorded.ts';
import {
  hold,
  ordinary,
  planOf,
  policyOf,
  release,
  replayPolicy,
  routed,
  segmentOf,
} from '../../testing/replayed.ts';
import { openReplay } from './replay.ts';
import { slicesOf, totalOf, transitionsOf } from './result.ts';

const version = usualRouting.policyVersionId;
const live = policyOf({
  rules: [{ name: 'Sure', when: 'confidence >= 0.8', route: release }],
  audit: { rate: 0 },
});
const strict = policyOf({
  rules: [{ name: 'Sure', when: 'confidence >= 0.9 && label != "fraud"', route: release }],
  otherwise: hold(60),
  audit: { rate: 1 },
});

function tallies() {
  const replay = openReplay(planOf(replayPolicy(strict), { [version]: live }, { sliceBy: 'label' }));
  const noon = Date.UTC(2026, 0, 5, 12);
  const given = [
    ...[0.95, 0.95, 0.85].map((confidence) => recorded({ recordedAtMs: noon, confidence, label: 'refund' })),
    ...[0.95, 0.2].map((confidence) => recorded({ recordedAtMs: noon, confidence, label: 'fraud' })),
  ];
  replay.add(segmentOf(given.map((one) => routed({ ...one, ...ordinary }, version, live))));
  return replay.tallies();
}

test('slices add up to the total, and come by their size', () => {
  const counted = tallies();
  const total = totalOf(counted);
  const slices = slicesOf(counted);
  assert.deepEqual(
    slices.map(({ slice, decisions, moved }) => [slice, decisions, moved]),
    [
      ['refund', 3, 1],
      ['fraud', 2, 1],
    ],
  );
  assert.deepEqual([total.slice, total.decisions, total.moved], [null, 5, 2]);
  assert.deepEqual(total.draft.routes, { release: 2, hold: 3, 'release-and-review': 0, consensus: 0 });
  assert.deepEqual([total.draft.sampled, total.draft.tasks, total.baseline.tasks], [2, 5, 1]);
  for (const field of ['held', 'tasks', 'judgements'] as const)
    assert.equal(
      slices.reduce((sum, one) => sum + one.draft[field], 0),
      total.draft[field],
      field,
    );
});

test('only transitions that occur are told, in the order of the routes', () => {
  assert.deepEqual(transitionsOf(tallies()), [
    { from: 'release', to: 'release', decisions: 2 },
    { from: 'release', to: 'hold', decisions: 2 },
    { from: 'hold', to: 'hold', decisions: 1 },
  ]);
});

test('where nobody has judged anything, nothing is claimed about errors', () => {
  const { avoided, added, released } = totalOf(tallies());
  assert.deepEqual([avoided.decisions, avoided.unknown, avoided.errors], [2, 2, null]);
  assert.deepEqual([added.decisions, added.errors], [0, null]);
  assert.deepEqual([released.baseline.decisions, released.draft.decisions], [4, 2]);
});
