import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow } from '../../testing/labelled-window.ts';
import { near } from '../../testing/near.ts';
import { openRandom } from '../stats/random.ts';
import {
  type Bets,
  bettingPValues,
  bettingUpper,
  designEffect,
  type LabelColumns,
  toColumns,
} from './betting.ts';

function columnsOf(labels: readonly { wrong: boolean; probability?: number; rung?: number }[]): LabelColumns {
  return {
    rung: Int32Array.from(labels, ({ rung = 0 }) => rung),
    loss: Float64Array.from(labels, ({ wrong }) => (wrong ? 1 : 0)),
    probability: Float64Array.from(labels, ({ probability = 1 }) => probability),
  };
}

function pOf(columns: LabelColumns, bets: Bets): number {
  return bettingPValues(columns, 1, bets)[0] ?? Number.NaN;
}

const onePercent: Bets = { target: 0.01, leastProbability: 1 };
const right = (count: number) => Array.from({ length: count }, () => ({ wrong: false }));

test('397 right labels certify 1 %: the price of looking at any time, where looking once takes 299', () => {
  assert.ok(pOf(columnsOf(right(397)), onePercent) <= 0.05);
  assert.ok(pOf(columnsOf(right(396)), onePercent) > 0.05);
});

test('before the first label, and of wrong labels only, nothing is proven', () => {
  assert.equal(pOf(columnsOf([]), onePercent), 1);
  assert.equal(pOf(columnsOf([{ wrong: true }, { wrong: true }]), onePercent), 1);
});

test('what was proven once stays proven: errors that come later do not take it back', () => {
  const proven = columnsOf(right(450));
  const later = columnsOf([...right(450), ...right(30).map(() => ({ wrong: true }))]);
  assert.equal(pOf(later, onePercent), pOf(proven, onePercent));
});

test('a rung sees what it would have released, and nothing below', () => {
  const labels = [...right(450), ...right(20).map(() => ({ wrong: true, rung: 2 }))];
  const pValues = bettingPValues(columnsOf([{ wrong: true, rung: 2 }, ...labels]), 3, onePercent);
  assert.ok((pValues[0] ?? 1) < 0.05 && pValues[0] === pValues[1]);
  assert.ok((pValues[2] ?? 0) > (pValues[1] ?? 1));
});

test('labels that are all drawn with one probability count alike, whatever it is', () => {
  const random = openRandom(3);
  const labels = Array.from({ length: 900 }, () => ({ wrong: random.uniform() < 0.003 }));
  const rare = labels.map((label) => ({ ...label, probability: 0.02 }));
  const p = pOf(columnsOf(rare), { target: 0.01, leastProbability: 0.02 });
  near(p, pOf(columnsOf(labels), onePercent), { relative: 1e-9 });
});

test('a million right labels do not overflow', () => {
  const p = pOf(columnsOf(right(200_000)), onePercent);
  assert.ok(p > 0 && p < 1e-290);
});

/** Every sequence of draws and errors of `length` decisions, with its chance. */
function* sequences(
  length: number,
): Generator<{ chance: number; labels: { wrong: boolean; probability: number }[] }> {
  const halves = [
    { probability: 1, error: 0.1 },
    { probability: 0.25, error: 0.5 },
  ];
  const one = halves.flatMap(({ probability, error }) => [
    { chance: 0.5 * probability * error, labels: [{ wrong: true, probability }] },
    { chance: 0.5 * probability * (1 - error), labels: [{ wrong: false, probability }] },
    ...(probability < 1 ? [{ chance: 0.5 * (1 - probability), labels: [] }] : []),
  ]);
  if (length === 0) yield { chance: 1, labels: [] };
  else
    for (const head of sequences(length - 1))
      for (const tail of one)
        yield { chance: head.chance * tail.chance, labels: [...head.labels, ...tail.labels] };
}

test('counted out over all windows: the chance of ever proving what is false is at most p', () => {
  // Two halves, one labelled always and 10 % wrong, one labelled by a quarter and 50 % wrong: together 30 %.
  const bets = { target: 0.3, leastProbability: 0.25 };
  const found = [...sequences(6)].map(({ chance, labels }) => ({ chance, p: pOf(columnsOf(labels), bets) }));
  near(
    found.reduce((sum, { chance }) => sum + chance, 0),
    1,
    { absolute: 1e-12 },
  );
  for (const level of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const below = found.reduce((sum, { chance, p }) => sum + (p <= level ? chance : 0), 0);
    assert.ok(below <= level, `${below} at ${level}`);
  }
});

test('plain counts of those labels would prove it, for they see the good half four times as often', () => {
  const labels = drawWindow({
    labels: 4000,
    errorAt: (score) => (score > 0.5 ? 0.1 : 0.5),
    seed: 5,
  }).flatMap((label, index) => {
    const probability = label.score > 0.5 ? 1 : 0.25;
    return probability === 1 || index % 4 === 0 ? [{ wrong: label.wrong, probability }] : [];
  });
  const share = labels.filter(({ wrong }) => wrong).length / labels.length;
  assert.ok(share < 0.25);
  assert.ok(pOf(columnsOf(labels), { target: 0.25, leastProbability: 0.25 }) > 0.05);
});

test('at the boundary it is broken in at most delta of windows, and half the target is mostly proven', () => {
  // statistics.md 3.5: probabilities 0.05 and 0.2, 2 %, 10 000 decisions.
  const random = openRandom(8);
  const play = (error: number) => {
    const labels = Array.from({ length: 10_000 }, () => (random.uniform() < 0.5 ? 0.05 : 0.2))
      .filter((probability) => random.uniform() < probability)
      .map((probability) => ({ probability, wrong: random.uniform() < error }));
    return pOf(columnsOf(labels), { target: 0.02, leastProbability: 0.05 }) <= 0.05;
  };
  const share = (error: number) =>
    Array.from({ length: 100 }, () => play(error)).filter(Boolean).length / 100;
  assert.ok(share(0.02) <= 0.05 + 0.065);
  assert.ok(share(0.005) >= 0.9);
});

test('the bound is where the stakes stop refuting: below the target exactly if the target is proven', () => {
  const random = openRandom(6);
  for (let run = 0; run < 40; run += 1) {
    const labels = Array.from({ length: 200 + 20 * run }, () => ({ wrong: random.uniform() < 0.006 }));
    const columns = columnsOf(labels);
    const upper = bettingUpper(columns, 0, { bets: onePercent, delta: 0.05 });
    assert.equal(upper <= 0.01 + 1e-9, pOf(columns, onePercent) <= 0.05, `${upper}`);
    assert.ok(upper > labels.filter(({ wrong }) => wrong).length / labels.length);
  }
});

test('the bound of nothing is everything, and a large target is bounded without bankruptcy', () => {
  assert.equal(bettingUpper(columnsOf([]), 0, { bets: onePercent, delta: 0.05 }), 1);
  const bets = { target: 0.6, leastProbability: 1 };
  const upper = bettingUpper(columnsOf(right(5000)), 0, { bets, delta: 0.05 });
  near(upper, 1 - 0.4 / 0.75, { absolute: 1e-12 });
});

test('losses between 0 and 1 are bet on as they are', () => {
  const columns = toColumns(
    { thresholds: [0.5] },
    [
      { decisionId: 'a', score: 0.7, wrong: true, probability: 0.5, impact: 25 },
      { decisionId: 'b', score: 0.4, wrong: true, probability: 0.5, impact: 100 },
      { decisionId: 'c', score: 0.6, wrong: false, probability: 1, impact: 100 },
    ],
    { impactCap: 100 },
  );
  assert.deepEqual([...columns.rung], [0, 1, 0]);
  assert.deepEqual([...columns.loss], [0.25, 1, 0]);
  assert.deepEqual([...columns.probability], [0.5, 0.5, 1]);
});

test('unequal probabilities make labels worth less', () => {
  near(designEffect([0.05, 0.2]), 1.36, { absolute: 1e-12 });
  near(designEffect([0.3, 0.3, 0.3]), 1, { absolute: 1e-12 });
  assert.equal(designEffect([]), 1);
});
