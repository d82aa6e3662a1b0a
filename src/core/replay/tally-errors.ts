import type { RecordedRouting } from '../segments/recorded-decision.ts';
import type { DesignCount } from './estimate-errors.ts';
import { gradeCodes } from './overlay-grades.ts';

/** By what the two policies do: both release, only the baseline does, only the draft does, neither does. */
export const groups = { both: 0, avoided: 1, added: 2, neither: 3 } as const;
const groupCount = 4;

type Design = Pick<DesignCount, 'policyVersionId' | 'stratum' | 'routed' | 'probability'>;

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
    designOf({ policyVersionId, stratum, inclusionProbability: probability, route }) {
      const routed = route !== 'release' && probability === 1;
      const key = `${policyVersionId} ${routed} ${probability} ${stratum}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const design = { policyVersionId, stratum, routed, probability };
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
