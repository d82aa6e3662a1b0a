import type { Random } from './seeded-random.ts';

/** One standard normal number (Box–Muller). */
export function drawNormal(random: Random): number {
  // 1 − u is never zero, so the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
