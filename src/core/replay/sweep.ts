import { CannotEvaluate } from '../policies/conditions/cannot-evaluate.ts';
import type { PolicyFacts } from '../policies/facts.ts';
import type { Cell, CodeColumn, Columns } from '../segments/column.ts';
import { columnNames, metadataPrefix, type RecordedRouting } from '../segments/recorded-decision.ts';
import { type ErrorEstimate, estimateErrors } from './estimate-errors.ts';
import { openFacts, type ReplayModel } from './fill-facts.ts';
import { gradeCodes } from './overlay-grades.ts';
import type { Score } from './score.ts';
import { type ReplaySegment, routingsOf } from './side.ts';
import { bySize, openSlices, type SliceName, sliceColumn } from './slices.ts';
import { histogram } from './sweep-histogram.ts';
import {
  beyond,
  finest,
  openPlaces,
  openSweepTables,
  releasedAt,
  tableOf,
  thresholdAt,
} from './sweep-tables.ts';

export type SweepPlan = {
  readonly score: Score;
  /** The highest score there can be; thresholds lie between 0 and it. */
  readonly scale: number;
  readonly sliceBy: string | null;
  readonly modelNames: ReadonlyMap<string, string>;
  /** By model version, with the calibration maps to use; decisions of others are left out. */
  readonly models: ReadonlyMap<string, ReplayModel>;
  /** Of the score `expectedImpact`, else null. */
  readonly impact: ((facts: PolicyFacts) => number) | null;
};

export type SweepResult = {
  readonly decisions: number;
  /** Decisions without the score. */
  readonly unscored: number;
  /** All decisions first, then each slice. */
  readonly slices: readonly SweptSlice[];
};
export type SweptSlice = {
  readonly slice: SliceName;
  readonly decisions: number;
  readonly points: readonly SweepPoint[];
};
export type SweepPoint = { readonly threshold: number } & ErrorEstimate;

/** Judged decisions that were sampled alike and lie in one slice. */
export type GradeGroup = {
  readonly design: Pick<RecordedRouting, 'policyVersionId' | 'stratum' | 'inclusionProbability' | 'route'>;
  readonly modelVersionId: string;
  /** The value they are sliced by; null for none, and where nothing is sliced. */
  readonly slice: string | number | boolean | null;
  readonly confidence: Float64Array;
  /** 1 for wrong. */
  readonly wrong: Uint8Array;
};

export type Sweep = {
  readonly columns: readonly string[];
  /** Grades of the segment are counted where they are given, and must not be added as groups as well. */
  add(segment: ReplaySegment): void;
  /** For scores that are made of the confidence alone, by one map for all decisions of a model version: finding a grade's row would cost more than all the rest. */
  addGrades(group: GradeGroup): void;
  /** At every `every`th of the thousand thresholds. */
  result(every: number): SweepResult;
};

const mostSweptSlices = 50;
/** Counters of so many groups are four megabytes, as much as a segment's own columns. */
const mostGroups = 1000;

/** Low costs are safe, high confidences are. */
export function safeSide(score: Score): 'at-or-above' | 'at-or-below' {
  return score === 'expectedImpact' ? 'at-or-below' : 'at-or-above';
}

/**
 * What every threshold of a score would release, in one pass: a histogram of the scores by slice and sampling design, and
 * sums from its safe end. A decision is counted on the same side of a threshold as the condition `score >= threshold`
 * puts it, to the last bit. About 5 ns a decision for the confidence, 50 for other scores.
 *
 * Reference: engine.md 3; statistics.md 2.3 and 2.4 for the errors.
 *
 * @example sweep.add(segment); sweep.result(10).slices[0].points[85] // what 0.85 would release
 */
export function openSweep(plan: SweepPlan): Sweep {
  const slices = openSlices(plan.sliceBy, plan.modelNames, mostSweptSlices);
  const tables = openSweepTables();
  const placeOf = openPlaces(plan.scale, safeSide(plan.score));
  let unscored = 0;

  function add(segment: ReplaySegment): void {
    if (!addAtOnce(segment)) addRowByRow(segment);
  }

  /** Confidences by a column of few codes, or by none: what is mostly asked for. */
  function addAtOnce({ columns, first, end, grades }: ReplaySegment): boolean {
    if (plan.score !== 'confidence' || grades !== null || modelFilter(columns, plan) !== null) return false;
    const sliced = plan.sliceBy === null ? null : columns.get(sliceColumn(plan.sliceBy));
    if (sliced !== null && sliced?.kind !== 'codes') return false;
    const { codes, routings } = routingsOf(columns);
    const places = thousandthsOf(columns);
    const groups = routings.length * (sliced?.dictionary.length ?? 1);
    if (groups > mostGroups) return false;
    const { counts, width } = histogram({ first, end, codes, sliced, values: places }, routings.length);
    for (let group = 0; group < groups; group++) {
      const counted = counts.subarray(group * width, (group + 1) * width);
      if (!counted.some((count) => count > 0)) continue;
      const [routing, slice] = groupOf(group, { routings, sliced });
      if (routing.route === 'shadow') continue;
      const { decisions } = tableOf(tables.of(routing), slices.placeOf(slice));
      for (let value = 0; value < width; value++) {
        decisions[Number(places.dictionary[value])]! += counted[value]!; // thousandths; one each
      }
    }
    return true;
  }

  function addRowByRow(segment: ReplaySegment): void {
    const { columns, first, end, grades } = segment;
    const { codes, routings } = routingsOf(columns);
    const byCode = routings.map((routing) => (routing.route === 'shadow' ? null : tables.of(routing)));
    const isWanted = modelFilter(columns, plan);
    const placeAt = placesOf(columns, plan, placeOf);
    const sliceAt = slices.of(columns);
    for (let row = first; row < end; row++) {
      const design = byCode[codes[row]!]!; // one per code, one a row
      if (design === null || (isWanted && !isWanted(row))) continue;
      const place = placeAt(row);
      if (Number.isNaN(place)) {
        unscored += 1;
        continue;
      }
      const table = tableOf(design, sliceAt(row));
      table.decisions[place]! += 1; // places are of the table
      if (grades === null) continue;
      const grade = grades[row]!; // one a row
      if (grade === gradeCodes.none) continue;
      table.graded[place]! += 1; // as above
      if (grade === gradeCodes.wrong) table.wrong[place]! += 1; // as above
    }
  }

  function addGrades({ design, modelVersionId, slice, confidence, wrong }: GradeGroup): void {
    const model = plan.models.get(modelVersionId);
    if (!model) return;
    const table = tableOf(tables.of(design), slices.placeOf(slice));
    for (const [index, raw] of confidence.entries()) {
      const score = plan.score === 'confidence' ? raw : calibrated(model, raw);
      if (Number.isNaN(score)) continue;
      const place = placeOf(score);
      table.graded[place]! += 1; // places are of the table
      table.wrong[place]! += wrong[index]!; // one each
    }
  }

  return {
    columns: columnsFor(plan),
    add,
    addGrades,
    result: (every) => ({ unscored, ...resultOf({ plan, slices, tables }, every) }),
  };
}

type Swept = {
  readonly plan: SweepPlan;
  readonly slices: ReturnType<typeof openSlices>;
  readonly tables: ReturnType<typeof openSweepTables>;
};

function resultOf({ plan, slices, tables }: Swept, every: number): Omit<SweepResult, 'unscored'> {
  const side = safeSide(plan.score);
  const everything = side === 'at-or-above' ? 0 : beyond;
  function swept(ofSlices: readonly number[]): Omit<SweptSlice, 'slice'> {
    const released = releasedAt(tables.all(), { slices: ofSlices, side });
    const points = Array.from({ length: Math.floor(finest / every) + 1 }, (_, i) => ({
      threshold: thresholdAt(i * every, plan.scale),
      ...estimateErrors(released(i * every)),
    }));
    return { decisions: released(everything).reduce((sum, { decisions }) => sum + decisions, 0), points };
  }
  const places = plan.sliceBy === null ? [0] : [...slices.names.keys()];
  const all = { slice: null, ...swept(places) };
  const names = plan.sliceBy === null ? [] : slices.names;
  const each = names.map((slice, place) => ({ slice, ...swept([place]) }));
  // A slice that only grades of later decisions have named is none yet.
  const seen = each.filter(({ decisions }) => decisions > 0);
  seen.sort(bySize);
  return { decisions: all.decisions, slices: [all, ...seen] };
}

/** Null where decisions of every model version are wanted that occurs. */
function modelFilter(columns: Columns, { models }: SweepPlan): ((row: number) => boolean) | null {
  const column = columns.get(columnNames.modelVersion);
  if (column?.kind !== 'codes') return null;
  const wanted = column.dictionary.map((cell) => models.has(String(cell)));
  if (wanted.every((one) => one)) return null;
  const { codes } = column;
  return (row) => wanted[codes[row]!]!; // one per code, one a row
}

/** The place of each row's score among the thresholds; NaN where it has no score. */
function placesOf(
  columns: Columns,
  plan: SweepPlan,
  placeOf: (score: number) => number,
): (row: number) => number {
  if (plan.score === 'confidence') {
    const { codes, dictionary } = thousandthsOf(columns);
    return (row) => Number(dictionary[codes[row]!]); // one a row
  }
  const { facts, fill } = openFacts(columns, { reads: readsOf(plan), models: plan.models });
  if (plan.score === 'calibrated')
    return (row) => {
      fill(row);
      return facts.calibrated === null ? Number.NaN : placeOf(facts.calibrated);
    };
  const { impact } = plan;
  if (impact === null) throw new Error('a sweep over the expected impact without the impacts of classes');
  return (row) => {
    fill(row);
    try {
      return placeOf(impact(facts));
    } catch (error) {
      if (error instanceof CannotEvaluate) return Number.NaN;
      throw error;
    }
  };
}

/** The thresholds of a sweep over the confidence are thousandths, which segments hold ready. */
function thousandthsOf(columns: Columns): CodeColumn {
  const column = columns.get(columnNames.thousandth);
  if (column?.kind === 'codes') return column;
  throw new Error('a segment without the thousandths of its confidences');
}

function groupOf(
  group: number,
  { routings, sliced }: { routings: readonly RecordedRouting[]; sliced: CodeColumn | null },
): [RecordedRouting, Cell] {
  const slices = sliced?.dictionary.length ?? 1;
  const routing = routings[Math.floor(group / slices)]!; // a group is a code of routings and one of slices
  return [routing, sliced?.dictionary[group % slices] ?? null];
}

function readsOf({ score, models }: SweepPlan): ReadonlySet<string> {
  const by = [...models.values()].flatMap(({ calibratedBy }) => calibratedBy ?? []);
  return new Set(['calibrated', ...by, ...(score === 'expectedImpact' ? ['probabilities'] : [])]);
}

/** Where the confidence alone does not give the score, grades are looked up row by row. */
export function isSweptByRow({ score, models }: Pick<SweepPlan, 'score' | 'models'>): boolean {
  if (score === 'confidence') return false;
  return score === 'expectedImpact' || [...models.values()].some(({ calibratedBy }) => calibratedBy !== null);
}

/** By the one map for all, which looks at nothing else; NaN where there is none. */
function calibrated({ calibrate }: ReplayModel, confidence: number): number {
  return calibrate?.({ confidence, label: null, metadata: {} }) ?? Number.NaN;
}

function columnsFor(plan: SweepPlan): string[] {
  const { score, sliceBy } = plan;
  const { decisionId, recordedAt, confidence, thousandth } = columnNames;
  const { modelVersion, label, probabilities, routing } = columnNames;
  return [
    ...new Set([
      ...[modelVersion, routing],
      ...(score === 'confidence' ? [thousandth] : [confidence, label, recordedAt]),
      ...(score === 'confidence' ? [] : [...readsOf(plan)].filter((name) => name.startsWith(metadataPrefix))),
      ...(score === 'expectedImpact' ? [probabilities] : []),
      ...(isSweptByRow(plan) ? [decisionId] : []),
      ...(sliceBy === null ? [] : [sliceColumn(sliceBy)]),
    ]),
  ];
}
