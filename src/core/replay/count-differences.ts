import type { Columns } from '../segments/column.ts';
import { columnNames } from '../segments/recorded-decision.ts';
import { idAt } from '../segments/uuid-bytes.ts';
import { rankOf } from './examples.ts';
import { type LiveRoute, liveRoutes } from './live-routes.ts';
import { type ReplaySegment, routingsOf, type SegmentSide } from './side.ts';
import type { SliceName, Slices } from './slices.ts';
import { hourOf } from './tally-hours.ts';

/** What was done, and what would have been done. */
export type Difference = {
  readonly slice: SliceName;
  readonly live: LiveRoute;
  readonly shadow: LiveRoute;
  /** The shadow model chose another class. */
  readonly otherLabel: boolean;
};
export type DifferenceCount = Difference & { readonly hourMs: number; readonly decisions: number };
export type DifferenceExample = Difference & {
  readonly decisionId: string;
  /** Of a shadow model version. */
  readonly shadowDecisionId: string | null;
  /** From 0 to 2^32 − 1 and always the same for a decision: those with the lowest are kept. */
  readonly rank: number;
};

/** Row by row the live decision and, of a shadow model version, its decision about the same input. */
export type Compared = {
  readonly live: ReplaySegment;
  /** The live segment itself where only the policy differs. */
  readonly shadow: ReplaySegment;
  readonly before: SegmentSide;
  readonly after: SegmentSide;
  readonly slices: Slices;
};

/**
 * Counts what a shadow does otherwise, by hour and slice, and gives every differing decision as a candidate example.
 *
 * @example countDifferences(compared).counts // [{ hourMs, slice: 'DE', live: 'release', shadow: 'hold', …, decisions: 3 }]
 */
export function countDifferences({ live, shadow, before, after, slices }: Compared): {
  counts: DifferenceCount[];
  examples: DifferenceExample[];
} {
  const counts = new Map<string, { -readonly [key in keyof DifferenceCount]: DifferenceCount[key] }>();
  const examples: DifferenceExample[] = [];
  const { codes, routings } = routingsOf(live.columns);
  const { codes: shadowCodes } = routingsOf(shadow.columns);
  const { ids, times } = keysOf(live.columns);
  const shadowIds = live === shadow ? null : keysOf(shadow.columns).ids;
  const [label, shadowLabel] = [labelsOf(live.columns), labelsOf(shadow.columns)];
  const sliceAt = slices.of(live.columns);
  for (let row = live.first; row < live.end; row++) {
    const code = codes[row]!; // one a row
    if (routings[code]?.route === 'shadow') continue;
    const was = before(row, code).treatment.route;
    const difference: Difference = {
      slice: slices.names[sliceAt(row)] ?? null,
      live: liveRoutes[was] ?? 'hold',
      shadow: liveRoutes[after(row, shadowCodes[row]!).treatment.route] ?? 'hold', // one a row
      otherLabel: label(row) !== shadowLabel(row),
    };
    const hourMs = hourOf(times[row]!); // one a row
    const key = JSON.stringify([hourMs, ...Object.values(difference)]);
    const known = counts.get(key);
    if (known) known.decisions += 1;
    else counts.set(key, { ...difference, hourMs, decisions: 1 });
    if (difference.live === difference.shadow && !difference.otherLabel) continue;
    examples.push({
      ...difference,
      decisionId: idAt(ids, row) ?? '',
      shadowDecisionId: shadowIds && idAt(shadowIds, row),
      rank: rankOf(ids, row),
    });
  }
  return { counts: [...counts.values()], examples };
}

function keysOf(columns: Columns): { ids: Uint8Array; times: Float64Array } {
  const [ids, times] = [columns.get(columnNames.decisionId), columns.get(columnNames.recordedAt)];
  if (ids?.kind === 'ids' && times?.kind === 'numbers') return { ids: ids.ids, times: times.numbers };
  throw new Error('a segment without the ids and times of its decisions');
}

function labelsOf(columns: Columns): (row: number) => unknown {
  const column = columns.get(columnNames.label);
  if (column?.kind !== 'codes') return () => null;
  return (row) => column.dictionary[column.codes[row]!]; // codes are places
}
