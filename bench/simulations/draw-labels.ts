import type { LabelColumns } from '../../src/core/certificates/betting.ts';
import type { Random } from '../../src/core/stats/random.ts';
import { parts, type World } from './worlds.ts';

/** Labels above each rung and the wrong ones among them, from the strictest rung down. */
export type Counts = { readonly labels: number[]; readonly wrong: number[] };

/** The audit of one window: `size` labels of one probability. */
export function drawCounts(world: World, size: number, random: Random): Counts {
  const counts = { labels: new Array<number>(parts).fill(0), wrong: new Array<number>(parts).fill(0) };
  for (let label = 0; label < size; label += 1) {
    const part = random.integer(parts);
    counts.labels[part]! += 1; // within the parts
    if (random.uniform() < world.errorOfPart[part]!) counts.wrong[part]! += 1; // as above
  }
  return counts;
}

/** From counts of each part to counts of everything above. */
export function above({ labels, wrong }: Counts): Counts {
  return { labels: runningSums(labels), wrong: runningSums(wrong) };
}

export function runningSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/** Adds a week to the weeks before. */
export function addCounts(sums: Counts, more: Counts): Counts {
  return {
    labels: sums.labels.map((count, part) => count + more.labels[part]!), // one length
    wrong: sums.wrong.map((count, part) => count + more.wrong[part]!), // as above
  };
}

/**
 * Half of the traffic is well known, four times less often wrong than the other half, and audited four times as often:
 * what sampling by habit looks like. Both halves have the same scores, and together the world's error.
 */
export const strata = [
  { probability: 0.2, errorTimes: 0.4 },
  { probability: 0.05, errorTimes: 1.6 },
] as const;
export const leastProbability = 0.05;

/** What is labelled of `decisions` decisions, in the order they came. */
export function drawMixed(world: World, decisions: number, random: Random): LabelColumns {
  const rung: number[] = [];
  const loss: number[] = [];
  const probability: number[] = [];
  for (const stratum of strata) {
    // How many of a half are drawn is binomial; which ones does not matter.
    const size = random.binomial(decisions / strata.length, stratum.probability);
    for (let label = 0; label < size; label += 1) {
      const part = random.integer(parts);
      rung.push(part);
      loss.push(random.uniform() < world.errorOfPart[part]! * stratum.errorTimes ? 1 : 0); // within the parts
      probability.push(stratum.probability);
    }
  }
  const order = shuffled(rung.length, random);
  return {
    rung: Int32Array.from(order, (index) => rung[index]!), // an order of these indexes
    loss: Float64Array.from(order, (index) => loss[index]!), // as above
    probability: Float64Array.from(order, (index) => probability[index]!), // as above
  };
}

export function countsOf({ rung, loss }: LabelColumns): Counts {
  const counts = { labels: new Array<number>(parts).fill(0), wrong: new Array<number>(parts).fill(0) };
  for (const [index, part] of rung.entries()) {
    counts.labels[part]! += 1; // within the parts
    counts.wrong[part]! += loss[index]!; // one length
  }
  return above(counts);
}

function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!]; // both within
  }
  return order;
}
