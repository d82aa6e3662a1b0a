import type { Cell } from './column.ts';

/** Gives every different value a place, in the order of first appearance. */
export type Dictionary<T extends Cell> = { readonly values: T[]; placeOf(value: T): number };

/**
 * Texts, numbers and flags are told apart as a Map does it. Objects that say the same are one: they are made by one
 * writer, so their keys stand in one order. One that is handed in again and again is written out only once.
 *
 * @example openDictionary().placeOf('DE') // 0
 */
export function openDictionary<T extends Cell>(): Dictionary<T> {
  const places = new Map<T, number>();
  const byText = new Map<string, number>();
  const values: T[] = [];
  function placeOfNew(value: T): number {
    if (typeof value !== 'object' || value === null) return values.push(value) - 1;
    const text = JSON.stringify(value);
    const place = byText.get(text) ?? values.push(value) - 1;
    byText.set(text, place);
    return place;
  }
  return {
    values,
    placeOf(value) {
      const known = places.get(value);
      if (known !== undefined) return known;
      const place = placeOfNew(value);
      places.set(value, place);
      return place;
    },
  };
}
