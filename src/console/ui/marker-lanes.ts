/**
 * A lane from the top for each marker's name, so that names of neighbours do not lie over each other: the first lane
 * in which the last name stands at least `gap` of the width away.
 *
 * @example markerLanes([0.8, 0.82, 0.2], 0.2) // [0, 1, 0]
 */
export function markerLanes(shares: readonly number[], gap: number): number[] {
  const order = shares.map((share, index) => ({ share, index })).sort((a, b) => a.share - b.share);
  const ends: number[] = [];
  const lanes = shares.map(() => 0);
  for (const { share, index } of order) {
    const free = ends.findIndex((end) => share - end >= gap);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = share;
    lanes[index] = lane;
  }
  return lanes;
}
