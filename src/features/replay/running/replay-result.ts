import type { ReplayResult } from '../../../contract/replays.ts';
import type { ErrorEstimate } from '../../../core/replay/estimate-errors.ts';
import type { ReplayTallies } from '../../../core/replay/replay.ts';
import { type SliceResult, slicesOf, totalOf, transitionsOf } from '../../../core/replay/result.ts';
import { type Pace, reviewWork, stepHours, stepsOf } from '../../../core/replay/review-work.ts';
import { hourMs } from '../../../core/replay/tally-hours.ts';
import type { MeasuredPace } from './measured-pace.ts';

export type ResultAsked = {
  fromMs: number;
  sliceBy: string | null;
  secondsPerJudgement: number | null;
  hourlyRate: number | null;
};

/** Two weeks of hours: more is not seen in a chart anyway. */
const mostSteps = 336;
/** Where nobody has judged anything and nobody said how long it takes. */
const assumedSeconds = 60;

/** What was counted, as the answer. */
export function replayResult(
  tallies: ReplayTallies,
  asked: ResultAsked,
  measured: MeasuredPace,
): ReplayResult {
  const assumed = asked.secondsPerJudgement === null && measured.secondsPerJudgement === null;
  return {
    total: sliceAnswer(totalOf(tallies)),
    slices: asked.sliceBy === null ? [] : slicesOf(tallies).map(sliceAnswer),
    transitions: transitionsOf(tallies),
    work: workOf(tallies, asked, measured),
    shadowed: tallies.notes.shadowed,
    notes: [...notesOf(tallies.notes), ...(assumed ? [assumedNote] : [])],
  };
}

function sliceAnswer({ released, ...slice }: SliceResult): ReplayResult['total'] {
  return { ...slice, released: { baseline: shareOf(released.baseline), draft: shareOf(released.draft) } };
}

/** The share of wrong ones among those of the released that anything is known about. */
function shareOf({ decisions, graded, wrong, unknown, errors }: ErrorEstimate) {
  const known = Math.max(1, decisions - unknown);
  const error = errors && { value: errors.value / known, low: errors.low / known, high: errors.high / known };
  return { released: decisions, graded, wrong, unknown, error };
}

function workOf(tallies: ReplayTallies, asked: ResultAsked, measured: MeasuredPace): ReplayResult['work'] {
  const { baselineHours, draftHours } = tallies;
  const { baseline, draft } = totalOf(tallies);
  const pace: Pace = {
    secondsPerJudgement: asked.secondsPerJudgement ?? measured.secondsPerJudgement ?? assumedSeconds,
    hourlyRate: asked.hourlyRate,
    judgedPerHour: measured.judgedPerHour,
  };
  const width = stepHours(draftHours.opened.length, mostSteps);
  const before = stepsOf(baselineHours, { fromMs: asked.fromMs, width });
  const after = stepsOf(draftHours, { fromMs: asked.fromMs, width });
  return {
    ...pace,
    measuredJudgements: asked.secondsPerJudgement === null ? measured.judgements : 0,
    baseline: sideWork(reviewWork(baselineHours, baseline.judgements, pace)),
    draft: sideWork(reviewWork(draftHours, draft.judgements, pace)),
    stepSeconds: (width * hourMs) / 1000,
    steps: after.map(({ atMs, tasks, due }, index) => ({
      at: new Date(atMs).toISOString(),
      baseline: { tasks: before[index]?.tasks ?? 0, due: before[index]?.due ?? 0 },
      draft: { tasks, due },
    })),
  };
}

function sideWork(work: ReturnType<typeof reviewWork>): ReplayResult['work']['draft'] {
  return { ...work, hours: work.hours ?? 0, hoursOverCapacity: work.hoursOverCapacity ?? 0 };
}

const assumedNote = `Nobody has judged anything in this window, so a judgement is taken to last ${assumedSeconds} seconds.`;

function notesOf({ outOfOrdinary, withoutBacklog, own, ownDiffering }: ReplayTallies['notes']): string[] {
  const notes: string[] = [];
  if (outOfOrdinary > 0)
    notes.push(
      `${many(outOfOrdinary)} recorded while another policy had taken steps of overload, or a threshold had fallen back after its certificate ended; this policy is replayed as in ordinary times.`,
    );
  if (withoutBacklog > 0)
    notes.push(
      `This policy asks for the backlog, which nobody had read for ${withoutBacklog} decisions; it counts as empty there.`,
    );
  if (ownDiffering > 0)
    notes.push(
      `${ownDiffering} of ${own} decisions recorded under this very policy are routed differently now: the classes or fields of the use case have changed since.`,
    );
  return notes;
}

function many(decisions: number): string {
  return decisions === 1 ? '1 decision was' : `${decisions} decisions were`;
}
