import type { Label } from './labels.ts';
import { type Ladder, rungOf } from './ladder.ts';

/** What the labels say about each rung, strictest first. Sums, so windows and shards can be added up. */
export type RungCounts = {
  /** Labels that the rung would have released. */
  readonly labels: readonly number[];
  /** Those of them that were wrong. */
  readonly wrong: readonly number[];
  /**
   * The impact of those, in millionths of the cap and rounded up: whole numbers add up to the same sum in any order, and
   * rounding up can only make a certificate harder to get. Without a cap, 1 000 000 for each wrong one.
   */
  readonly lossMicros: readonly number[];
};

export const lossUnit = 1_000_000;

/**
 * Counts the labels above each rung: one binary search per label, then one pass over the rungs.
 *
 * @example countRungs({ thresholds: [0.9, 0.5], … }, [right at 0.95, wrong at 0.6]) // labels [1, 2], wrong [0, 1]
 */
export function countRungs(
  { thresholds }: Pick<Ladder, 'thresholds'>,
  labels: readonly Label[],
  { impactCap }: { impactCap?: number } = {},
): RungCounts {
  const rungs = thresholds.length;
  const counts = { labels: zeros(rungs), wrong: zeros(rungs), lossMicros: zeros(rungs) };
  for (const label of labels) {
    const rung = rungOf(thresholds, label.score);
    if (rung === rungs) continue;
    add(counts.labels, rung, 1);
    if (!label.wrong) continue;
    add(counts.wrong, rung, 1);
    add(counts.lossMicros, rung, lossMicrosOf(label, impactCap));
  }
  for (const column of Object.values(counts))
    for (let rung = 1; rung < rungs; rung += 1) add(column, rung, column[rung - 1] ?? 0);
  return counts;
}

/** The loss of one label in millionths of the cap; 0 for a right one. */
export function lossMicrosOf({ wrong, impact }: Label, impactCap: number | undefined): number {
  if (!wrong) return 0;
  return impactCap === undefined ? lossUnit : Math.ceil(((impact ?? impactCap) / impactCap) * lossUnit);
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function add(column: number[], rung: number, count: number): void {
  column[rung] = (column[rung] ?? 0) + count;
}
