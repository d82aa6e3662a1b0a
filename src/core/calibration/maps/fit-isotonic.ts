import { type CurveStep, reliabilityCurve } from '../measures/reliability-curve.ts';
import type { Levels } from '../observations/levels.ts';
import { mostKnots } from './check-map.ts';
import { type Fit, notRising, refuse, whyNotFit } from './fit.ts';

/**
 * Isotonic regression: the rising steps nearest to the outcomes, joined by straight lines. As many parameters as steps,
 * so it needs many labels; any shape, so it needs no luck. Steps become ties: what needs an order keeps the raw confidence.
 *
 * A step that saw one outcome only would say "certain", which no number of labels shows; it says (k+1)/(n+2) instead,
 * with n effective labels (Laplace), as far as its neighbour allows.
 *
 * B. Zadrozny, C. Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002.
 * Linear in the levels.
 *
 * @example fitIsotonic(levels) // { ok: false, because: 'More confidence does not go with …' } for confidence that misleads
 */
export function fitIsotonic(levels: Levels): Fit {
  const because = whyNotFit(levels, 2);
  if (because) return refuse(because);
  const steps = reliabilityCurve(levels)?.steps ?? [];
  if (steps.length < 2) return refuse(notRising);
  const knots = steps.flatMap((step, place) => knotsOf(step, uncertain(steps, place)));
  if (knots.length > mostKnots)
    return refuse(`The fit has ${knots.length} knots; at most ${mostKnots} are kept.`);
  return {
    ok: true,
    map: {
      method: 'isotonic',
      confidence: knots.map(([confidence]) => confidence),
      probability: knots.map(([, probability]) => probability),
    },
  };
}

/** Only the first step can be 0 and only the last one 1, for probabilities rise from step to step. */
function uncertain(steps: readonly CurveStep[], place: number): number {
  const { probability, effective } = steps[place] ?? { probability: 0, effective: 0 };
  if (probability === 0) return Math.min(1 / (effective + 2), steps[place + 1]?.probability ?? 1);
  if (probability === 1)
    return Math.max((effective + 1) / (effective + 2), steps[place - 1]?.probability ?? 0);
  return probability;
}

type Knot = readonly [confidence: number, probability: number];

function knotsOf({ from, to }: CurveStep, probability: number): Knot[] {
  const first = [from, probability] as const;
  return from === to ? [first] : [first, [to, probability]];
}
