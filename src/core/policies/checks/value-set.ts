// Sets of values that a condition lets through: intervals of numbers, lists of values, and everything but a list.

export type Value = string | number | boolean;

export type Interval = {
  readonly kind: 'interval';
  readonly low: number;
  readonly high: number;
  /** Whether the end itself is left out. */
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
};
export type ValueSet =
  | Interval
  | { readonly kind: 'only'; readonly values: ReadonlySet<Value> }
  | { readonly kind: 'but'; readonly values: ReadonlySet<Value> };

export const everything: ValueSet = { kind: 'but', values: new Set() };
export const everyNumber = interval({});

/** @example interval({ low: 0.5, lowOpen: true }) // above 0.5 */
export function interval(ends: Partial<Omit<Interval, 'kind'>>): Interval {
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = ends;
  return { kind: 'interval', low, high, lowOpen: ends.lowOpen ?? false, highOpen: ends.highOpen ?? false };
}

export function only(values: Iterable<Value>): ValueSet {
  return { kind: 'only', values: new Set(values) };
}

export function but(values: Iterable<Value>): ValueSet {
  return { kind: 'but', values: new Set(values) };
}

export function isEmpty(set: ValueSet): boolean {
  if (set.kind === 'only') return set.values.size === 0;
  if (set.kind === 'but') return false;
  return set.low > set.high || (set.low === set.high && (set.lowOpen || set.highOpen));
}

export function contains(set: ValueSet, value: Value): boolean {
  if (set.kind !== 'interval') return set.values.has(value) === (set.kind === 'only');
  if (typeof value !== 'number' || value < set.low || value > set.high) return false;
  return !(value === set.low && set.lowOpen) && !(value === set.high && set.highOpen);
}

/**
 * What both let through, or a little more: an interval without some single values stays the interval.
 *
 * @example intersection(interval({ low: 0.5 }), interval({ high: 0.9 })) // from 0.5 to 0.9
 */
export function intersection(one: ValueSet, other: ValueSet): ValueSet {
  if (one.kind === 'only') return only([...one.values].filter((value) => contains(other, value)));
  if (other.kind === 'only') return intersection(other, one);
  if (one.kind === 'but' && other.kind === 'but') return but([...one.values, ...other.values]);
  if (one.kind === 'but') return other;
  if (other.kind === 'but') return one;
  const lower = one.low > other.low || (one.low === other.low && one.lowOpen) ? one : other;
  const upper = one.high < other.high || (one.high === other.high && one.highOpen) ? one : other;
  const { low, lowOpen } = lower;
  return { kind: 'interval', low, lowOpen, high: upper.high, highOpen: upper.highOpen };
}

/**
 * Whether the sets together let through all that `whole` does. True only where that is certain.
 *
 * @example covers([interval({ high: 0.5 }), interval({ low: 0.5 })], everyNumber) // true
 */
export function covers(sets: readonly ValueSet[], whole: ValueSet): boolean {
  if (isEmpty(whole)) return true;
  if (whole.kind === 'only')
    return [...whole.values].every((value) => sets.some((set) => contains(set, value)));
  const open = sets.find((set) => set.kind === 'but');
  if (open?.kind === 'but') {
    const left = [...open.values].filter((value) => contains(whole, value));
    return left.every((value) => sets.some((set) => contains(set, value)));
  }
  return whole.kind === 'interval' && coversInterval(sets, whole);
}

/** Goes from the lower end to the upper as far as the sets reach; single values are no help on the way. */
function coversInterval(sets: readonly ValueSet[], whole: Interval): boolean {
  const intervals = sets.filter((set) => set.kind === 'interval').filter((set) => !isEmpty(set));
  // Up to `at` all is covered, and `at` itself too if `with` says so.
  let [at, withAt] = [whole.low, whole.lowOpen];
  const done = () => at > whole.high || (at === whole.high && (withAt || whole.highOpen));
  while (!done()) {
    const next = intervals
      .filter(({ low, lowOpen }) => low < at || (low === at && (withAt || !lowOpen)))
      .filter(({ high, highOpen }) => high > at || (high === at && !withAt && !highOpen))
      .reduce<Interval | null>(
        (best, one) => (best === null || reachesFurther(one, best) ? one : best),
        null,
      );
    if (next === null) return false;
    [at, withAt] = [next.high, !next.highOpen];
  }
  return true;
}

function reachesFurther(one: Interval, other: Interval): boolean {
  return one.high > other.high || (one.high === other.high && !one.highOpen && other.highOpen);
}
