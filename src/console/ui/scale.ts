/** The next round number at or above `most` (1, 2 or 5 times a power of ten), so that axes end on numbers people read. */
export function roundTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 5, 10].find((one) => one * power >= most * (1 - 1e-12)) ?? 10; // a hair below counts as reached
  return step * power;
}

/** Whole, evenly spaced round ticks from 0 to at least `most`: up to five steps, because more clutter a small chart. */
export function ticksTo(most: number): number[] {
  const step = Math.max(roundTop(most / 5), 1);
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most * (1 - 1e-12)) ticks.push(ticks.length * step);
  return ticks.length === 1 ? [0, step] : ticks;
}

/** The points of a line over evenly spaced values, in a box of the given size; `top` is the value at its upper edge. */
export function linePoints(
  values: readonly number[],
  box: { width: number; height: number; top: number },
): { x: number; y: number }[] {
  const gap = values.length > 1 ? box.width / (values.length - 1) : 0;
  return values.map((value, index) => ({ x: index * gap, y: box.height - (value / box.top) * box.height }));
}

export function pathOf(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
