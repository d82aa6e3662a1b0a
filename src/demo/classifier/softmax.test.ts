import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitTemperature } from './fit-temperature.ts';
import { scoreLabels, toProbabilities } from './softmax.ts';

function probabilities(scores: readonly number[], temperature: number): number[] {
  const values = Float32Array.from(scores);
  toProbabilities(values, temperature);
  return [...values];
}

test('scores are the weighted sums of the features of each label', () => {
  const weights = { labelCount: 2, values: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const scores = new Float32Array(2).fill(9);
  scoreLabels(weights, { features: Int32Array.of(0, 2), weights: Float32Array.of(1, 0.5) }, scores);
  assert.deepEqual([...scores], [3.5, 5]);
});

test('probabilities follow the odds and stay finite for huge scores', () => {
  assert.deepEqual(
    probabilities([Math.log(1), Math.log(3)], 1).map((value) => value.toFixed(6)),
    ['0.250000', '0.750000'],
  );
  assert.deepEqual(probabilities([1000, 0], 1), [1, 0]);
});

test('a higher temperature is humbler', () => {
  const [cold = 0] = probabilities([2, 1], 0.5);
  const [warm = 0] = probabilities([2, 1], 2);
  assert.ok(cold > warm && warm > 0.5);
});

test('the fitted temperature is the one the labels were drawn at', () => {
  // Two labels with scores (s, 0): the first is right in 80 of 100, so softmax must say 0.8: s / T = ln 4.
  const scored = Array.from({ length: 100 }, (_, index) => ({
    scores: Float32Array.of(3, 0),
    label: index < 80 ? 0 : 1,
  }));
  assert.ok(Math.abs(fitTemperature(scored) - 3 / Math.log(4)) < 0.01);
});
