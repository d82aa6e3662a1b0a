import type { CalibrationMap } from '../calibration/maps/calibration-map.ts';
import { barAfter } from './bar-after.ts';
import type { PolicyDocument, Threshold } from './document.ts';
import { type NamedMap, withMap } from './map-choice.ts';
import { type Changed, forWhom, moveThreshold } from './move-threshold.ts';
import { type Compared, retuneCondition } from './retune-condition.ts';

export type NewMap = NamedMap & {
  /** Name of the model version. */
  readonly model: string;
  readonly map: CalibrationMap;
  /** The map the document names for the same decisions now; null where they go by the raw confidence. */
  readonly before: CalibrationMap | null;
};

/** A threshold that is said, by hand or by a certificate; not carried over. Of a map for a slice, the slice's value. */
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
 * A map for a slice moves that slice's values alone, and one for all leaves slices with maps of their own where they are. What is
 * the same for everybody, a number in a condition or the raw confidence, cannot move for some; it is kept, and told.
 *
 * @example
 * adoptMap(document, { model: 'm-1', number: 2, slice: null, map, before: null }).retuned[0]?.sentence
 */
export function adoptMap(
  document: PolicyDocument,
  adopted: NewMap,
  said: ReadonlyMap<string, SaidThreshold> = new Map(),
): AdoptedMap {
  const changed = changedBy(document, adopted);
  const { conditions, ...compared } = moveConditions(document, adopted, changed);
  const retuned = [...compared.retuned];
  const move = (name: string) => (value: number) =>
    barAfter(value, compared.loosers.get(name) ?? true, adopted);
  const thresholds = document.thresholds?.map((threshold, index) => {
    const { name } = threshold;
    const own = said.get(name);
    const at = `/thresholds/${index}`;
    const told =
      own && changed.slice === null
        ? sayThreshold(at, threshold, own)
        : own || compared.loosers.has(name)
          ? shiftThreshold(at, threshold, { changed, own, move: own ? () => own.value : move(name) })
          : keepThreshold(at, threshold, compared.raw.has(name) ? goesOnRaw : notCompared);
    retuned.push(told.retuned);
    return told.threshold;
  });
  const steps = document.overload?.steps.map((step) =>
    step.action === 'set-threshold' && changed.slice === null && compared.loosers.has(step.threshold)
      ? { ...step, value: move(step.threshold)(step.value) }
      : step,
  );
  const { audit, calibration, overload } = document;
  return {
    retuned,
    document: {
      ...document,
      rules: document.rules.map((rule, index) => ({ ...rule, when: conditions.rules[index] ?? rule.when })),
      ...(thresholds ? { thresholds } : {}),
      calibration: { ...calibration, [adopted.model]: withMap(calibration?.[adopted.model], adopted) },
      audit: {
        ...audit,
        ...(audit.strata
          ? {
              strata: audit.strata.map((one, index) => ({
                ...one,
                when: conditions.strata[index] ?? one.when,
              })),
            }
          : {}),
      },
      ...(overload && steps ? { overload: { ...overload, steps } } : {}),
    },
  };
}

function changedBy({ calibration = {} }: PolicyDocument, { model, slice }: NewMap): Changed {
  const choice = calibration[model];
  return { slice, others: slice === null && typeof choice === 'object' ? choice.bySlice : null };
}

const notCompared = 'no condition compares the score with it.';
const goesOnRaw = 'conditions go on comparing the raw confidence with it.';

type Conditions = { readonly rules: readonly string[]; readonly strata: readonly string[] };
type Comparisons = {
  readonly conditions: Conditions;
  /** Thresholds that the score is compared with: whether a lower one lets more pass. */
  readonly loosers: ReadonlyMap<string, boolean>;
  /** Thresholds that the raw confidence is compared with, and goes on to be. */
  readonly raw: ReadonlySet<string>;
  readonly retuned: readonly Retuned[];
};

function moveConditions(document: PolicyDocument, adopted: NewMap, changed: Changed): Comparisons {
  const forSome = changed.slice !== null || changed.others !== null;
  const score = adopted.before ? 'calibrated' : 'confidence';
  const retuned: Retuned[] = [];
  const loosers = new Map<string, boolean>();
  const raw = new Set<string>();
  function condition(text: string, at: string): string {
    const { text: after, untouched } = retuneCondition(text, score, (compared: Compared) => {
      // Who goes on by the raw confidence is not to be judged by the calibrated one.
      if (forSome && (compared.kind === 'number' || adopted.before === null)) {
        if (compared.kind === 'threshold') raw.add(compared.name);
        return null;
      }
      if (compared.kind === 'threshold') {
        if (!loosers.has(compared.name)) loosers.set(compared.name, compared.looser);
        return { score: 'calibrated', value: null };
      }
      const value = barAfter(compared.value, compared.looser, adopted);
      retuned.push(movedNumber(at, compared.value, value));
      return { score: 'calibrated', value };
    });
    if (untouched > 0) retuned.push(keptCondition(at, score, forSome));
    return after;
  }
  const rules = document.rules.map(({ when }, index) => condition(when, `/rules/${index}/when`));
  const strata = (document.audit.strata ?? []).map(({ when }, index) =>
    condition(when, `/audit/strata/${index}/when`),
  );
  return { conditions: { rules, strata }, loosers, raw, retuned };
}

type Told = { readonly threshold: Threshold; readonly retuned: Retuned };

function shiftThreshold(
  at: string,
  before: Threshold,
  by: {
    readonly changed: Changed;
    readonly own: SaidThreshold | undefined;
    readonly move: (value: number) => number;
  },
): Told {
  const moved = moveThreshold(before, by.changed, by.move);
  if (!moved.ok) return keepThreshold(at, before, `${moved.because}; look at it yourself.`);
  const { threshold, before: was, after } = moved;
  const told = { at, threshold: threshold.name, before: was, after };
  const whom = forWhom(by.changed);
  const sentence = by.own
    ? `${threshold.name} is ${after} now${whom}, as given.`
    : `${threshold.name} moves from ${was} to ${after}${whom}, which releases the same decisions.`;
  return { threshold, retuned: { ...told, how: by.own ? 'given' : 'same-coverage', sentence } };
}

function sayThreshold(at: string, { name, value: before }: Threshold, own: SaidThreshold): Told {
  const { value, bySlice, certificateId } = own;
  const threshold = {
    ...{ name, value },
    ...(bySlice ? { bySlice } : {}),
    ...(certificateId ? { certificateId } : {}),
  };
  const how = certificateId ? 'certificate' : 'given';
  const sentence = `${name} is ${value} now, as ${certificateId ? 'certified' : 'given'}.`;
  return { threshold, retuned: { at, threshold: name, before, after: value, how, sentence } };
}

function keepThreshold(at: string, threshold: Threshold, because: string): Told {
  const { name, value } = threshold;
  const sentence = `${name} stays ${value}: ${because}`;
  return { threshold, retuned: { at, threshold: name, before: value, after: value, how: 'kept', sentence } };
}

function movedNumber(at: string, before: number, after: number): Retuned {
  const sentence = `${before} becomes ${after}, which releases the same decisions.`;
  return { at, threshold: null, before, after, how: 'same-coverage', sentence };
}

function keptCondition(at: string, score: string, forSome: boolean): Retuned {
  const sentence = forSome
    ? `${score} is compared here with what is the same for all slices, and cannot be moved along for some; look at it yourself.`
    : `${score} is reckoned with here in a way that cannot be moved along; look at it yourself.`;
  return { at, threshold: null, before: null, after: null, how: 'kept', sentence };
}
