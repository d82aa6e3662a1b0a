import type { Columns } from '../../core/calibration/observations/observations.ts';
import { type DesignStratum, designWeights } from '../../core/feedback/design-weights.ts';
import type { PopulationGroup } from '../../core/feedback/tally-population.ts';
import type { GradeGroup } from './load-grades.ts';
import type { DesignVersion } from './policy-versions.ts';

/** `audited`: the draw alone, a sample of the whole stream; `graded`: with what rules sent to people. */
export type LabelSource = 'audited' | 'graded';

export type LabelledWindow = {
  readonly grades: readonly GradeGroup[];
  readonly population: readonly PopulationGroup[];
  readonly versions: ReadonlyMap<string, DesignVersion>;
};

export type WeighedLabels = {
  readonly columns: Columns;
  readonly graded: number;
  readonly audited: number;
  readonly routed: number;
  readonly wrong: number;
  readonly provisional: number;
  readonly simulated: number;
  readonly population: number;
  /** Null without decisions. */
  readonly coverage: number | null;
  readonly unknown: readonly PopulationGroup[];
  /** Of those that should have been judged, how many have been; null when none should. */
  readonly response: number | null;
};

/**
 * Gives every grade the number of decisions it stands for. Grades that neither a rule nor the draw asked for are left out:
 * nobody knows how likely they were. Linear in the grades.
 */
export function weighLabels(window: LabelledWindow, source: LabelSource): WeighedLabels {
  const used = window.grades.filter(({ audited, routed }) => audited || (source === 'graded' && routed));
  const strata = strataOf({ ...window, grades: used }, source);
  const { weights, coverage, unknown, decisions } = designWeights([...strata.values()]);
  const places = new Map([...strata.keys()].map((key, place) => [key, place]));
  const placeOf = (group: GradeGroup | PopulationGroup) => places.get(keyOf(group, source)) ?? -1;
  const dark = new Set(unknown);
  return {
    columns: columnsOf(used, (group) => weights[placeOf(group)] ?? 1),
    ...countsOf(used),
    population: decisions,
    coverage,
    unknown: window.population.filter((group) => dark.has(placeOf(group))),
    response: responseOf(used, window.population, source),
  };
}

function keyOf(group: GradeGroup | PopulationGroup, source: LabelSource): string {
  const { policyVersionId, stratum, routed } = group;
  return `${policyVersionId} ${source === 'graded' ? routed : ''} ${stratum}`;
}

function strataOf({ grades, population, versions }: LabelledWindow, source: LabelSource) {
  const drawRates = new Map(
    population.flatMap((group) => (group.routed ? [] : [[keyOf(group, 'audited'), group.probability]])),
  );
  function rateOf(group: GradeGroup | PopulationGroup): number {
    if (source === 'graded') return group.probability;
    const { policyVersionId, stratum } = group;
    return drawRates.get(keyOf(group, 'audited')) ?? versions.get(policyVersionId)?.rates.get(stratum) ?? 0;
  }
  const strata = new Map<string, DesignStratum>();
  function add(group: GradeGroup | PopulationGroup, more: { decisions: number; judged: number }): void {
    const { policyVersionId, stratum } = group;
    const routed = source === 'graded' ? group.routed : null;
    const key = keyOf(group, source);
    const known = strata.get(key) ?? {
      ...{ policyVersionId, stratum, routed, rate: rateOf(group) },
      ...{ decisions: 0, judged: 0 },
    };
    strata.set(key, {
      ...known,
      decisions: known.decisions + more.decisions,
      judged: known.judged + more.judged,
    });
  }
  for (const group of population) add(group, { decisions: group.decisions, judged: 0 });
  for (const group of grades) add(group, { decisions: 0, judged: group.count });
  return strata;
}

function columnsOf(groups: readonly GradeGroup[], weightOf: (group: GradeGroup) => number): Columns {
  const length = groups.reduce((sum, { count }) => sum + count, 0);
  const columns = {
    confidence: new Float64Array(length),
    correct: new Uint8Array(length),
    weight: new Float64Array(length),
    audited: new Uint8Array(length),
  };
  let start = 0;
  for (const group of groups) {
    const end = start + group.count;
    columns.confidence.set(group.confidence, start);
    columns.correct.set(
      group.wrong.map((wrong) => 1 - wrong),
      start,
    );
    columns.weight.fill(weightOf(group), start, end);
    // What a rule sends to people was not brought to them by the draw.
    columns.audited.fill(group.routed ? 0 : 1, start, end);
    start = end;
  }
  return columns;
}

function countsOf(groups: readonly GradeGroup[]) {
  const sum = (count: (group: GradeGroup) => number) =>
    groups.reduce((total, group) => total + count(group), 0);
  return {
    graded: sum(({ count }) => count),
    audited: sum(({ audited, count }) => (audited ? count : 0)),
    routed: sum(({ routed, count }) => (routed ? count : 0)),
    wrong: sum(({ wrong }) => wrong.reduce((total, one) => total + one, 0)),
    provisional: sum(({ provisional }) => provisional),
    simulated: sum(({ simulated }) => simulated),
  };
}

function responseOf(
  grades: readonly GradeGroup[],
  population: readonly PopulationGroup[],
  source: LabelSource,
): number | null {
  const expected = population.reduce((sum, { routed, decisions, drawn }) => {
    return sum + (routed && source === 'graded' ? decisions : drawn);
  }, 0);
  const judged = grades.reduce((sum, { count }) => sum + count, 0);
  return expected === 0 ? null : Math.min(1, judged / expected);
}
