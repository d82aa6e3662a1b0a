import { drawNormal } from '../draw-normal.ts';
import type { Random } from '../seeded-random.ts';
import type { Person } from './person.ts';

/** How long a person looks at one item: log-normal, as times of human decisions are. */
export function thinkingMs(person: Person, random: Random): number {
  return 1000 * person.medianSeconds * Math.exp(person.spread * drawNormal(random));
}
