import type { Query } from '../read-banking77.ts';
import type { Random } from '../seeded-random.ts';
import { shuffle } from '../shuffle.ts';
import { arrivalTimes, type Pace } from './arrival-times.ts';
import { drawMetadata, type QueryMetadata } from './draw-metadata.ts';

export interface Arrival {
  /** From the start of the stream, as time goes by in the demo's world. */
  readonly atMs: number;
  readonly query: Query;
  readonly metadata: QueryMetadata;
}

/** Endless: when every query has come once, they come again in another order. */
export function* streamQueries(
  queries: readonly Query[],
  pace: Pace,
  random: Random,
): Generator<Arrival, never> {
  if (queries.length === 0) throw new Error('There are no queries to stream.');
  const times = arrivalTimes(pace, random);
  while (true) {
    for (const query of shuffle(queries, random)) {
      yield { atMs: times.next().value, query, metadata: drawMetadata(query.intent, random) };
    }
  }
}
