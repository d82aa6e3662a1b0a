import type { Random } from '../seeded-random.ts';
import { shuffle } from '../shuffle.ts';
import { scoreLabels, toProbabilities, type Weights } from './softmax.ts';
import type { SparseVector } from './vectorize.ts';

export interface Example {
  readonly vector: SparseVector;
  /** Index into the list of labels. */
  readonly label: number;
}

export interface Shape {
  readonly featureCount: number;
  readonly labelCount: number;
}

// Chosen by cross-validation on the seed rows: more passes cost time and gain nothing.
const passes = 6;
const firstRate = 3;
/** Labels below this probability are not pushed further down; it saves time and costs no accuracy. */
const worthCorrecting = 0.001;

/** Multinomial logistic regression by stochastic gradient descent with a rate that falls to zero. */
export function fitWeights(examples: readonly Example[], shape: Shape, random: Random): Weights {
  const { featureCount, labelCount } = shape;
  const weights = { labelCount, values: new Float32Array(featureCount * labelCount) };
  const errors = new Float32Array(labelCount);
  for (let pass = 0; pass < passes; pass += 1) {
    const rate = firstRate * (1 - pass / passes);
    for (const example of shuffle(examples, random)) {
      measureErrors(weights, example, errors);
      descend(weights, example.vector, { errors, rate });
    }
  }
  return weights;
}

function measureErrors(weights: Weights, example: Example, errors: Float32Array): void {
  scoreLabels(weights, example.vector, errors);
  toProbabilities(errors, 1);
  errors[example.label]! -= 1; // the label is below labelCount
}

function descend(weights: Weights, vector: SparseVector, step: { errors: Float32Array; rate: number }): void {
  const { labelCount, values } = weights;
  const wrong = labelsWorthCorrecting(step.errors);
  for (let at = 0; at < vector.features.length; at += 1) {
    const base = vector.features[at]! * labelCount;
    const stride = step.rate * vector.weights[at]!;
    for (let index = 0; index < wrong.length; index += 1) {
      const label = wrong[index]!;
      values[base + label]! -= stride * step.errors[label]!;
    }
  }
}

function labelsWorthCorrecting(errors: Float32Array): number[] {
  const labels: number[] = [];
  errors.forEach((error, label) => {
    if (Math.abs(error) > worthCorrecting) labels.push(label);
  });
  return labels;
}
