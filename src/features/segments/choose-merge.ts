/** A small segment, as merging looks at it. */
export type SmallSegment = { segmentId: string; decisions: number; size: number };

/** Decisions of a large segment: enough for compression and typed arrays, few enough to be held many at a time. */
export const largeDecisions = 65_536;
/** A use case with long texts in its metadata reaches this first; a segment must fit into memory several times. */
export const largeBytes = 32 * 1024 * 1024;
/** As many of one size are merged into one: each decision is written four times at most on its way to a large one. */
export const alike = 32;

/**
 * Which of a use case's small segments to merge now, oldest first; none while there is too little to gain.
 *
 * @example chooseMerge(32 segments of 2,048 decisions) // all of them: one large segment
 */
export function chooseMerge<S extends SmallSegment>(segments: readonly S[]): S[] {
  return firstLarge(segments) ?? oneSize(segments) ?? [];
}

function firstLarge<S extends SmallSegment>(segments: readonly S[]): S[] | null {
  let decisions = 0;
  let bytes = 0;
  for (const [index, segment] of segments.entries()) {
    decisions += segment.decisions;
    bytes += segment.size;
    if (isLarge(decisions, bytes)) return segments.slice(0, index + 1);
  }
  return null;
}

export function isLarge(decisions: number, bytes: number): boolean {
  return decisions >= largeDecisions || bytes >= largeBytes;
}

/** Segments of 32 to 1,023 decisions are of one size, those of 1,024 to 32,767 of the next: 32 of one make one of the next. */
function oneSize<S extends SmallSegment>(segments: readonly S[]): S[] | null {
  for (let least = 1; least < largeDecisions; least *= alike) {
    const same = segments.filter(({ decisions }) => decisions >= least && decisions < least * alike);
    if (same.length >= alike) return same;
  }
  return null;
}
