import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goal, type Outcome, simulate } from './simulate.ts';
import { oracleCoverage, riskOfRungs, target, worlds } from './worlds.ts';

// A small edition of what `npm run bench -- certify-flat` plays a thousand times.
const size = { runs: 60, labels: 1500, seed: 5 };
const most = goal.delta + 3 * Math.sqrt((goal.delta * (1 - goal.delta)) / size.runs);
const played = new Map(worlds.map((world) => [world.name, simulate(world, size)]));

function share(world: string, name: string): { violated: number; coverage: number } {
  const outcome = played.get(world)?.find((one: Outcome) => one.name === name);
  assert.ok(outcome, `${world}.${name}`);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { violated: mean(outcome.violated.map(Number)), coverage: mean(outcome.coverage) };
}

for (const world of worlds) {
  test(`${world.name}: whoever claims to keep delta breaks the promise in at most delta + 3 se of windows`, () => {
    for (const { name, valid } of played.get(world.name) ?? [])
      if (valid)
        assert.ok(share(world.name, name).violated <= most, `${name}: ${share(world.name, name).violated}`);
  });
}

test('taking what was observed for the truth breaks the promise in a third of windows or more', () => {
  for (const world of ['flat', 'monotone', 'calibrated'])
    assert.ok(share(world, 'empirical').violated > 1 / 3, world);
});

test('plain counts of labels with two probabilities break it too', () => {
  assert.ok(share('flat', 'exact-mixed').violated > most);
  assert.ok(share('monotone', 'exact-mixed').violated > most);
});

test('the loosest threshold whose own bound is good breaks it more often where the truth is flat', () => {
  assert.ok(share('flat', 'pointwise').violated > share('flat', 'flfst').violated);
});

test('the fallback ladder releases more than splitting delta over all thresholds', () => {
  for (const world of ['monotone', 'calibrated'])
    assert.ok(share(world, 'flfst').coverage > share(world, 'bonferroni').coverage, world);
});

test('what is known of each world: where the oracle stands', () => {
  assert.deepEqual(
    worlds.map((world) => [world.name, oracleCoverage(world)]),
    [
      ['flat', 0],
      ['monotone', 0.81],
      ['wavy', 0.715],
      ['calibrated', 0.315],
    ],
  );
  for (const world of worlds)
    assert.ok(
      riskOfRungs(world).every(
        (risk, rung) => risk <= target || rung + 1 > 200 * oracleCoverage(world) || world.name === 'wavy',
      ),
    );
});

test('the same seed plays the same windows', () => {
  const [world] = worlds;
  assert.ok(world);
  const few = { runs: 3, labels: 500, seed: 9 };
  assert.deepEqual(simulate(world, few), simulate(world, few));
});
