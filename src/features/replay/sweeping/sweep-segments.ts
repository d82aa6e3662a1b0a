import { expectedImpactOf } from '../../../core/policies/conditions/expected-impact.ts';
import type { Score } from '../../../core/replay/score.ts';
import { isSweptByRow, openSweep, type SweepPlan, type SweepResult } from '../../../core/replay/sweep.ts';
import type { Db } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { policyInForce } from '../../policies/queries.ts';
import type { ColumnCache } from '../../segments/column-cache.ts';
import { readColumns } from '../../segments/read-columns.ts';
import { getUseCase, type UseCaseAnswer } from '../../use-cases/queries.ts';
import { calibrationMaps, modelNamesOf, modelsFor } from '../running/load-plan.ts';
import { openExtras } from '../running/segment-extras.ts';
import { gradeGroups } from './grade-groups.ts';

export type SweepAsk = {
  useCaseId: string;
  score: Score;
  fromMs: number;
  beforeMs: number;
  sliceBy: string | null;
  modelVersionId: string | null;
  /** Answers at every so many of the thousand thresholds. */
  every: number;
};

/**
 * Sweeps all thresholds over the segments of a window. What was recorded a moment ago may not be in segments yet: somebody
 * moves a slider and waits, and does not ask about the last second.
 */
export async function sweepSegments(db: Db, ask: SweepAsk, cache: ColumnCache | null): Promise<SweepResult> {
  const useCase = await getUseCase(db, ask.useCaseId);
  const plan = await loadSweepPlan(db, ask, useCase);
  const sweep = openSweep(plan);
  const window = { useCaseId: ask.useCaseId, fromMs: ask.fromMs, beforeMs: ask.beforeMs };
  const byRow = isSweptByRow(plan);
  const withExtras = byRow ? openExtras(db, ask.useCaseId) : null;
  for await (const rows of readColumns(db, { ...window, columns: sweep.columns }, cache)) {
    sweep.add(withExtras ? await withExtras(rows) : { ...rows, grades: null, contexts: new Map() });
  }
  if (!byRow) {
    for (const group of await gradeGroups(db, { ...window, sliceBy: ask.sliceBy })) sweep.addGrades(group);
  }
  return sweep.result(ask.every);
}

async function loadSweepPlan(db: Db, ask: SweepAsk, useCase: UseCaseAnswer): Promise<SweepPlan> {
  const [modelNames, maps, inForce] = await Promise.all([
    modelNamesOf(db, ask.useCaseId),
    calibrationMaps(db, ask.useCaseId),
    policyInForce(db, ask.useCaseId),
  ]);
  const calibration = inForce?.document.calibration ?? {};
  const all = modelsFor({ calibration }, { modelNames, maps });
  const wanted = [...all].filter(([id]) => ask.modelVersionId === null || id === ask.modelVersionId);
  if (ask.score === 'calibrated' && !wanted.some(([, { calibrate }]) => calibrate !== null)) throw noMap();
  return {
    score: ask.score,
    scale: scaleOf(ask.score, useCase),
    sliceBy: ask.sliceBy,
    modelNames,
    models: new Map(wanted),
    impact: ask.score === 'expectedImpact' ? expectedImpactOf(useCase, { calibration }) : null,
  };
}

function noMap(): Refusal {
  return new Refusal(
    'unprocessable',
    'sweep.no-score',
    'The policy in force names no calibration map, so there is no calibrated confidence.',
    { todo: 'Sweep the confidence, or publish a policy that names a map.' },
  );
}

/** No decision can be expected to cost more than the dearest class. */
function scaleOf(score: Score, { classes }: UseCaseAnswer): number {
  if (score !== 'expectedImpact') return 1;
  const dearest = Math.max(0, ...classes.map(({ impact }) => impact));
  if (dearest > 0) return dearest;
  throw new Refusal('unprocessable', 'sweep.no-score', 'This use case has no classes with an impact.', {
    todo: 'Sweep the confidence, or give the classes an impact.',
  });
}
