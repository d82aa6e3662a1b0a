import type { Goal } from '../../src/core/certificates/goal.ts';
import { openRandom, type Random } from '../../src/core/stats/random.ts';
import {
  byCalibration,
  byCertificate,
  byImpact,
  byTruth,
  certified,
  fixedThreshold,
} from './choose-threshold.ts';
import { drawQuestions, drawSplit, historyOf, openWindow, type Split, type Window } from './draw-split.ts';
import { type Effect, measurePolicy } from './measure-policy.ts';
import { confident } from './policies.ts';
import type { Traffic } from './score-questions.ts';

/** A promise, and how much traffic there is to look at before it is made. */
export type Promised = { readonly goal: Goal; readonly decisions: number };

/** What one way did, split by split. */
export type Played = {
  readonly effects: Effect[] /** No threshold was certified, so nothing was released. */;
  readonly unfound: boolean[];
};

/** Plays every way on the same splits and windows. Linear in splits; about 0.1 s each. */
export function compare(
  traffic: Traffic,
  { promised, splits, seed }: { promised: Promised; splits: number; seed: number },
): Record<Way, Played> {
  const none = (): Played => ({ effects: [], unfound: [] });
  const played: Record<Way, Played> = {
    fixed: none(),
    calibrated: none(),
    certified: none(),
    oracle: none(),
    'impact-as-fixed': none(),
    'impact-as-certified': none(),
  };
  const seeds = openRandom(seed);
  for (let split = 0; split < splits; split += 1) {
    const { effects, found } = play(traffic, promised, seeds.split());
    for (const way of ways) played[way].effects.push(effects[way]);
    played.certified.unfound.push(!found);
  }
  return played;
}

export const ways = [
  'fixed',
  'calibrated',
  'certified',
  'oracle',
  'impact-as-fixed',
  'impact-as-certified',
] as const;
export type Way = (typeof ways)[number];

function play(
  traffic: Traffic,
  { goal, decisions }: Promised,
  random: Random,
): { effects: Record<Way, Effect>; found: boolean } {
  const split = drawSplit(traffic, random);
  const window = openWindow(drawQuestions(split.population, decisions, random), 'this', random);
  const threshold = byCertificate(window, { goal, history: historyOf(split) });
  const fixed = measurePolicy(confident(fixedThreshold), traffic, split.population);
  const proven = measurePolicy(certified(threshold), traffic, split.population);
  return {
    found: threshold !== null,
    effects: {
      fixed,
      calibrated: measurePolicy(byCalibration(window, goal.target), traffic, split.population),
      certified: proven,
      oracle: measurePolicy(byTruth(split, goal.target), traffic, split.population),
      'impact-as-fixed': impactAsMuch(traffic, { split, window, coverage: fixed.coverage }),
      'impact-as-certified': impactAsMuch(traffic, { split, window, coverage: proven.coverage }),
    },
  };
}

function impactAsMuch(
  traffic: Traffic,
  { split, window, coverage }: { split: Split; window: Window; coverage: number },
): Effect {
  return measurePolicy(byImpact(window, { traffic, coverage }), traffic, split.population);
}
