import { applyMap, type CalibrationMap } from '../calibration/maps/calibration-map.ts';
import type { PolicyFacts } from './facts.ts';
import { type MapChoice, mapNumberOf } from './map-choice.ts';

/** The calibrated confidence of a decision; null where it has none. */
export type Calibrator = (facts: Pick<PolicyFacts, 'confidence' | 'label' | 'metadata'>) => number | null;

/**
 * Makes a policy's choice of maps ready for the decisions of a model version. A map that is not among those handed in gives
 * nothing, not what the general one would: conditions that read it cannot be evaluated, and hold.
 *
 * @example openCalibrator(3, maps)({ confidence: 0.9, label: null, metadata: {} }) // 0.83
 */
export function openCalibrator(choice: MapChoice, maps: ReadonlyMap<number, CalibrationMap>): Calibrator {
  if (typeof choice === 'number') {
    const map = maps.get(choice);
    return map ? ({ confidence }) => applyMap(map, confidence) : () => null;
  }
  const numberOf = mapNumberOf(choice);
  return (facts) => {
    const number = numberOf(facts);
    const map = number === null ? undefined : maps.get(number);
    return map ? applyMap(map, facts.confidence) : null;
  };
}
