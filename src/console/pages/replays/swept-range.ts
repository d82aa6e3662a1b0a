/**
 * Where a sweep has something to show: from the last threshold before the number released begins to change to the
 * first after it has stopped.
 *
 * @example sweptRange([{ released: 9 }, { released: 9 }, { released: 4 }, { released: 0 }, { released: 0 }]) // { first: 1, last: 3 }
 */
export function sweptRange(points: readonly { released: number }[]): { first: number; last: number } {
  const end = Math.max(0, points.length - 1);
  const begins = points.findIndex(({ released }) => released !== points[0]?.released);
  if (begins < 0) return { first: 0, last: end };
  const stops = points.findLastIndex(({ released }) => released !== points[end]?.released);
  return { first: begins - 1, last: Math.min(end, stops + 1) };
}
