import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyDocument } from '../document.ts';
import type { PolicyFacts } from '../facts.ts';
import { mapNumberOf } from '../map-choice.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';

/**
 * What a decision is expected to cost if it is released: the probability that it is wrong times the impact of that.
 *
 * (1 − p) · Σ p_c·impact_c / Σ p_c over the classes c other than the model's, where p is the calibrated confidence if the
 * policy names a map for the model version and slice, else the raw one. Probabilities say only how the classes compare: they need
 * not sum to 1, because their mass beside the label is rescaled to 1 − p. A class that the model did not list is taken
 * to be as the listed ones are on average. Where it gave none, or none but the label's, nothing is known about what is
 * right, and the impact of the class it chose stands in: (1 − p) · impact(label).
 *
 * Reference: statistics.md 2.7 (6), consensus.md 4.1 (4). Linear in the listed classes.
 *
 * @example expectedImpactOf(subject, document)({ confidence: 0.9, label: 'refund', probabilities: { fraud: 0.1 }, … }) // 2
 */
export function expectedImpactOf(
  { classes }: PolicySubject,
  { calibration = {} }: Pick<PolicyDocument, 'calibration'>,
): (facts: PolicyFacts) => number {
  const impacts = new Map(classes.map(({ name, impact }) => [name, impact]));
  const numbers = new Map(Object.entries(calibration).map(([model, choice]) => [model, mapNumberOf(choice)]));
  return (facts) => {
    if (facts.calibrated === null && (numbers.get(facts.model)?.(facts) ?? null) !== null)
      throw new CannotEvaluate('the calibrated confidence is missing');
    const wrong = 1 - (facts.calibrated ?? facts.confidence);
    const cost = wrong * impactWhenWrong(facts, impacts);
    // Impacts are checked where they are declared; a product can still be too large, and NaN would pass as "not more".
    if (!Number.isFinite(cost)) throw new CannotEvaluate('the expected impact is no finite number');
    return cost;
  };
}

function impactWhenWrong(
  { label, probabilities }: PolicyFacts,
  impacts: ReadonlyMap<string, number>,
): number {
  let [mass, cost] = [0, 0];
  for (const name in probabilities) {
    if (name === label) continue;
    const probability = probabilities[name] ?? 0;
    mass += probability;
    cost += probability * impactOf(name, impacts);
  }
  return mass > 0 ? cost / mass : impactOf(label, impacts);
}

function impactOf(label: string | null, impacts: ReadonlyMap<string, number>): number {
  const impact = label === null ? undefined : impacts.get(label);
  if (impact === undefined) throw new CannotEvaluate('the impact of a class is missing');
  return impact;
}

/**
 * Calculates once per decision what several rules may read: `forget` between two decisions. The facts cannot be the
 * mark of a new one, because a replay fills one object again and again.
 */
export function onceADecision(calculate: (facts: PolicyFacts) => number): {
  readonly read: (facts: PolicyFacts) => number;
  readonly forget: () => void;
} {
  let known = Number.NaN;
  return {
    read: (facts) => {
      if (Number.isNaN(known)) known = calculate(facts);
      return known;
    },
    forget: () => {
      known = Number.NaN;
    },
  };
}
