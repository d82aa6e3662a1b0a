import type { HourTally } from './tally-hours.ts';
import { hourMs, hourOf } from './tally-hours.ts';

/** What a policy asks of people. */
export type SideWork = {
  readonly hours: number | null;
  readonly cost: number | null;
  readonly peakTasksPerHour: number;
  readonly peakDuePerHour: number;
  /** Hours in which more came due than people judge in one; null where that was not measured. */
  readonly hoursOverCapacity: number | null;
};

export type Pace = {
  readonly secondsPerJudgement: number | null;
  /** Of an hour of review, in whatever the owner counts. */
  readonly hourlyRate: number | null;
  /** Measured, over the hours in which anybody judged. */
  readonly judgedPerHour: number | null;
};

/**
 * Review work in hours and money, and how it lies in time against what people have managed to judge in an hour.
 *
 * @example reviewWork(tally, 1200, { secondsPerJudgement: 30, hourlyRate: 60, judgedPerHour: 100 }) // hours 10, cost 600
 */
export function reviewWork(tally: HourTally, judgements: number, pace: Pace): SideWork {
  const hours = pace.secondsPerJudgement === null ? null : (judgements * pace.secondsPerJudgement) / 3600;
  const { judgedPerHour } = pace;
  return {
    hours,
    cost: hours === null || pace.hourlyRate === null ? null : hours * pace.hourlyRate,
    peakTasksPerHour: most(tally.opened),
    peakDuePerHour: most(tally.due),
    hoursOverCapacity: judgedPerHour === null ? null : tally.due.filter((due) => due > judgedPerHour).length,
  };
}

function most(counts: Float64Array): number {
  return counts.reduce((largest, count) => Math.max(largest, count), 0);
}

export type Step = { readonly atMs: number; readonly tasks: number; readonly due: number };

/** Widths of a step, in hours: those that divide a day, then days. */
const widths = [1, 2, 3, 4, 6, 12, 24, 48, 168, 720];

/** The narrowest width that gives at most so many steps. */
export function stepHours(hours: number, mostSteps: number): number {
  return widths.find((width) => hours / width <= mostSteps) ?? Math.ceil(hours / mostSteps);
}

/** Tasks by steps of some hours, from the hour the window begins in. */
export function stepsOf(tally: HourTally, { fromMs, width }: { fromMs: number; width: number }): Step[] {
  const steps = Math.ceil(tally.opened.length / width);
  const firstMs = hourOf(fromMs);
  const sum = (counts: Float64Array, step: number) =>
    counts.subarray(step * width, (step + 1) * width).reduce((total, count) => total + count, 0);
  return Array.from({ length: steps }, (_, step) => ({
    atMs: firstMs + step * width * hourMs,
    tasks: sum(tally.opened, step),
    due: sum(tally.due, step),
  }));
}
