import { type LiveRoute, liveRoutes } from './live-routes.ts';
import type { Made } from './side.ts';

/** What one policy does with the decisions of a slice. */
export type SideCounts = {
  readonly routes: Readonly<Record<LiveRoute, number>>;
  readonly held: number;
  /** Released, and a rule has people look at it. */
  readonly reviewed: number;
  /** Released, and the audit draw has people look at it. */
  readonly sampled: number;
  readonly failedClosed: number;
  /** Released under a standing approval. */
  readonly approved: number;
  readonly defaulted: number;
  readonly tasks: number;
  readonly judgements: number;
};

const fields = [
  'held',
  'reviewed',
  'sampled',
  'failedClosed',
  'approved',
  'defaulted',
  'tasks',
  'judgements',
] as const;
const width = liveRoutes.length + fields.length;
const place = Object.fromEntries(fields.map((field, i) => [field, liveRoutes.length + i])) as Record<
  (typeof fields)[number],
  number
>; // one per field

/** Judgements that the decision asks for: those of its route, else one where the draw hit. */
export function judgementsFor({ treatment, drawn }: Pick<Made, 'treatment' | 'drawn'>): number {
  if (treatment.judgements > 0) return treatment.judgements;
  // Who was given the safe output has nothing that people could still judge.
  return drawn && !treatment.defaulted ? 1 : 0;
}

/** Counts by slice; plain additions to one array of numbers. */
export type SideTally = { add(slice: number, made: Made): void; of(slice: number): SideCounts };

export function openSideTally(slices: number): SideTally {
  const counts = new Float64Array(slices * width);
  function bump(at: number): void {
    counts[at]! += 1; // within its length
  }
  return {
    add(slice, made) {
      const { treatment } = made;
      const at = slice * width;
      bump(at + treatment.route);
      if (treatment.held) bump(at + place.held);
      else if (treatment.judgements > 0) bump(at + place.reviewed);
      else if (made.drawn && !treatment.defaulted) bump(at + place.sampled);
      if (made.failure !== null) bump(at + place.failedClosed);
      if (made.approved) bump(at + place.approved);
      if (treatment.defaulted) bump(at + place.defaulted);
      const judgements = judgementsFor(made);
      if (judgements === 0) return;
      bump(at + place.tasks);
      counts[at + place.judgements]! += judgements; // within its length
    },
    of(slice) {
      const at = (i: number) => counts[slice * width + i] ?? 0;
      return {
        routes: Object.fromEntries(liveRoutes.map((route, i) => [route, at(i)])) as SideCounts['routes'], // one per route
        ...(Object.fromEntries(fields.map((field) => [field, at(place[field])])) as Omit<
          SideCounts,
          'routes'
        >), // one per field
      };
    },
  };
}

/** Counts of slices put together. */
export function addSides(sides: readonly SideCounts[]): SideCounts {
  const sum = (of: (side: SideCounts) => number) => sides.reduce((total, side) => total + of(side), 0);
  return {
    routes: Object.fromEntries(
      liveRoutes.map((route) => [route, sum(({ routes }) => routes[route])]),
    ) as SideCounts['routes'], // one per route
    ...(Object.fromEntries(fields.map((field) => [field, sum((side) => side[field])])) as Omit<
      SideCounts,
      'routes'
    >), // one per field
  };
}
