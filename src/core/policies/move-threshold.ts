import { type BySlice, describeSlice, ownValue, slicedField } from '../use-cases/slice.ts';
import type { Threshold } from './document.ts';
import type { NamedSlice } from './map-choice.ts';

/** For whom a score changes: one slice, or, with null, all but `others`, which have maps of their own. */
export type Changed = { readonly slice: NamedSlice | null; readonly others: BySlice | null };

export type Moved =
  | { readonly ok: true; readonly threshold: Threshold; readonly before: number; readonly after: number }
  | { readonly ok: false; readonly because: string };

/**
 * A threshold whose values move for those whose score changes, and stay for all others. A certificate was for the values before,
 * so it goes.
 *
 * @example
 * moveThreshold({ name: 'sure', value: 0.9 }, { slice: { by: 'label', value: 'fraud' }, others: null }, () => 0.7)
 * // { ok: true, threshold: { name: 'sure', value: 0.9, bySlice: { by: 'label', values: { fraud: 0.7 } } }, before: 0.9, after: 0.7 }
 */
export function moveThreshold(
  { certificateId: _, ...threshold }: Threshold,
  { slice, others }: Changed,
  move: (value: number) => number,
): Moved {
  const by = slice?.by ?? others?.by ?? threshold.bySlice?.by;
  if (by !== undefined && threshold.bySlice && threshold.bySlice.by !== by) {
    const parted = slicedField(threshold.bySlice.by) ?? 'class';
    return { ok: false, because: `it is parted by ${parted}, and the maps by ${slicedField(by) ?? 'class'}` };
  }
  const { value, bySlice } = threshold;
  if (slice) {
    const before = (bySlice && ownValue(bySlice, slice.value)) ?? value;
    const after = move(before);
    const values = { ...bySlice?.values, [slice.value]: after };
    return { ok: true, threshold: { ...threshold, bySlice: { by: slice.by, values } }, before, after };
  }
  const after = move(value);
  const values = valuesAfter(threshold, others, move);
  const own =
    by === undefined || values.length === 0 ? {} : { bySlice: { by, values: Object.fromEntries(values) } };
  return { ok: true, threshold: { ...threshold, value: after, ...own }, before: value, after };
}

/** Slices with a map of their own keep what they had, which for some was the general value. */
function valuesAfter(
  { value, bySlice }: Threshold,
  others: BySlice | null,
  move: (value: number) => number,
): readonly (readonly [string, number])[] {
  const slices = new Set([...Object.keys(bySlice?.values ?? {}), ...Object.keys(others?.values ?? {})]);
  return [...slices].map((slice) => {
    const before = (bySlice && ownValue(bySlice, slice)) ?? value;
    return [slice, others && ownValue(others, slice) !== undefined ? before : move(before)];
  });
}

/** @example forWhom({ slice: { by: 'metadata.channel', value: 'app' }, others: null }) // ' for channel "app"' */
export function forWhom({ slice, others }: Changed): string {
  if (slice) return ` for ${describeSlice(slice.by, slice.value)}`;
  return others ? ' for all slices without a map of their own' : '';
}
