// The thread behind train-in-worker.ts: trains once, posts the classifier, ends.
import { parentPort, workerData } from 'node:worker_threads';
import { readBanking77 } from '../read-banking77.ts';
import { seededRandom } from '../seeded-random.ts';
import { trainClassifier } from './train-classifier.ts';

const { seed, intents } = readBanking77();
parentPort?.postMessage(trainClassifier(seed, intents, seededRandom(Number(workerData))));
