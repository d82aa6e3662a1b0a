import type { DesignCount } from './estimate-errors.ts';
import { type Design, designOf } from './tally-errors.ts';

/** Thresholds that are counted, beside 0: the finest step is a thousandth of the scale. */
export const finest = 1000;
/** The place of what no threshold releases: a cost that rounding has put a hair above the scale. */
export const beyond = finest + 1;

/** Decisions of one slice and sampling design by the place of their score, and what is known of them. */
export type SweepTable = {
  readonly decisions: Uint32Array;
  readonly graded: Uint32Array;
  readonly wrong: Uint32Array;
};

/** The tables of one sampling design by slice; those not needed yet are missing. */
export type DesignTables = { readonly design: Design; readonly bySlice: (SweepTable | undefined)[] };

export function openSweepTables(): {
  of(routing: Parameters<typeof designOf>[0]): DesignTables;
  all(): readonly DesignTables[];
} {
  const known = new Map<string, DesignTables>();
  return {
    of(routing) {
      const { key, ...design } = designOf(routing);
      const found = known.get(key) ?? { design, bySlice: [] };
      known.set(key, found);
      return found;
    },
    all: () => [...known.values()],
  };
}

export function tableOf({ bySlice }: DesignTables, slice: number): SweepTable {
  const found = bySlice[slice];
  if (found) return found;
  const made = {
    decisions: new Uint32Array(beyond + 1),
    graded: new Uint32Array(beyond + 1),
    wrong: new Uint32Array(beyond + 1),
  };
  bySlice[slice] = made;
  return made;
}

/**
 * What is released at each threshold: sums of a table's places from the safe end.
 *
 * @example releasedAt(tables, { slices: [0], side: 'at-or-above' })(850) // counts of decisions at or above 0.85
 */
export function releasedAt(
  tables: readonly DesignTables[],
  { slices, side }: { slices: readonly number[]; side: 'at-or-above' | 'at-or-below' },
): (place: number) => DesignCount[] {
  const sums = tables.map(({ design, bySlice }) => {
    const found = slices.flatMap((slice) => bySlice[slice] ?? []);
    return {
      design,
      decisions: summed(
        found.map((table) => table.decisions),
        side,
      ),
      graded: summed(
        found.map((table) => table.graded),
        side,
      ),
      wrong: summed(
        found.map((table) => table.wrong),
        side,
      ),
    };
  });
  return (place) =>
    sums.map(({ design, decisions, graded, wrong }) => ({
      ...design,
      decisions: decisions[place] ?? 0,
      graded: graded[place] ?? 0,
      wrong: wrong[place] ?? 0,
    }));
}

function summed(counts: readonly Uint32Array[], side: 'at-or-above' | 'at-or-below'): Float64Array {
  const sums = new Float64Array(beyond + 1);
  for (const one of counts) for (let place = 0; place <= beyond; place++) sums[place]! += one[place]!; // both that long
  if (side === 'at-or-below')
    for (let place = 1; place <= beyond; place++) sums[place]! += sums[place - 1]!; // in range
  else for (let place = beyond - 1; place >= 0; place--) sums[place]! += sums[place + 1]!; // in range
  return sums;
}

/**
 * The place of a score among the thresholds `i · scale / 1000`: the highest one that is not above it, or, where low is
 * safe, the lowest one that is not below it. Exactly as the comparison with the threshold has it: a product that was
 * rounded is put right by one comparison.
 *
 * @example openPlaces(1, 'at-or-above')(0.29) // 290, although 0.29 * 1000 is 289.99999999999994
 */
export function openPlaces(scale: number, side: 'at-or-above' | 'at-or-below'): (score: number) => number {
  const thresholds = Float64Array.from({ length: finest + 1 }, (_, place) => thresholdAt(place, scale));
  const perUnit = finest / scale;
  if (side === 'at-or-above')
    return (score) => {
      const near = Math.min(finest, Math.floor(score * perUnit));
      if (thresholds[near]! > score) return near - 1; // within its length
      return near < finest && thresholds[near + 1]! <= score ? near + 1 : near; // within its length
    };
  return (score) => {
    const near = Math.min(finest, Math.ceil(score * perUnit));
    if (thresholds[near]! < score) return near + 1; // within its length
    return near > 0 && thresholds[near - 1]! >= score ? near - 1 : near; // within its length
  };
}

/** A quotient, because 850 / 1000 is the very number that is written 0.85. */
export function thresholdAt(place: number, scale: number): number {
  return (place * scale) / finest;
}
