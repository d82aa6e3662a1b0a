import { brentRoot } from '../../stats/brent.ts';
import type { Levels } from '../observations/levels.ts';
import { clip, logit, sigmoid } from './calibration-map.ts';
import { temperatureLimit } from './check-map.ts';
import { type Fit, notRising, refuse, whyNotFit } from './fit.ts';

/**
 * Temperature scaling: σ(logit(c)/T) with the least weighted log-loss. One parameter, for few labels.
 *
 * The loss is convex in β = 1/T, so its one zero of the derivative Σw·logit(c)·(σ(β·logit(c)) − y) is the minimum, and
 * found to the last digits, where searching the flat minimum itself would find half of them. ln T is sought in [−5, 5];
 * a derivative that does not change its sign there means that the best T is at or beyond a bound, and the fit is rejected:
 * at the lower one the labels are separable (A24), at the upper one confidence says nothing.
 *
 * C. Guo et al., "On calibration of modern neural networks", ICML 2017. Known answer: statistics.md A23. About 15 passes
 * over the levels.
 *
 * @example fitTemperature(levels) // { ok: true, map: { method: 'temperature', temperature: 1.82… } } for A23
 */
export function fitTemperature(levels: Levels): Fit {
  const because = whyNotFit(levels, 1);
  if (because) return refuse(because);
  const logits = levels.confidence.map((confidence) => logit(clip(confidence)));
  const slope = (logBeta: number) => slopeAt(levels, logits, Math.exp(logBeta));
  const limit = Math.log(temperatureLimit);
  if (slope(-limit) >= 0) return refuse(notRising);
  if (slope(limit) <= 0)
    return refuse(
      'Every right label has a confidence above ½ and every wrong one below, or nearly: no finite temperature fits best.',
    );
  const root = brentRoot(slope, -limit, limit);
  if (!root.ok) return refuse(`The search for a temperature failed: ${root.because}.`);
  return { ok: true, map: { method: 'temperature', temperature: Math.exp(-root.x) } };
}

/** Derivative of the mean log-loss by β. */
function slopeAt(levels: Levels, logits: Float64Array, beta: number): number {
  let sum = 0;
  for (let level = 0; level < logits.length; level += 1) {
    const l = logits[level] ?? 0;
    sum += l * ((levels.weight[level] ?? 0) * sigmoid(beta * l) - (levels.rightWeight[level] ?? 0));
  }
  return sum / levels.totals.weight;
}
