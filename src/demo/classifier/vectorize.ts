import type { Vocabulary } from './fit-vocabulary.ts';
import { hashFeatures } from './hash-features.ts';

/** The features of one text, each once and in rising order, with TF-IDF weights of length one. */
export interface SparseVector {
  readonly features: Int32Array;
  readonly weights: Float32Array;
}

export function vectorize(vocabulary: Vocabulary, text: string): SparseVector {
  const occurrences = knownFeatures(vocabulary, text).sort();
  const features = new Int32Array(occurrences.length);
  const weights = new Float32Array(occurrences.length);
  let distinct = 0;
  let start = 0;
  for (let next = 1; next <= occurrences.length; next += 1) {
    const feature = occurrences[start]!; // start < next ≤ length
    if (occurrences[next] === feature) continue;
    features[distinct] = feature;
    // Damped counts: a word said three times is not three times the evidence.
    weights[distinct] = (1 + Math.log(next - start)) * vocabulary.rarity[feature]!;
    distinct += 1;
    start = next;
  }
  return { features: features.subarray(0, distinct), weights: toUnitLength(weights.subarray(0, distinct)) };
}

function knownFeatures(vocabulary: Vocabulary, text: string): Int32Array {
  const found = hashFeatures(text).map((slot) => vocabulary.featureAt[slot]!); // every slot is below featureSlots
  return Int32Array.from(found.filter((feature) => feature >= 0));
}

function toUnitLength(weights: Float32Array): Float32Array {
  let squares = 0;
  for (const weight of weights) squares += weight * weight;
  const length = Math.sqrt(squares);
  return weights.map((weight) => weight / length);
}
