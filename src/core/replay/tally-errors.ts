import type { RecordedRouting } from '../segments/recorded-decision.ts';
import type { DesignCount } from './estimate-errors.ts';
import { gradeCodes } from './overlay-grades.ts';

/** By what the two policies do: both release, only the baseline does, only the draft does, neither does. */
export const groups = { both: 0, avoided: 1, added: 2, neither: 3 } as const;
const groupCount = 4;

export type Design = Pick<DesignCount, 'policyVersionId' | 'stratum' | 'routed' | 'probability'>;

/** Decisions, graded and wrong ones by slice, group and how they were sampled. */
export type ErrorTally = {
  /** The place of a recorded routing's sampling design; ask once per routing, not per decision. */
  designOf(routing: RecordedRouting): number;
  add(design: number, at: { slice: number; group: number; grade: number }): void;
  /** Of the slices and groups that are wanted. */
  counts(wanted: { slices: readonly number[]; groups: readonly number[] }): DesignCount[];
};

export function openErrorTally(slices: number): ErrorTally {
  const places = new Map<string, number>();
  const designs: { design: Design; counts: Float64Array }[] = [];
  return {
    designOf(routing) {
      const { key, ...design } = designOf(routing);
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, designs.length);
      return designs.push({ design, counts: new Float64Array(slices * groupCount * 3) }) - 1;
    },
    add(design, { slice, group, grade }) {
      const { counts } = designs[design]!; // handed out above
      const at = (slice * groupCount + group) * 3;
      counts[at]! += 1; // within its length
      if (grade === gradeCodes.none) return;
      counts[at + 1]! += 1; // within its length
      if (grade === gradeCodes.wrong) counts[at + 2]! += 1; // within its length
    },
    counts({ slices: ofSlices, groups: ofGroups }) {
      return designs.map(({ design, counts }) => {
        const sum = (what: number) =>
          ofSlices.reduce(
            (total, slice) =>
              total +
              ofGroups.reduce(
                (part, group) => part + (counts[(slice * groupCount + group) * 3 + what] ?? 0),
                0,
              ),
            0,
          );
        return { ...design, decisions: sum(0), graded: sum(1), wrong: sum(2) };
      });
    },
  };
}

/**
 * How a decision was sampled. Where a rule sent it to people its probability is 1; given the safe output at once, it was
 * sent to nobody, and only the draw could hit it.
 */
export function designOf(
  routing: Pick<RecordedRouting, 'policyVersionId' | 'stratum' | 'inclusionProbability' | 'route'>,
): Design & { readonly key: string } {
  const { policyVersionId, stratum, route, inclusionProbability: probability } = routing;
  const routed = route !== 'release' && probability === 1;
  return {
    policyVersionId,
    stratum,
    routed,
    probability,
    key: `${policyVersionId} ${routed} ${probability} ${stratum}`,
  };
}
