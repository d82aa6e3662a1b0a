import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { readBanking77 } from '../read-banking77.ts';
import { seededRandom } from '../seeded-random.ts';
import { shuffle } from '../shuffle.ts';
import { classify, labelProbabilities } from './classify.ts';
import { gradeClassifications } from './grade-classifications.ts';
import { type Classifier, trainClassifier } from './train-classifier.ts';
import { trainInWorker } from './train-in-worker.ts';

const { intents, seed, unseen } = readBanking77();
const sample = shuffle(unseen, seededRandom(5)).slice(0, 2000);
let classifier: Classifier;
let fromWorker: Classifier;

before(async () => {
  const training = trainInWorker(1);
  classifier = trainClassifier(seed, intents, seededRandom(1));
  fromWorker = await training;
});

test('four in five unseen queries get their true intent, and confidences mean what they say', () => {
  const graded = sample.map(({ text, intent }) => ({
    classification: classify(classifier, text),
    truth: intent,
  }));
  const grades = gradeClassifications(graded, 0.85);
  assert.ok(grades.accuracy >= 0.8, `accuracy ${grades.accuracy}`);
  assert.ok(grades.calibrationError <= 0.04, `calibration error ${grades.calibrationError}`);
  assert.ok(grades.confidentShare > 0.5 && grades.confidentShare < 0.8);
  assert.ok(grades.confidentErrorRate > 0.01 && grades.confidentErrorRate < 0.08);
});

test('the same seed trains the same classifier, in whatever thread', () => {
  assert.deepEqual(fromWorker, classifier);
});

test('probabilities of all labels sum to one', () => {
  for (const text of ['', '🙂', ...sample.slice(0, 200).map((query) => query.text)]) {
    const probabilities = labelProbabilities(classifier, text);
    assert.equal(probabilities.length, intents.length);
    assert.ok(probabilities.every((probability) => probability >= 0 && probability <= 1));
    assert.ok(Math.abs(probabilities.reduce((sum, probability) => sum + probability, 0) - 1) < 1e-4);
  }
});

test('the answer is the likeliest label, with the next ones after it', () => {
  const { label, confidence, probabilities } = classify(classifier, 'Someone stole my card!', 3);
  assert.equal(label, 'lost_or_stolen_card');
  assert.deepEqual(probabilities[0], { label, probability: confidence });
  assert.equal(probabilities.length, 3);
  assert.ok(probabilities[0]!.probability >= probabilities[1]!.probability); // three of them, as just checked
});

test('a text of unknown words is answered with little confidence', () => {
  assert.ok(classify(classifier, 'xyzzy 🙂').confidence < 0.2);
});

test('a label that is not on the list is refused', () => {
  assert.throws(
    () => trainClassifier([{ text: 'hello', intent: 'greeting' }], intents, seededRandom(1)),
    /"greeting" is not among the labels/,
  );
});
