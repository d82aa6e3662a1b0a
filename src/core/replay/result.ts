import { type ErrorEstimate, estimateErrors } from './estimate-errors.ts';
import { type LiveRoute, liveRoutes } from './live-routes.ts';
import type { ReplayTallies } from './replay.ts';
import { bySize, type SliceName } from './slices.ts';
import { groups } from './tally-errors.ts';
import { addSides, type SideCounts } from './tally-sides.ts';

export type SliceResult = {
  readonly slice: SliceName;
  readonly decisions: number;
  readonly moved: number;
  readonly baseline: SideCounts;
  readonly draft: SideCounts;
  /** Errors that the baseline lets through and the draft does not, and the other way round. */
  readonly avoided: ErrorEstimate;
  readonly added: ErrorEstimate;
  readonly released: { readonly baseline: ErrorEstimate; readonly draft: ErrorEstimate };
};

export type Transition = { readonly from: LiveRoute; readonly to: LiveRoute; readonly decisions: number };

/** Of all decisions together. */
export function totalOf(tallies: ReplayTallies): SliceResult {
  const all = [...tallies.moved.keys()];
  return {
    ...sliceResult(tallies, all),
    slice: null,
    baseline: addSides(all.map((slice) => tallies.baseline.of(slice))),
    draft: addSides(all.map((slice) => tallies.draft.of(slice))),
  };
}

/** By slice, those with the most decisions first. */
export function slicesOf(tallies: ReplayTallies): SliceResult[] {
  const results = tallies.slices.map((name, slice) => ({ ...sliceResult(tallies, [slice]), slice: name }));
  return results.sort(bySize);
}

function sliceResult(tallies: ReplayTallies, slices: readonly number[]): Omit<SliceResult, 'slice'> {
  const { both, avoided, added } = groups;
  const [first = 0] = slices;
  const errorsIn = (wanted: readonly number[]) =>
    estimateErrors(tallies.errors.counts({ slices, groups: wanted }));
  const inAll = tallies.errors.counts({ slices, groups: Object.values(groups) });
  return {
    decisions: inAll.reduce((sum, { decisions }) => sum + decisions, 0),
    moved: slices.reduce((sum, slice) => sum + (tallies.moved[slice] ?? 0), 0),
    baseline: tallies.baseline.of(first),
    draft: tallies.draft.of(first),
    avoided: errorsIn([avoided]),
    added: errorsIn([added]),
    released: { baseline: errorsIn([both, avoided]), draft: errorsIn([both, added]) },
  };
}

/** Which routes become which, those that occur. */
export function transitionsOf({ transitions }: Pick<ReplayTallies, 'transitions'>): Transition[] {
  return liveRoutes.flatMap((from, i) =>
    liveRoutes.flatMap((to, j) => {
      const decisions = transitions[i * liveRoutes.length + j] ?? 0;
      return decisions === 0 ? [] : [{ from, to, decisions }];
    }),
  );
}
