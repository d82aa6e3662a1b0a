import type { Levels } from '../observations/levels.ts';
import { clip, logit } from './calibration-map.ts';
import { type Fit, isSeparable, notRising, refuse, separable, whyNotFit } from './fit.ts';
import { fitLogistic } from './logistic-fit.ts';

/**
 * Platt scaling on logits: σ(slope·logit(c) + intercept) with the least weighted log-loss. Two parameters: it can also
 * shift, which temperature cannot. Rejected when it does not rise.
 *
 * J. Platt, "Probabilistic outputs for support vector machines", 1999. About 7 passes over the levels.
 *
 * @example fitPlatt(levels) // { ok: true, map: { method: 'platt', slope: 0.55, intercept: 0.35 } }
 */
export function fitPlatt(levels: Levels): Fit {
  const because = whyNotFit(levels, 2);
  if (because) return refuse(because);
  if (isSeparable(levels)) return refuse(separable);
  const found = fitLogistic(levels, [levels.confidence.map((confidence) => logit(clip(confidence)))]);
  if (found === null) return refuse('The fit did not settle.');
  const [slope = 0, intercept = 0] = found;
  return slope > 0 ? { ok: true, map: { method: 'platt', slope, intercept } } : refuse(notRising);
}
