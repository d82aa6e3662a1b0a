import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawWindow, evenHistogram } from '../../testing/labelled-window.ts';
import { near } from '../../testing/near.ts';
import { clopperPearsonUpper } from '../stats/clopper-pearson.ts';
import type { Label } from './labels.ts';
import { type Question, type Statistic, statistics } from './question.ts';
import { exactPValues, testRungs } from './test-rungs.ts';

const goal = { target: 0.01, delta: 0.05 };
const ladder = { thresholds: [0.5], coverages: [0.5], population: 1000 };

function labelsOf(right: number, wrong: number, impact?: number): Label[] {
  return Array.from({ length: right + wrong }, (_, index) => ({
    decisionId: `${index}`,
    score: 0.9,
    wrong: index < wrong,
    probability: 0.1,
    ...(impact === undefined ? {} : { impact }),
  }));
}

function tested(statistic: Statistic, labels: readonly Label[], rest: Partial<Question> = {}) {
  const question = { goal, statistic, histogram: evenHistogram, labels, leastProbability: 0.1, ...rest };
  return testRungs(question, ladder, labels);
}

test('known answers: exact p-values of counts (statistics.md A62, A63)', () => {
  const p = exactPValues({ labels: [300, 300, 1000], wrong: [0, 1, 6] }, goal);
  near(p[0], 0.049041, { absolute: 5e-7 });
  near(p[1], 0.19765, { absolute: 5e-7 });
  near(p[2], 0.128877, { absolute: 5e-7 });
});

test('where even an errorless rung has too few labels, p is 1', () => {
  assert.deepEqual(exactPValues({ labels: [0, 1, 298], wrong: [0, 0, 0] }, goal), [1, 1, 1]);
});

test('the exact bound is the one of Clopper and Pearson', () => {
  const { upperAt } = tested('exact', labelsOf(997, 3));
  near(upperAt(0), clopperPearsonUpper(3, 1000) ?? 0, { absolute: 1e-15 });
});

for (const statistic of statistics) {
  test(`${statistic}: without labels nothing is known`, () => {
    const { pValues, upperAt } = tested(statistic, []);
    assert.deepEqual(pValues, [1]);
    assert.equal(upperAt(0), 1);
  });

  test(`${statistic}: a bound below the target means proven at delta, and above means not`, () => {
    for (const [right, wrong] of [
      [250, 0],
      [310, 0],
      [420, 0],
      [480, 1],
      [700, 1],
      [900, 9],
    ] as const) {
      const { pValues, upperAt } = tested(statistic, labelsOf(right, wrong));
      assert.equal(upperAt(0) <= goal.target, (pValues[0] ?? 1) <= goal.delta, `${right} and ${wrong}`);
      assert.ok(upperAt(0) > wrong / (right + wrong));
    }
  });

  test(`${statistic}: more right labels lower the bound`, () => {
    const bounds = [350, 600, 1200, 5000].map((right) => tested(statistic, labelsOf(right, 0)).upperAt(0));
    assert.deepEqual(
      bounds,
      bounds.toSorted((a, b) => b - a),
    );
  });
}

test('looking at any time costs more labels than looking once', () => {
  const labels = labelsOf(350, 0);
  const [exact = 1, evidence = 0, betting = 0] = statistics.map(
    (statistic) => tested(statistic, labels).pValues[0],
  );
  assert.ok(exact < 0.05 && evidence > 0.05 && betting > 0.05);
});

test('an impact that is always the cap proves less than counted errors: the price of any distribution', () => {
  const [errors, impact] = [
    tested('exact', labelsOf(900, 3)),
    tested('exact', labelsOf(900, 3, 10), { impactCap: 10 }),
  ];
  assert.ok((impact.pValues[0] ?? 0) > (errors.pValues[0] ?? 1));
  assert.ok(impact.upperAt(0) > errors.upperAt(0));
});

test('small impacts are certified where as many large ones are not', () => {
  const p = (impact: number) =>
    tested('exact', labelsOf(900, 6, impact), { impactCap: 10 }).pValues[0] ?? Number.NaN;
  assert.ok(p(1) <= 0.05 && p(10) > 0.05);
});

test('impact is bet on as well, with the bound as a share of the cap', () => {
  const cheap = tested('betting', labelsOf(900, 6, 1), { impactCap: 10 });
  assert.ok((cheap.pValues[0] ?? 1) <= 0.05 && cheap.upperAt(0) <= 0.01);
  const dear = tested('betting', labelsOf(900, 6, 10), { impactCap: 10 });
  assert.ok((dear.pValues[0] ?? 0) > 0.05);
});

test('only labels of unequal probability cost a design effect', () => {
  const labels = drawWindow({
    labels: 300,
    errorAt: () => 0,
    probability: (score) => (score > 0.5 ? 0.1 : 1),
  });
  assert.ok(tested('betting', labels).designEffect > 1.4);
  for (const statistic of statistics)
    near(tested(statistic, labelsOf(300, 0)).designEffect, 1, { absolute: 1e-12 });
});
