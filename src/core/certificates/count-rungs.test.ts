import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow } from '../../testing/labelled-window.ts';
import { countRungs, lossMicrosOf } from './count-rungs.ts';
import type { Label } from './labels.ts';

const ladder = { thresholds: [0.9, 0.7, 0.5] };

function label(score: number, wrong: boolean, impact?: number): Label {
  return {
    decisionId: `${score}`,
    score,
    wrong,
    probability: 1,
    ...(impact === undefined ? {} : { impact }),
  };
}

test('each rung counts what it would have released', () => {
  const labels = [
    label(0.95, false),
    label(0.9, true),
    label(0.75, false),
    label(0.5, true),
    label(0.4, true),
  ];
  assert.deepEqual(countRungs(ladder, labels), {
    labels: [2, 3, 4],
    wrong: [1, 1, 2],
    lossMicros: [1e6, 1e6, 2e6],
  });
});

test('without labels everything is zero', () => {
  assert.deepEqual(countRungs(ladder, []), { labels: [0, 0, 0], wrong: [0, 0, 0], lossMicros: [0, 0, 0] });
});

test('impact is counted in millionths of the cap, rounded up, and for wrong ones only', () => {
  const labels = [label(0.95, true, 1), label(0.8, true, 3), label(0.6, false, 100)];
  assert.deepEqual(countRungs(ladder, labels, { impactCap: 300 }).lossMicros, [3334, 13_334, 13_334]);
  assert.equal(lossMicrosOf(label(0.9, true, 300), 300), 1_000_000);
  assert.equal(lossMicrosOf(label(0.9, true, 0), 300), 0);
});

test('the order of the labels does not matter, and shards add up', () => {
  const labels = drawWindow({ labels: 400, errorAt: () => 0.2 }).map((one, index) => ({
    ...one,
    impact: 0.1 * (index % 9),
  }));
  const options = { impactCap: 0.8 };
  const whole = countRungs(ladder, labels, options);
  assert.deepEqual(countRungs(ladder, labels.toReversed(), options), whole);
  const [one, other] = [labels.slice(0, 150), labels.slice(150)].map((shard) =>
    countRungs(ladder, shard, options),
  );
  for (const column of ['labels', 'wrong', 'lossMicros'] as const)
    assert.deepEqual(
      one?.[column].map((count, rung) => count + (other?.[column][rung] ?? 0)),
      whole[column],
    );
});
