import {
  type BySlice,
  describeSlice,
  ownValue,
  type Sliceable,
  slicedField,
  sliceIn,
} from '../use-cases/slice.ts';

/**
 * Which calibration map gives a model version its calibrated confidence: the number of one for all its decisions, or others for
 * some slices. Without `map` the decisions of slices that are not named have no calibrated confidence.
 */
export type MapChoice = number | SlicedMaps;
export type SlicedMaps = { readonly map?: number; readonly bySlice: BySlice };

/** A slice by what parts it and the text of its value. */
export type NamedSlice = { readonly by: string; readonly value: string };

/** A map as a choice names it: for a slice, or, with null, for all others. */
export type NamedMap = { readonly number: number; readonly slice: NamedSlice | null };

/** @example namedMaps({ map: 1, bySlice: { by: 'label', values: { fraud: 2 } } }) // 1 for null, 2 for the class fraud */
export function namedMaps(choice: MapChoice): readonly NamedMap[] {
  if (typeof choice === 'number') return [{ number: choice, slice: null }];
  const { map, bySlice } = choice;
  const sliced = Object.entries(bySlice.values).map(([value, number]) => ({
    number,
    slice: { by: bySlice.by, value },
  }));
  return [...(map === undefined ? [] : [{ number: map, slice: null }]), ...sliced];
}

/** The map for all decisions whose slice is not named; null where there is none. */
export function generalMap(choice: MapChoice | undefined): number | null {
  return typeof choice === 'number' ? choice : (choice?.map ?? null);
}

/** What a choice parts decisions by; null where one map is for all. */
export function partedBy(choice: MapChoice | undefined): string | null {
  return typeof choice === 'object' ? choice.bySlice.by : null;
}

/**
 * The number of the map for a decision; null where the choice names none for its slice. For every decision what parts them is
 * taken apart once.
 *
 * @example mapNumberOf({ bySlice: { by: 'metadata.channel', values: { app: 2 } } })({ label: null, metadata: { channel: 'app' } }) // 2
 */
export function mapNumberOf(choice: MapChoice): (decision: Sliceable) => number | null {
  const general = generalMap(choice);
  if (typeof choice === 'number') return () => general;
  const field = slicedField(choice.bySlice.by);
  const values = new Map(Object.entries(choice.bySlice.values));
  return (decision) => {
    const slice = sliceIn(field, decision);
    return slice === null ? general : (values.get(slice) ?? general);
  };
}

/** The number of the map for a slice, or, with null, for all others; the one for all others where the slice is not named. */
export function mapForSlice(choice: MapChoice | undefined, slice: NamedSlice | null): number | null {
  if (typeof choice !== 'object' || slice === null || choice.bySlice.by !== slice.by)
    return generalMap(choice);
  return ownValue(choice.bySlice, slice.value) ?? generalMap(choice);
}

/** @example describeMaps({ map: 1, bySlice: { by: 'label', values: { fraud: 2 } } }) // 'map 1, map 2 for "fraud"' */
export function describeMaps(choice: MapChoice): string {
  const maps = namedMaps(choice)
    .map(({ number, slice }) => `map ${number}${slice ? ` for ${describeSlice(slice.by, slice.value)}` : ''}`)
    .join(', ');
  return generalMap(choice) === null ? `${maps} alone` : maps;
}

/** With a map for a slice, or, with null, for all others. Another parting cannot be joined to the one there is. */
export function withMap(before: MapChoice | undefined, { number, slice }: NamedMap): MapChoice {
  if (slice === null) return typeof before === 'object' ? { ...before, map: number } : number;
  const general = generalMap(before);
  const values = typeof before === 'object' && before.bySlice.by === slice.by ? before.bySlice.values : {};
  return {
    ...(general === null ? {} : { map: general }),
    bySlice: { by: slice.by, values: { ...values, [slice.value]: number } },
  };
}
