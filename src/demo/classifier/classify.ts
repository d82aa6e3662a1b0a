import { scoreLabels, toProbabilities } from './softmax.ts';
import type { Classifier } from './train-classifier.ts';
import { vectorize } from './vectorize.ts';

export interface LabelProbability {
  readonly label: string;
  readonly probability: number;
}

export interface Classification {
  readonly label: string;
  readonly confidence: number;
  /** The likeliest labels, likeliest first. */
  readonly probabilities: readonly LabelProbability[];
}

export function classify(classifier: Classifier, text: string, top = 5): Classification {
  const probabilities = labelProbabilities(classifier, text);
  const likeliest = [...probabilities.keys()]
    .sort((one, other) => probabilities[other]! - probabilities[one]!) // both are indices of probabilities
    .slice(0, Math.max(1, top))
    .map((label) => ({ label: classifier.labels[label]!, probability: probabilities[label]! })); // labels ↔ probabilities
  const [best] = likeliest;
  if (best === undefined) throw new Error('A classifier needs at least one label.');
  return { label: best.label, confidence: best.probability, probabilities: likeliest };
}

/** In the order of the classifier's labels. */
export function labelProbabilities(classifier: Classifier, text: string): Float32Array {
  const probabilities = new Float32Array(classifier.labels.length);
  scoreLabels(classifier.weights, vectorize(classifier.vocabulary, text), probabilities);
  toProbabilities(probabilities, classifier.temperature);
  return probabilities;
}
