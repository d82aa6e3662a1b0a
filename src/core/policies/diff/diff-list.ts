import type { PolicyChange } from './policy-change.ts';

// Rules and strata are compared by one function; what they share is a name and a condition.
export type Named = { readonly name: string; readonly when: string };

export type Lists<T extends Named> = {
  readonly at: string;
  readonly word: string;
  readonly from: readonly T[];
  readonly to: readonly T[];
  readonly describe: (item: T) => string;
  /** What differs between two of the same name, as parts of a sentence. */
  readonly compare: (before: T, after: T) => readonly string[];
};

/**
 * The changes of one list: what was removed, then the new list from top to bottom, as a reader would go through it.
 *
 * A rule that moved and changed is told as both, because either can change what is released.
 */
export function diffList<T extends Named>(lists: Lists<T>): PolicyChange[] {
  const { at, word, from, to, describe, compare } = lists;
  const before = matchByName(lists);
  const kept = new Set(before.values());
  const moved = outOfOrder(to.flatMap((item) => before.get(item) ?? []).map((item) => from.indexOf(item)));
  const changes = from.flatMap((item, index): PolicyChange[] =>
    kept.has(item)
      ? []
      : [{ at: `${at}/${index}`, kind: 'removed', sentence: `${word} "${item.name}" was removed.` }],
  );
  to.forEach((item, index) => {
    const place = `${at}/${index}`;
    const old = before.get(item);
    if (old === undefined) {
      const sentence = `${word} "${item.name}" was added at place ${index + 1}: ${describe(item)}.`;
      changes.push({ at: place, kind: 'added', sentence });
      return;
    }
    if (moved.has(from.indexOf(old)))
      changes.push({
        at: place,
        kind: 'moved',
        sentence: `${word} "${item.name}" moved to place ${index + 1}.`,
      });
    const renamed = old.name === item.name ? [] : [`is now called "${item.name}"`];
    for (const part of [...renamed, ...compare(old, item)])
      changes.push({ at: place, kind: 'changed', sentence: `${word} "${old.name}" ${part}.` });
  });
  return changes;
}

/**
 * New items with their old ones: of the same name, else alike in everything but the name.
 *
 * Names go first over the whole list, so that a renamed rule cannot take the old one away from its namesake.
 */
function matchByName<T extends Named>({ from, to, compare }: Lists<T>): ReadonlyMap<T, T> {
  const matches = new Map<T, T>();
  for (const item of to) {
    const old = from.find((one) => one.name === item.name);
    if (old) matches.set(item, old);
  }
  const taken = new Set(matches.values());
  for (const item of to) {
    if (matches.has(item)) continue;
    const old = from.find((one) => !taken.has(one) && compare(one, item).length === 0);
    if (old === undefined) continue;
    matches.set(item, old);
    taken.add(old);
  }
  return matches;
}

/**
 * Of a row of numbers, those that are not part of its longest increasing subsequence.
 *
 * What stays in order has not moved, so this tells the fewest moves that explain the new order (Schensted 1961).
 * Cubic at worst, as rows are copied; 200 rules take milliseconds, and a person reads the result.
 *
 * @example outOfOrder([3, 0, 1, 2]) // Set { 3 }
 */
function outOfOrder(row: readonly number[]): ReadonlySet<number> {
  const longest: number[][] = [];
  row.forEach((value, index) => {
    const earlier = longest.slice(0, index).filter((_, at) => (row[at] ?? 0) < value);
    const best = earlier.reduce((one, other) => (other.length > one.length ? other : one), []);
    longest.push([...best, value]);
  });
  const inOrder = new Set(longest.reduce((one, other) => (other.length > one.length ? other : one), []));
  return new Set(row.filter((value) => !inOrder.has(value)));
}
