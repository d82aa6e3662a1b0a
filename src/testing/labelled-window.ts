import type { Label } from '../core/certificates/labels.ts';
import type { ScoreHistogram } from '../core/certificates/ladder.ts';
import { openRandom } from '../core/stats/random.ts';

/** A window of decisions with equally many of each score 0.001, 0.002, …, 1. */
export const evenHistogram: ScoreHistogram = {
  scores: Array.from({ length: 1000 }, (_, index) => (index + 1) / 1000),
  counts: new Array<number>(1000).fill(100),
};

/** An audit of that window: as many labels, wrong as often as `errorAt` says of their score. The same for the same seed. */
export function drawWindow(options: {
  labels: number;
  errorAt: (score: number) => number;
  seed?: number;
  probability?: number | ((score: number) => number);
  name?: string;
}): Label[] {
  const { labels, errorAt, seed = 1, probability = 0.1, name = `w${seed}` } = options;
  const random = openRandom(seed);
  return Array.from({ length: labels }, (_, index) => {
    const score = (random.integer(1000) + 1) / 1000;
    return {
      decisionId: `${name}-${index}`,
      score,
      wrong: random.uniform() < errorAt(score),
      probability: typeof probability === 'number' ? probability : probability(score),
    };
  });
}
