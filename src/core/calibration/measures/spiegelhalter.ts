import { normalSf } from '../../stats/normal.ts';
import type { Levels } from '../observations/levels.ts';

export type Spiegelhalter = { readonly z: number; readonly pValue: number };

/**
 * Spiegelhalter's test: Z = Σw(y−c)(1−2c) / √Σw²(1−2c)²c(1−c), standard normal for a calibrated model; two-sided p.
 *
 * A second opinion: it is blind to some shapes (gaps at confidence ½, or gaps that cancel). Null where every confidence
 * is 0, ½ or 1, since those labels carry no information for it. Linear in the levels.
 *
 * D. J. Spiegelhalter, "Probabilistic prediction in patient management", Statistics in Medicine 5 (1986). Known answer:
 * statistics.md A13.
 *
 * @example spiegelhalter(levels) // { z: 0.2230…, pValue: 0.8235… } for data A
 */
export function spiegelhalter(levels: Levels): Spiegelhalter | null {
  let [sum, variance] = [0, 0];
  for (let level = 0; level < levels.unit.length; level += 1) {
    const c = levels.confidence[level] ?? 0;
    const tilt = 1 - 2 * c;
    sum += ((levels.rightWeight[level] ?? 0) - c * (levels.weight[level] ?? 0)) * tilt;
    variance += (levels.squared[level] ?? 0) * tilt * tilt * c * (1 - c);
  }
  if (!(variance > 0)) return null;
  const z = sum / Math.sqrt(variance);
  return { z, pValue: Math.min(1, 2 * normalSf(Math.abs(z))) };
}
