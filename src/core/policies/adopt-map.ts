import { applyMap, type CalibrationMap } from '../calibration/maps/calibration-map.ts';
import type { PolicyDocument, Threshold } from './document.ts';
import { type Compared, retuneCondition } from './retune-condition.ts';

export type NewMap = {
  /** Name of the model version. */
  readonly model: string;
  readonly number: number;
  readonly map: CalibrationMap;
  /** The map the document names for the model now; null where it goes by the raw confidence. */
  readonly before: CalibrationMap | null;
};

/** A threshold that is said, by hand or by a certificate; not carried over. */
export type SaidThreshold = Pick<Threshold, 'value' | 'bySlice' | 'certificateId'>;

export type Retuned = {
  readonly at: string;
  readonly threshold: string | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly how: 'same-coverage' | 'certificate' | 'given' | 'kept';
  readonly sentence: string;
};

export type AdoptedMap = { readonly document: PolicyDocument; readonly retuned: readonly Retuned[] };

/**
 * The document with a calibration map, and its thresholds moved along: a map changes what every number on the score means, so
 * the two are never published apart (statistics.md 1.13).
 *
 * A map rises, so "confidence at or above t" and "calibrated at or above map(t)" let the same decisions pass: coverage stays as
 * it was. Where the map is flat just below t the new bar lies above the flat piece, and less is released, never more. Without
 * a map until now, plain comparisons of `confidence` become ones of `calibrated`; with one, those of `calibrated` move.
 *
 * @example
 * adoptMap(document, { model: 'm-1', number: 2, map, before: null }).retuned[0]?.sentence
 */
export function adoptMap(
  document: PolicyDocument,
  adopted: NewMap,
  said: ReadonlyMap<string, SaidThreshold> = new Map(),
): AdoptedMap {
  const retuned: Retuned[] = [];
  const moved = new Set<string>();
  const score = adopted.before ? 'calibrated' : 'confidence';
  const move = (value: number, looser: boolean) => barAfter(value, looser, adopted);
  const loosers = new Map<string, boolean>();

  function condition(text: string, at: string): string {
    const numbers: Retuned[] = [];
    const { text: after, untouched } = retuneCondition(text, score, (compared: Compared) => {
      if (compared.kind === 'threshold') {
        moved.add(compared.name);
        if (!loosers.has(compared.name)) loosers.set(compared.name, compared.looser);
        return { score: 'calibrated', value: null };
      }
      const value = move(compared.value, compared.looser);
      numbers.push(movedNumber(at, compared.value, value));
      return { score: 'calibrated', value };
    });
    retuned.push(...numbers);
    if (untouched > 0) retuned.push(keptCondition(at, score));
    return after;
  }

  const rules = document.rules.map((rule, index) => {
    return { ...rule, when: condition(rule.when, `/rules/${index}/when`) };
  });
  const strata = document.audit.strata?.map((stratum, index) => {
    return { ...stratum, when: condition(stratum.when, `/audit/strata/${index}/when`) };
  });
  const thresholds = document.thresholds?.map((threshold, index) => {
    const at = `/thresholds/${index}`;
    const own = said.get(threshold.name);
    const next = own
      ? saidThreshold(threshold, own)
      : moved.has(threshold.name)
        ? movedThreshold(threshold, (value) => move(value, loosers.get(threshold.name) ?? true))
        : threshold;
    retuned.push(tellThreshold(at, threshold, next, own));
    return next;
  });
  const steps = document.overload?.steps.map((step) =>
    step.action === 'set-threshold' && moved.has(step.threshold)
      ? { ...step, value: move(step.value, loosers.get(step.threshold) ?? true) }
      : step,
  );
  return {
    retuned,
    document: {
      ...document,
      rules,
      ...(thresholds ? { thresholds } : {}),
      calibration: { ...document.calibration, [adopted.model]: adopted.number },
      audit: { ...document.audit, ...(strata ? { strata } : {}) },
      ...(document.overload && steps ? { overload: { ...document.overload, steps } } : {}),
    },
  };
}

const perOne = 1_000_000;
/** Nine digits: fine enough to part all confidences there are, and short enough to be read. */
const digits = 1e9;

/** The bar on the new score that lets the same pass as `value` did on the old one. Binary search over millionths. */
function barAfter(value: number, looser: boolean, { map, before }: NewMap): number {
  const first = firstReaching(value, before);
  if (first === null) return Math.max(value, 1);
  const bar = applyMap(map, first / perOne);
  const below = first > 0 ? applyMap(map, (first - 1) / perOne) : Number.NEGATIVE_INFINITY;
  if (below >= bar) return Math.ceil(bar * digits + 1) / digits;
  // Downwards for "at or above", so that what lies exactly at the bar stays on its side.
  const rounded = looser ? Math.floor(bar * digits) / digits : Math.ceil(bar * digits) / digits;
  // Where the map is so flat that nine digits no longer part its values, the number is written out.
  return rounded > below ? rounded : bar;
}

/** The least confidence, in millionths, whose score reaches the value; null when none does. */
function firstReaching(value: number, map: CalibrationMap | null): number | null {
  const scoreAt = (unit: number) => (map ? applyMap(map, unit / perOne) : unit / perOne);
  if (!(scoreAt(perOne) >= value)) return null;
  let [low, high] = [0, perOne];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scoreAt(middle) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function movedThreshold(
  { certificateId: _, ...threshold }: Threshold,
  move: (value: number) => number,
): Threshold {
  const { bySlice } = threshold;
  return {
    ...threshold,
    value: move(threshold.value),
    ...(bySlice ? { bySlice: { by: bySlice.by, values: movedValues(bySlice.values, move) } } : {}),
  };
}

function movedValues(
  values: Readonly<Record<string, number>>,
  move: (value: number) => number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([slice, value]) => [slice, move(value)]));
}

function saidThreshold({ name }: Threshold, { value, bySlice, certificateId }: SaidThreshold): Threshold {
  return { name, value, ...(bySlice ? { bySlice } : {}), ...(certificateId ? { certificateId } : {}) };
}

function tellThreshold(
  at: string,
  before: Threshold,
  after: Threshold,
  said: SaidThreshold | undefined,
): Retuned {
  const { name } = before;
  const told = { at, threshold: name, before: before.value, after: after.value };
  if (said?.certificateId)
    return { ...told, how: 'certificate', sentence: `${name} is ${after.value} now, as certified.` };
  if (said) return { ...told, how: 'given', sentence: `${name} is ${after.value} now, as given.` };
  if (after === before)
    return {
      ...told,
      how: 'kept',
      sentence: `${name} stays ${before.value}: no condition compares the score with it.`,
    };
  return {
    ...told,
    how: 'same-coverage',
    sentence: `${name} moves from ${before.value} to ${after.value}, which releases the same decisions.`,
  };
}

function movedNumber(at: string, before: number, after: number): Retuned {
  const sentence = `${before} becomes ${after}, which releases the same decisions.`;
  return { at, threshold: null, before, after, how: 'same-coverage', sentence };
}

function keptCondition(at: string, score: string): Retuned {
  const sentence = `${score} is reckoned with here in a way that cannot be moved along; look at it yourself.`;
  return { at, threshold: null, before: null, after: null, how: 'kept', sentence };
}
