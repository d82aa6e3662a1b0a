import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  buildLadder,
  type Ladder,
  ladderAt,
  mergeHistograms,
  rungOf,
  type ScoreHistogram,
} from './ladder.ts';

function ladderOf(histogram: ScoreHistogram, rungs?: number): Ladder {
  const built = buildLadder(histogram, rungs);
  assert.ok(built.ok);
  return built.ladder;
}

test('rung g releases the smallest set of at least g tenths', () => {
  const scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  assert.deepEqual(ladderOf({ scores, counts: scores.map(() => 7) }, 10), {
    thresholds: scores.toReversed(),
    coverages: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    population: 70,
  });
});

test('a score that spans several quantiles is one rung', () => {
  assert.deepEqual(ladderOf({ scores: [0.5, 0.9], counts: [30, 70] }, 10), {
    thresholds: [0.9, 0.5],
    coverages: [0.7, 1],
    population: 100,
  });
  assert.deepEqual(ladderOf({ scores: [0.8], counts: [5] }).thresholds, [0.8]);
});

test('there are 200 rungs for a fine distribution, and the loosest releases everything', () => {
  const scores = Array.from({ length: 10_000 }, (_, index) => index / 10_000);
  const ladder = ladderOf({ scores, counts: scores.map(() => 3) });
  assert.equal(ladder.thresholds.length, 200);
  assert.equal(ladder.coverages.at(-1), 1);
  assert.equal(ladder.thresholds.at(-1), 0);
  assert.equal(ladder.coverages[0], 0.005);
});

test('scores that nobody has are no thresholds', () => {
  assert.deepEqual(ladderOf({ scores: [0.1, 0.5, 0.9], counts: [1, 0, 0] }).thresholds, [0.1]);
});

test('thresholds fall, coverages rise, each is the share that scores as much, and each is a quantile', () => {
  const histograms = fc.array(
    fc.record({ score: fc.integer({ min: 0, max: 50 }), count: fc.integer({ min: 1, max: 40 }) }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(histograms, fc.integer({ min: 1, max: 30 }), (cells, rungs) => {
      const histogram = mergeHistograms(
        cells.map(({ score, count }) => ({ scores: [score], counts: [count] })),
      );
      const { thresholds, coverages, population } = ladderOf(histogram, rungs);
      const shareFrom = (threshold: number) =>
        cells.reduce((sum, { score, count }) => sum + (score >= threshold ? count : 0), 0) / population;
      assert.deepEqual(coverages, thresholds.map(shareFrom));
      assert.deepEqual(
        thresholds,
        [...new Set(thresholds)].sort((a, b) => b - a),
      );
      assert.ok(thresholds.length <= rungs);
      assert.equal(coverages.at(-1), 1);
    }),
  );
});

test('the rung of a score is the strictest that releases it', () => {
  const thresholds = [0.9, 0.7, 0.5];
  assert.deepEqual(
    [1, 0.9, 0.89, 0.7, 0.6, 0.5, 0.49].map((score) => rungOf(thresholds, score)),
    [0, 0, 1, 1, 2, 2, 3],
  );
  assert.equal(rungOf([], 0.5), 0);
});

test('fixed thresholds get the coverages of another window', () => {
  const built = ladderAt([0.9, 0.45, 0.2], { scores: [0.1, 0.4, 0.5, 0.95], counts: [4, 3, 2, 1] });
  assert.deepEqual(built.ok && built.ladder, {
    thresholds: [0.9, 0.45, 0.2],
    coverages: [0.1, 0.3, 0.6],
    population: 10,
  });
});

test('a ladder over its own window is itself', () => {
  const scores = Array.from({ length: 40 }, (_, index) => index);
  const histogram = { scores, counts: scores.map((score) => 1 + (score % 7)) };
  const built = ladderOf(histogram, 8);
  const again = ladderAt(built.thresholds, histogram);
  assert.deepEqual(again.ok && again.ladder, built);
});

test('histograms are added up by score', () => {
  assert.deepEqual(
    mergeHistograms([
      { scores: [0.2, 0.8], counts: [1, 2] },
      { scores: [0.5, 0.8], counts: [3, 4] },
    ]),
    { scores: [0.2, 0.5, 0.8], counts: [1, 3, 6] },
  );
});

const broken: readonly (readonly [string, ScoreHistogram, number, RegExp])[] = [
  ['without decisions', { scores: [], counts: [] }, 10, /no decisions in this window/],
  ['with zeros only', { scores: [0.5], counts: [0] }, 10, /no decisions in this window/],
  ['of different lengths', { scores: [0.5, 0.6], counts: [1] }, 10, /2 scores and 1 counts/],
  ['with a NaN', { scores: [0.5, Number.NaN], counts: [1, 1] }, 10, /A score is a number, not NaN/],
  ['that descends', { scores: [0.6, 0.5], counts: [1, 1] }, 10, /0\.5 comes after 0\.6/],
  ['with a score twice', { scores: [0.5, 0.5], counts: [1, 1] }, 10, /ascend/],
  ['with half a decision', { scores: [0.5], counts: [1.5] }, 10, /whole number, not 1\.5/],
  ['with a negative count', { scores: [0.5], counts: [-1] }, 10, /whole number, not -1/],
  ['and no rungs', { scores: [0.5], counts: [1] }, 0, /whole number of rungs, not 0/],
  ['and half a rung', { scores: [0.5], counts: [1] }, 2.5, /whole number of rungs/],
];

for (const [what, histogram, rungs, message] of broken) {
  test(`a histogram ${what} is refused`, () => {
    const built = buildLadder(histogram, rungs);
    assert.ok(!built.ok);
    assert.equal(built.problems.length, 1);
    assert.match(built.problems[0]?.message ?? '', message);
  });
}
