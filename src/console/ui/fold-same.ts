import type { LinePair } from './pair-lines.ts';

/** Lines to be shown, or so many that are the same on both sides and are left out. */
export type Fold = { readonly kind: 'lines'; readonly pairs: readonly LinePair[] } | Same;
type Same = { readonly kind: 'same'; readonly count: number };

/**
 * Leaves out what did not change, but for so many lines `around` what did: a change far down a long text is seen at once.
 *
 * @example foldSame(pairLines('a\nb\nc\nd\n', 'a\nb\nc\nx\n'), 1) // two the same, then c and d | x
 */
export function foldSame(pairs: readonly LinePair[], around: number): readonly Fold[] {
  const changed = pairs.flatMap((pair, index) => (pair.before === pair.after ? [] : [index]));
  const near = (index: number) => changed.some((one) => Math.abs(one - index) <= around);
  const folds: Fold[] = [];
  let from = 0;
  while (from < pairs.length) {
    const shown = near(from);
    let end = from + 1;
    while (end < pairs.length && near(end) === shown) end++;
    // To say that one line was left out takes a line.
    const fits = shown || end - from === 1;
    folds.push(fits ? { kind: 'lines', pairs: pairs.slice(from, end) } : { kind: 'same', count: end - from });
    from = end;
  }
  return folds;
}
