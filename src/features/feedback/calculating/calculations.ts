import { applyMap, type CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { Columns } from '../../../core/calibration/observations/observations.ts';
import { type Reliability, reliability } from '../../../core/calibration/reliability.ts';
import { type Selection, selectMap } from '../../../core/calibration/select-map.ts';
import { certifyPacked, type PackedAnswer, type PackedQuestion } from './certify-packed.ts';

/** Resampling starts from the same place everywhere: the same labels give the same report. */
const seed = 1;

/** What takes longer than a request may hold up the others. Plain data in and out. */
export const calculations = {
  /** Of the raw confidence, or as a map gives it. */
  reliability({
    columns,
    map,
    bins,
  }: {
    columns: Columns;
    map: CalibrationMap | null;
    bins: number;
  }): Reliability {
    return reliability(map ? mapped(columns, map) : columns, { seed, bins });
  },
  selectMap({ columns, inForce }: { columns: Columns; inForce: CalibrationMap }): Selection {
    return selectMap(columns, { seed, inForce });
  },
  certify: (question: PackedQuestion): PackedAnswer => certifyPacked(question),
};
export type Calculations = typeof calculations;

function mapped(columns: Columns, map: CalibrationMap): Columns {
  return { ...columns, confidence: columns.confidence.map((confidence) => applyMap(map, confidence)) };
}
