// Prints how the classifier does on the rows it has not seen: node src/demo/classifier/report-classifier.ts
import { readBanking77 } from '../read-banking77.ts';
import { seededRandom } from '../seeded-random.ts';
import { classify } from './classify.ts';
import { gradeClassifications } from './grade-classifications.ts';
import { trainClassifier } from './train-classifier.ts';

const { intents, seed, unseen } = readBanking77();
const startedAt = performance.now();
const classifier = trainClassifier(seed, intents, seededRandom(1));
const trainedAt = performance.now();
const graded = unseen.map(({ text, intent }) => ({
  classification: classify(classifier, text),
  truth: intent,
}));
const classifiedAt = performance.now();

console.table({
  trainingMs: Math.round(trainedAt - startedAt),
  classifyMs: (classifiedAt - trainedAt) / unseen.length,
  features: classifier.vocabulary.rarity.length,
  temperature: classifier.temperature,
  ...gradeClassifications(graded, 0.85),
});
