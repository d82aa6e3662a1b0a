import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { columnsFrom, columnsOfTable, drawLabels } from '../../testing/observations.ts';
import { openRandom } from '../stats/random.ts';
import { applyMap, type CalibrationMap } from './maps/calibration-map.ts';
import { checkMap } from './maps/check-map.ts';
import { type Columns, columnsOf } from './observations/observations.ts';
import { type Candidate, type Selection, selectMap } from './select-map.ts';

function worldOf(map: CalibrationMap, labels: number, seed = 1): Columns {
  return drawLabels({ labels, seed, truth: (confidence) => applyMap(map, confidence) });
}

function candidate(selection: Selection, method: Candidate['method']): Candidate {
  const found = selection.candidates.find((one) => one.method === method);
  assert.ok(found);
  return found;
}

function refusals(selection: Selection): (string | null)[] {
  return selection.candidates.map((one) => (one.eligible ? null : one.because));
}

const hot: CalibrationMap = { method: 'temperature', temperature: 2 };

test('a model that needs a temperature gets one: proposed with its improvement and interval', () => {
  const selection = selectMap(worldOf(hot, 1000), { seed: 1 });
  assert.equal(selection.chosen, 'temperature');
  assert.ok(selection.map?.method === 'temperature');
  near(selection.map.temperature, 2, { absolute: 0.3 });
  const { improvement, before, after } = selection;
  assert.ok(improvement && before && after);
  assert.ok(
    improvement.low > 0 && improvement.low < improvement.value && improvement.value < improvement.high,
  );
  near(before.logLoss - after.logLoss, improvement.value, { absolute: 1e-9 });
  assert.ok(after.smoothError < before.smoothError);
  assert.match(selection.because, /^The temperature map saves log-loss on labels it was not fitted to/);
});

test('a calibrated model keeps its confidence: no map is proposed, and the sentence says why', () => {
  const selection = selectMap(worldOf({ method: 'identity' }, 1000), { seed: 1 });
  assert.equal(selection.map, null);
  assert.match(selection.because, /not shown to be better than the one in force: the interval includes 0/);
  assert.ok((selection.improvement?.low ?? 1) <= 0);
});

test('calibrated models hardly ever get a map', () => {
  let adopted = 0;
  for (let seed = 1; seed <= 30; seed += 1)
    if (selectMap(worldOf({ method: 'identity' }, 250, seed), { seed }).map) adopted += 1;
  // A one-sided error of 2.5 % would be 1 in 30; what is fitted to noise does worse on labels held out, so it is none.
  assert.ok(adopted <= 1, `${adopted} of 30`);
});

test('the shape decides: a shift needs Platt, bent ends need beta, steps need isotonic', () => {
  const shifted = worldOf({ method: 'platt', slope: 1, intercept: -0.7 }, 3000);
  const bent = worldOf({ method: 'beta', a: 0.3, b: 2, intercept: 0 }, 12_000);
  const stepped = drawLabels({
    labels: 6000,
    seed: 1,
    truth: (confidence) => (confidence < 0.4 ? 0.3 : confidence < 0.8 ? 0.5 : 0.9),
  });
  assert.equal(selectMap(shifted, { seed: 1 }).map?.method, 'platt');
  assert.equal(selectMap(bent, { seed: 1 }).map?.method, 'beta');
  assert.equal(selectMap(stepped, { seed: 1 }).map?.method, 'isotonic');
});

test('labels gate the methods: 30 for temperature, 200 for Platt, 500 for beta, 2000 for isotonic', () => {
  const eligible = (labels: number) =>
    selectMap(worldOf(hot, labels), { seed: 1 })
      .candidates.filter((one) => one.eligible)
      .map(({ method }) => method);
  assert.deepEqual(eligible(199), ['temperature']);
  assert.deepEqual(eligible(200), ['temperature', 'platt']);
  assert.deepEqual(eligible(500), ['temperature', 'platt', 'beta']);
  assert.deepEqual(eligible(2000), ['temperature', 'platt', 'beta', 'isotonic']);
});

test('it is effective labels that count, and the sentence says how many they are', () => {
  const columns = worldOf(hot, 1000);
  const weight = columns.weight.map((_, label) => (label % 20 === 0 ? 50 : 1));
  const selection = selectMap({ ...columns, weight }, { seed: 1 });
  // 50 labels of weight 50 and 950 of weight 1: 3450² / 125,950 = 94.5.
  assert.equal(Math.floor(selection.effective), 94);
  assert.deepEqual(refusals(selection), [
    null,
    'The labels are worth 94 of equal weight; this method needs at least 200.',
    'The labels are worth 94 of equal weight; this method needs at least 500.',
    'The labels are worth 94 of equal weight; this method needs at least 2000.',
  ]);
});

test('without ten labels of each outcome nothing is fitted', () => {
  const confidence = Array.from({ length: 100 }, (_, label) => 0.5 + label / 200);
  const few = columnsFrom(
    confidence,
    confidence.map((_, label) => (label % 12 === 0 ? 0 : 1)),
  );
  const selection = selectMap(few, { seed: 1 });
  assert.equal(selection.map, null);
  assert.equal(selection.chosen, null);
  assert.equal(selection.because, 'No method was eligible.');
  assert.equal(
    refusals(selection)[0],
    'There are 91 right and 9 wrong labels; at least 10 of each are needed.',
  );
});

test('without labels there is a sentence and nothing else', () => {
  const selection = selectMap(columnsFrom([], []), { seed: 1 });
  assert.equal(selection.map, null);
  assert.equal(selection.before, null);
  assert.equal(selection.range, null);
  assert.equal(selection.count, 0);
});

test('labels that run against confidence give no map but reasons', () => {
  const turned = drawLabels({ labels: 3000, seed: 1, truth: (confidence) => 0.9 - 0.8 * confidence });
  const selection = selectMap(turned, { seed: 1 });
  assert.equal(selection.map, null);
  for (const because of refusals(selection))
    assert.match(because ?? '', /does not go with more right|settle/);
});

test('of methods that do equally well the one with the fewest parameters is chosen', () => {
  let [chosen, lowest] = [0, 0];
  for (let seed = 1; seed <= 10; seed += 1) {
    const selection = selectMap(worldOf(hot, 700, seed), { seed });
    const losses = selection.candidates.map((one) => (one.eligible ? one.logLoss : 9));
    if (selection.chosen === 'temperature') chosen += 1;
    if (losses[0] === Math.min(...losses)) lowest += 1;
  }
  // The truth is a temperature; by the lowest loss alone it would lose to chance now and then.
  assert.ok(chosen > lowest && chosen >= 8, `${chosen} chosen, ${lowest} lowest`);
});

test('three distinct confidences are enough: the map gives what each of them is worth', () => {
  const selection = selectMap(
    columnsOfTable([
      [0.8, 600, 400, 1],
      [0.9, 1600, 400, 1],
      [0.95, 2700, 300, 1],
    ]),
    { seed: 1 },
  );
  const { map } = selection;
  assert.ok(map);
  near(applyMap(map, 0.8), 0.6, { absolute: 0.02 });
  near(applyMap(map, 0.9), 0.8, { absolute: 0.02 });
  near(applyMap(map, 0.95), 0.9, { absolute: 0.02 });
  assert.ok((selection.after?.smoothError ?? 1) < 0.01 && (selection.before?.smoothError ?? 0) > 0.07);
});

test('one distinct confidence leaves temperature alone in the race', () => {
  const selection = selectMap(columnsOfTable([[0.9, 700, 300, 1]]), { seed: 1 });
  assert.deepEqual(
    selection.candidates.map(({ method, eligible }) => [method, eligible]),
    [
      ['temperature', true],
      ['platt', false],
      ['beta', false],
      ['isotonic', false],
    ],
  );
  assert.ok(selection.map);
  near(applyMap(selection.map, 0.9), 0.7, { absolute: 0.001 });
});

test('the range that labels cover is told, for beyond it a map only continues', () => {
  const labels = drawLabels({ labels: 300, seed: 1, truth: (confidence) => confidence, from: 0.6 });
  const { range } = selectMap(labels, { seed: 1 });
  near(range?.low, Math.min(...labels.confidence), { absolute: 5e-7 });
  near(range?.high, Math.max(...labels.confidence), { absolute: 5e-7 });
});

test('every candidate that ran reports its held-out quality and a map that is accepted', () => {
  for (const one of selectMap(worldOf(hot, 2500), { seed: 1 }).candidates) {
    assert.ok(one.eligible);
    assert.equal(checkMap(one.map).ok, true);
    assert.ok(one.logLoss > 0 && one.smoothError >= 0 && one.smoothError < 0.1);
    assert.ok(one.improvement.low <= one.improvement.value && one.improvement.value <= one.improvement.high);
  }
});

test('the parametric maps cannot beat the truth, nor lose much to it', () => {
  const selection = selectMap(worldOf(hot, 5000), { seed: 1 });
  const losses = selection.candidates.map((one) => (one.eligible ? one.logLoss : 9));
  assert.ok(Math.max(...losses) - Math.min(...losses) < 0.01, `${losses}`);
});

test('the same labels and seed give the same proposal in any order; unusable labels are left out and counted', () => {
  const columns = worldOf(hot, 600);
  const turned: Columns = {
    confidence: Float64Array.from([Number.NaN, ...columns.confidence.toReversed()]),
    correct: Uint8Array.from([1, ...columns.correct.toReversed()]),
    weight: Float64Array.from([1, ...columns.weight.toReversed()]),
  };
  const [one, other] = [columns, turned].map((each) => selectMap(each, { seed: 5 }));
  assert.equal(other?.unusable, 1);
  assert.deepEqual({ ...other, unusable: 0 }, one);
});

test('another seed moves the held-out loss a little, not the fitted map', () => {
  const columns = worldOf(hot, 600);
  const [one, other] = [1, 2].map((seed) => candidate(selectMap(columns, { seed }), 'platt'));
  assert.ok(one?.eligible && other?.eligible);
  assert.deepEqual(one.map, other.map);
  assert.notEqual(one.logLoss, other.logLoss);
  near(one.logLoss, other.logLoss, { absolute: 0.005 });
});

test('what is better than raw is not better than the map in force', () => {
  const columns = worldOf(hot, 1500);
  const first = selectMap(columns, { seed: 1 });
  assert.ok(first.map);
  const again = selectMap(columns, { seed: 1, inForce: first.map });
  assert.equal(again.map, null);
  assert.ok((again.before?.smoothError ?? 1) < (first.before?.smoothError ?? 0));
});

/** Right with probability c − 0.1; below 0.8 every decision is labelled, above one in twenty. */
function routedWorld(seed: number) {
  const random = openRandom(seed);
  const rate = 0.05;
  return columnsOf(
    Array.from({ length: 12_000 }, () => {
      const confidence = 0.5 + 0.5 * random.uniform();
      const correct = random.uniform() < (confidence < 0.8 ? confidence : confidence - 0.15);
      const routed = confidence < 0.8;
      return { confidence, correct, weight: routed ? 1 : 1 / rate, kept: routed || random.uniform() < rate };
    }).filter(({ kept }) => kept),
  );
}

test('design weights decide what is fitted: without them the many routed labels hide the over-confident released ones', () => {
  const columns = routedWorld(1);
  const weighted = selectMap(columns, { seed: 1 });
  const naive = selectMap({ ...columns, weight: columns.weight.map(() => 1) }, { seed: 1 });
  const [one, other] = [weighted, naive].map((selection) => {
    const temperature = candidate(selection, 'temperature');
    assert.ok(temperature.eligible && temperature.map.method === 'temperature');
    return temperature.map.temperature;
  });
  // Released decisions are 40 % of all but 3 % of the labels.
  assert.ok((one ?? 0) > (other ?? 9) + 0.15, `${one} against ${other}`);
  assert.ok(weighted.map);
});
