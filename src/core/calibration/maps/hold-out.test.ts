import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFrom, drawLabels } from '../../../testing/observations.ts';
import { openRandom } from '../../stats/random.ts';
import { labelsOf, tallyOf } from '../observations/tally.ts';
import { fitTemperature } from './fit-temperature.ts';
import { foldCount, foldsOf, holdOut, splitsOf } from './hold-out.ts';

test('of any five labels in a row every fold gets one', () => {
  const folds = foldsOf(503, openRandom(1));
  for (let from = 0; from + foldCount <= 500; from += foldCount)
    assert.deepEqual([...folds.subarray(from, from + foldCount)].sort(), [0, 1, 2, 3, 4]);
  assert.equal(new Set(folds.subarray(500)).size, 3);
});

test('the same seed gives the same folds, and places change from round to round', () => {
  assert.deepEqual(foldsOf(100, openRandom(7)), foldsOf(100, openRandom(7)));
  assert.notDeepEqual(foldsOf(100, openRandom(7)), foldsOf(100, openRandom(8)));
  const firsts = foldsOf(500, openRandom(1)).filter((_, label) => label % foldCount === 0);
  assert.equal(new Set(firsts).size, foldCount);
});

test('every label is held out once and trains the four other folds', () => {
  const labels = labelsOf(tallyOf(drawLabels({ labels: 103, seed: 1, truth: (confidence) => confidence })));
  const splits = splitsOf(labels, foldsOf(103, openRandom(1)));
  assert.deepEqual(
    splits.flatMap(({ held }) => [...held]).sort((one, other) => one - other),
    [...Array(103).keys()],
  );
  for (const { training, held } of splits) assert.equal(training.totals.count + held.length, 103);
});

test('a label is judged by a map that never saw it', () => {
  const labels = labelsOf(tallyOf(drawLabels({ labels: 200, seed: 2, truth: (confidence) => confidence })));
  const folds = foldsOf(200, openRandom(1));
  const before = holdOut(labels, splitsOf(labels, folds), fitTemperature);
  const changed = {
    ...labels,
    correct: labels.correct.map((right, label) => (label === 117 ? 1 - right : right)),
  };
  const after = holdOut(changed, splitsOf(changed, folds), fitTemperature);
  assert.ok(before.ok && after.ok);
  const moved = [...labels.confidence.keys()].filter(
    (label) => before.probability[label] !== after.probability[label],
  );
  assert.ok(moved.length > 100);
  assert.ok(moved.every((label) => folds[label] !== folds[117]));
});

test('a fit that is rejected in one fold is rejected, with its reason', () => {
  const labels = columnsFrom([0.1, 0.2, 0.3, 0.4, 0.5], [1, 0, 0, 0, 0]);
  const held = holdOut(labels, splitsOf(labels, Uint8Array.of(0, 1, 2, 3, 4)), fitTemperature);
  assert.equal(held.ok, false);
  assert.match(held.ok ? '' : held.because, /^Every label is wrong/);
});
