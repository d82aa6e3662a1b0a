import type { Levels } from '../observations/levels.ts';
import { clip } from './calibration-map.ts';
import { type Fit, isSeparable, notRising, refuse, separable, whyNotFit } from './fit.ts';
import { fitLogistic } from './logistic-fit.ts';

/**
 * Beta calibration: logit p = a·ln c − b·ln(1−c) + intercept with a, b ≥ 0 and the least weighted log-loss. Three
 * parameters: the ends bend apart from each other, and the identity (1, 1, 0) is one of its maps.
 *
 * A coefficient that comes out negative is set to 0 and the other fitted anew; the loss being convex, that is the
 * constrained minimum. M. Kull, T. Silva Filho, P. Flach, "Beta calibration", AISTATS 2017. At most three fits of about 7
 * passes over the levels.
 *
 * @example fitBeta(levels) // { ok: true, map: { method: 'beta', a: 1.98, b: 0.15, intercept: 1.94 } }
 */
export function fitBeta(levels: Levels): Fit {
  const because = whyNotFit(levels, 3);
  if (because) return refuse(because);
  if (isSeparable(levels)) return refuse(separable);
  const rising = levels.confidence.map((confidence) => Math.log(clip(confidence)));
  const falling = levels.confidence.map((confidence) => -Math.log1p(-clip(confidence)));
  const [a, b, intercept] = fitLogistic(levels, [rising, falling]) ?? [];
  if (a === undefined || b === undefined || intercept === undefined) return refuse('The fit did not settle.');
  if (a >= 0 && b >= 0) return a + b > 0 ? betaMap(a, b, intercept) : refuse(notRising);
  return a < 0 && b < 0 ? refuse(notRising) : atEdge(levels, a < 0 ? { falling } : { rising });
}

function atEdge(levels: Levels, feature: { falling: Float64Array } | { rising: Float64Array }): Fit {
  const column = 'falling' in feature ? feature.falling : feature.rising;
  const [coefficient, intercept] = fitLogistic(levels, [column]) ?? [];
  if (coefficient === undefined || intercept === undefined) return refuse('The fit did not settle.');
  if (!(coefficient > 0)) return refuse(notRising);
  return 'falling' in feature ? betaMap(0, coefficient, intercept) : betaMap(coefficient, 0, intercept);
}

function betaMap(a: number, b: number, intercept: number): Fit {
  return { ok: true, map: { method: 'beta', a, b, intercept } };
}
