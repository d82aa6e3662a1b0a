import type { Random } from '../../stats/random.ts';
import type { Levels } from '../observations/levels.ts';
import { levelsOf } from '../observations/levels.ts';
import { type Columns, pick } from '../observations/observations.ts';
import { tallyOf } from '../observations/tally.ts';
import { applyMap } from './calibration-map.ts';
import type { Fit } from './fit.ts';

export const foldCount = 5;

export type Fitter = (levels: Levels) => Fit;

/**
 * A fold for every label, so that neighbours fall into different ones: of each five labels in a row every fold gets one.
 * With labels in the order of a tally, every fold holds all confidences and outcomes in proportion, and the order in
 * which they came does not matter. Linear.
 */
export function foldsOf(labels: number, random: Random): Uint8Array {
  const folds = new Uint8Array(labels);
  const round = Uint8Array.from({ length: foldCount }, (_, fold) => fold);
  for (let label = 0; label < labels; label += 1) {
    const place = label % foldCount;
    // Fisher and Yates, one step per label.
    const other = place + random.integer(foldCount - place);
    [round[place], round[other]] = [round[other] ?? 0, round[place] ?? 0];
    folds[label] = round[place] ?? 0;
  }
  return folds;
}

export type HeldOut =
  | { readonly ok: true; readonly probability: Float64Array }
  | { readonly ok: false; readonly because: string };

/** The labels outside and inside of each fold, prepared once for all fitters. */
export type Split = { readonly training: Levels; readonly held: Uint32Array };

export function splitsOf(columns: Columns, folds: Uint8Array): Split[] {
  const all = Uint32Array.from(folds.keys());
  return Array.from({ length: foldCount }, (_, fold) => ({
    training: levelsOf(
      tallyOf(
        pick(
          columns,
          all.filter((label) => folds[label] !== fold),
        ),
      ),
    ),
    held: all.filter((label) => folds[label] === fold),
  }));
}

/** For every label the probability from the map that was fitted without its fold. Five fits. */
export function holdOut(columns: Columns, splits: readonly Split[], fit: Fitter): HeldOut {
  const probability = new Float64Array(columns.confidence.length);
  for (const { training, held } of splits) {
    const fitted = fit(training);
    if (!fitted.ok) return fitted;
    for (const label of held)
      probability[label] = applyMap(fitted.map, columns.confidence[label] ?? Number.NaN);
  }
  return { ok: true, probability };
}
