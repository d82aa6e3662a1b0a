// Labelled decisions for tests of calibration.
import fc from 'fast-check';
import { type Levels, levelsOf } from '../core/calibration/observations/levels.ts';
import { type Columns, columnsOf, type Observation } from '../core/calibration/observations/observations.ts';
import { tallyOf } from '../core/calibration/observations/tally.ts';
import { openRandom } from '../core/stats/random.ts';

export function columnsFrom(
  confidence: readonly number[],
  correct: readonly number[],
  weight: readonly number[] = confidence.map(() => 1),
): Columns {
  return {
    confidence: Float64Array.from(confidence),
    correct: Uint8Array.from(correct),
    weight: Float64Array.from(weight),
  };
}

export function levelsFrom(columns: Columns): Levels {
  return levelsOf(tallyOf(columns));
}

/** Data set A of the reference values. */
export const dataA = columnsFrom(
  [0.95, 0.9, 0.85, 0.8, 0.7, 0.65, 0.55, 0.45, 0.3, 0.1],
  [1, 1, 0, 1, 1, 0, 1, 0, 0, 0],
);

/** One row per confidence: how many labels were right and wrong there, each of that weight. */
export type TableRow = readonly [confidence: number, right: number, wrong: number, weight: number];

export function columnsOfTable(rows: readonly TableRow[]): Columns {
  return columnsOf(
    rows.flatMap(([confidence, right, wrong, weight]) =>
      Array.from({ length: right + wrong }, (_, label) => ({ confidence, correct: label < right, weight })),
    ),
  );
}

/** Weights that differ, and confidences that are too high: 127 labels, worth 86. */
export const weightedTable = columnsOfTable([
  [0.55, 3, 1, 2],
  [0.6, 2, 2, 1],
  [0.7, 5, 2, 3.5],
  [0.8, 9, 3, 1],
  [0.9, 20, 4, 10],
  [0.95, 30, 5, 7.25],
  [0.99, 40, 1, 2],
]);

/** Labels as language models give them (few confidences) or as softmax does; weights of a few strata. */
export function anyObservations(options: { minLength?: number; weight?: fc.Arbitrary<number> } = {}) {
  const { minLength = 0, weight = fc.constantFrom(1, 2.5, 10 / 3, 40) } = options;
  const confidence = fc.oneof(
    fc.constantFrom(0, 0.5, 0.8, 0.9, 0.95, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  return fc.array(fc.record({ confidence, correct: fc.boolean(), weight }), { minLength, maxLength: 60 });
}

/** Labels whose chance of being right is `truth` of their confidence, drawn uniformly from `from` to 1. */
export function drawLabels(options: {
  labels: number;
  seed: number;
  truth: (confidence: number) => number;
  from?: number;
}): Columns {
  const { labels, seed, truth, from = 0 } = options;
  const random = openRandom(seed);
  return columnsOf(
    Array.from({ length: labels }, (): Observation => {
      const confidence = from + (1 - from) * random.uniform();
      return { confidence, correct: random.uniform() < truth(confidence), weight: 1 };
    }),
  );
}
