// Make-believe traffic whose true error is known at every threshold, so that a broken promise can be seen.

export type World = {
  readonly name: string;
  readonly about: string;
  /** The true share of wrong decisions in each of the equal parts of the traffic, from the highest scores down. */
  readonly errorOfPart: readonly number[];
};

/** As many parts as a ladder has rungs, so that the truth is known at each rung. */
export const parts = 200;
export const target = 0.01;

/** Just above the target everywhere: there is nothing to certify, and everything looks nearly good enough. */
const flat: World = {
  name: 'flat',
  about: 'error 1 per mille above the target at every score: whatever is certified is a broken promise',
  errorOfPart: partsOf(() => target * 1.001),
};

/** The error rises slowly at first; it meets the target at about 80 % of the traffic. */
const monotone: World = {
  name: 'monotone',
  about: 'the error rises as the score falls, from 0.2 % to 6 %',
  errorOfPart: partsOf((place) => 0.002 + 0.06 * place ** 3),
};

/** The most confident ones are the worst, as when a model is sure of what it has never seen. */
const wavy: World = {
  name: 'wavy',
  about: 'the highest 5 % of the scores are 4 % wrong, the next 60 % only 0.3 %, the rest 5 %',
  errorOfPart: partsOf((place) => (place < 0.05 ? 0.04 : place < 0.65 ? 0.003 : 0.05)),
};

/** A model that knows how often it is wrong, 10 % of the time, but is rarely sure. */
const calibrated: World = {
  name: 'calibrated',
  about: 'confidences that are right as often as they say, from 1 down to 0.7, few of them high',
  errorOfPart: partsOf((place) => 0.3 * place ** 2),
};

export const worlds: readonly World[] = [flat, monotone, wavy, calibrated];

/** The true error of everything above each rung. */
export function riskOfRungs({ errorOfPart }: World): number[] {
  let sum = 0;
  return errorOfPart.map((error, part) => {
    sum += error;
    return sum / (part + 1);
  });
}

/** The share of the traffic that who knows the truth would release. */
export function oracleCoverage(world: World): number {
  return (riskOfRungs(world).findLastIndex((risk) => risk <= target) + 1) / parts;
}

function partsOf(errorAt: (place: number) => number): number[] {
  return Array.from({ length: parts }, (_, part) => errorAt((part + 0.5) / parts));
}

/** The same traffic with the scores upside down: what a history tells that has nothing to do with today. */
export function upsideDown(world: World): World {
  return { ...world, errorOfPart: world.errorOfPart.toReversed() };
}
