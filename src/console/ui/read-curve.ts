export type Point = { x: number; y: number };

/**
 * The height of a curve at a place between its points, as the drawn line has it; null outside of it.
 *
 * @example at([{ x: 0, y: 0 }, { x: 1, y: 10 }], 0.25) // 2.5
 */
export function at(points: readonly Point[], x: number): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || x < first.x || x > last.x) return null;
  const next = points.findIndex((point) => point.x >= x);
  const after = points[next];
  const before = points[next - 1];
  if (!after) return null;
  if (!before || after.x === before.x) return after.y;
  return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x);
}

/**
 * Round ticks between two numbers, the ends included where they are round themselves: about `count` of them.
 *
 * @example ticksBetween(0.5, 1, 5) // [0.5, 0.6, 0.7, 0.8, 0.9, 1]
 */
export function ticksBetween(low: number, high: number, count = 5): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}
