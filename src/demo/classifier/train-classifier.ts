import type { Random } from '../seeded-random.ts';
import { shuffle } from '../shuffle.ts';
import { fitTemperature, type ScoredExample } from './fit-temperature.ts';
import { fitVocabulary, type Vocabulary } from './fit-vocabulary.ts';
import { type Example, fitWeights } from './fit-weights.ts';
import { scoreLabels, type Weights } from './softmax.ts';
import { vectorize } from './vectorize.ts';

/** Plain data, so that it can be trained in one thread and used in another. */
export interface Classifier {
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly weights: Weights;
  readonly temperature: number;
}

export interface LabelledText {
  readonly text: string;
  readonly intent: string;
}

/** Learns from the given texts alone: the temperature comes from folds of them, each scored by a model of the others. */
export function trainClassifier(
  texts: readonly LabelledText[],
  labels: readonly string[],
  random: Random,
): Classifier {
  const shuffled = shuffle(texts, random);
  const scored: ScoredExample[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const others = shuffled.filter((_, index) => index % folds !== fold);
    const held = shuffled.filter((_, index) => index % folds === fold);
    scored.push(...scoreTexts(fit(others, labels, random), held, labels));
  }
  return { labels, ...fit(texts, labels, random), temperature: fitTemperature(scored) };
}

const folds = 3;

interface Fitted {
  readonly vocabulary: Vocabulary;
  readonly weights: Weights;
}

function fit(texts: readonly LabelledText[], labels: readonly string[], random: Random): Fitted {
  const vocabulary = fitVocabulary(texts.map(({ text }) => text));
  const examples = texts.map((labelled) => toExample(vocabulary, labelled, labels));
  const shape = { featureCount: vocabulary.rarity.length, labelCount: labels.length };
  return { vocabulary, weights: fitWeights(examples, shape, random) };
}

function scoreTexts(
  fitted: Fitted,
  texts: readonly LabelledText[],
  labels: readonly string[],
): ScoredExample[] {
  return texts.map((labelled) => {
    const { vector, label } = toExample(fitted.vocabulary, labelled, labels);
    const scores = new Float32Array(labels.length);
    scoreLabels(fitted.weights, vector, scores);
    return { scores, label };
  });
}

function toExample(
  vocabulary: Vocabulary,
  { text, intent }: LabelledText,
  labels: readonly string[],
): Example {
  const label = labels.indexOf(intent);
  if (label < 0) throw new Error(`"${intent}" is not among the labels.`);
  return { vector: vectorize(vocabulary, text), label };
}
