import type { Static } from 'typebox';
import type { AnswerOf, BodyOf } from '../../../contract/endpoint.ts';
import type * as contract from '../../../contract/replays.ts';
import type { ErrorEstimate } from '../../../core/replay/estimate-errors.ts';
import { type SweepResult, safeSide } from '../../../core/replay/sweep.ts';
import { finest } from '../../../core/replay/sweep-tables.ts';
import type { Db } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { getUseCase } from '../../use-cases/queries.ts';
import { checkWindow, refuseEmptyWindow, refuseUnknownSlice } from '../asking/check-window.ts';
import type { ReplayThread } from '../running/replay-thread.ts';

type Ask = BodyOf<typeof contract.sweepThresholds> & { useCaseId: string };
type Answer = AnswerOf<typeof contract.sweepThresholds>;
type Point = Static<typeof contract.SweepPoint>;

/** What every threshold of a score would release; counted in a thread, answered at once. */
export async function sweepThresholds(db: Db, thread: ReplayThread, ask: Ask): Promise<Answer> {
  const useCase = await getUseCase(db, ask.useCaseId);
  const window = { useCaseId: ask.useCaseId, ...checkWindow(ask) };
  refuseUnknownSlice(useCase, ask.sliceBy);
  await refuseEmptyWindow(db, window);
  const result = await thread.ask<SweepResult>({
    name: 'sweep',
    ask: {
      ...window,
      score: ask.score,
      sliceBy: ask.sliceBy ?? null,
      modelVersionId: ask.modelVersionId ?? null,
      every: Math.max(1, Math.round(finest / (ask.steps ?? 100))),
    },
  });
  if (result.decisions + result.unscored === 0) throw noneScored();
  return {
    score: ask.score,
    safe: safeSide(ask.score),
    decisions: result.decisions,
    unscored: result.unscored,
    slices: result.slices.map(({ slice, decisions, points }) => ({
      slice,
      decisions,
      points: points.map(pointOf),
    })),
  };
}

function noneScored(): Refusal {
  return new Refusal(
    'unprocessable',
    'replay.no-decisions',
    'No decisions of this model version are in this window.',
    {
      todo: 'Choose another window or model version.',
    },
  );
}

function pointOf({
  threshold,
  decisions,
  graded,
  wrong,
  unknown,
  errors,
}: { threshold: number } & ErrorEstimate): Point {
  const known = Math.max(1, decisions - unknown);
  const error = errors && { value: errors.value / known, low: errors.low / known, high: errors.high / known };
  return { threshold, released: decisions, graded, wrong, unknown, error };
}
