import { diffLines } from 'diff';

/** One row of two texts laid side by side; null where the other side has something of its own. */
export type LinePair = { readonly before: string | null; readonly after: string | null };

/**
 * Lays two texts side by side, line by line: what was removed stands beside what took its place.
 *
 * @example pairLines('a\nb\n', 'a\nc\n') // [{ before: 'a', after: 'a' }, { before: 'b', after: 'c' }]
 */
export function pairLines(before: string, after: string): readonly LinePair[] {
  const pairs: LinePair[] = [];
  let removed: readonly string[] = [];
  const flush = (added: readonly string[]) => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      pairs.push({ before: removed[at] ?? null, after: added[at] ?? null });
    }
    removed = [];
  };
  for (const part of diffLines(before, after)) {
    const lines = part.value.replace(/\n$/, '').split('\n');
    if (part.removed) removed = lines;
    else if (part.added) flush(lines);
    else {
      flush([]);
      pairs.push(...lines.map((line) => ({ before: line, after: line })));
    }
  }
  flush([]);
  return pairs;
}
