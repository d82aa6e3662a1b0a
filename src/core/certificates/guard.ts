import { type Bucket, bucketFactor, shiryaevRoberts, stakeFor } from './e-detector.ts';
import { type BadInput, badInput, isProperShare, type Problem } from './goal.ts';

/** What watches a certificate in force. Plain data: it is stored as JSON between two buckets. */
export type Guard = {
  /** The error rate that the certificate promises not to exceed. */
  readonly target: number;
  /** The evidence at which it alarms; also the average number of buckets between two false alarms, at least. */
  readonly alarmAt: number;
  /** The evidence for each multiple of the target, as of the last bucket. */
  readonly levels: readonly number[];
  /** Since the guard was opened or has alarmed; buckets without labels do not count. */
  readonly buckets: number;
  readonly labels: number;
  readonly wrong: number;
};

export type Watched = {
  readonly ok: true;
  readonly guard: Guard;
  /** The certificate is to be revoked. The guard begins anew, for the threshold that follows. */
  readonly alarm: boolean;
  /** What was compared with `alarmAt`. */
  readonly evidence: number;
};

/** From a rate that is hardly above the target to one that nobody could miss. */
const multiples = [1.15, 1.3, 1.6, 2.2, 3.5] as const;

/**
 * Opens a guard that alarms falsely at most once in `averageRun` buckets on average, as long as the error of what is released
 * stays at or below the target. With hourly buckets 8760 is once a year.
 *
 * @example openGuard({ target: 0.01, averageRun: 8760 })
 */
export function openGuard(promise: {
  target: number;
  averageRun: number;
}): { readonly ok: true; readonly guard: Guard } | BadInput {
  const { target, averageRun } = promise;
  const problems: Problem[] = [];
  if (!isProperShare(target))
    problems.push({
      at: '/target',
      message: `The target lies between 0 and 1 and is neither, not ${target}.`,
    });
  if (!(averageRun >= 1 && averageRun < Infinity))
    problems.push({ at: '/averageRun', message: `The average run is at least 1 bucket, not ${averageRun}.` });
  return problems.length > 0 ? badInput(problems) : { ok: true, guard: begin(target, averageRun) };
}

/**
 * One bucket of labels of audited, released decisions: the mixture of Shiryaev–Roberts detectors over five multiples of
 * the target, which alarms on their average. Groups of labels with different probabilities come as several parts of a bucket, each
 * with its weight. Time and space do not grow with the age of the guard.
 *
 * @example
 * stepGuard(guard, [{ labels: 40, wrong: 2 }]) // { ok: true, guard: …, alarm: false, evidence: 0.624… }
 */
export function stepGuard(guard: Guard, parts: readonly Bucket[]): Watched | BadInput {
  const problems = parts.flatMap(checkPart);
  if (problems.length > 0) return badInput(problems);
  const labels = parts.reduce((sum, part) => sum + part.labels, 0);
  const wrong = parts.reduce((sum, part) => sum + part.wrong, 0);
  // Nobody has looked: the evidence must not grow with the time alone.
  if (labels === 0) return { ok: true, guard, alarm: false, evidence: mean(guard.levels) };
  const levels = guard.levels.map((level, index) => {
    const stake = stakeFor(guard.target, multiples[index] ?? 1);
    const factor = parts.reduce((all, part) => all * bucketFactor(part, { rate: guard.target, stake }), 1);
    return shiryaevRoberts(level, factor);
  });
  const evidence = Math.min(mean(levels), Number.MAX_VALUE);
  if (evidence >= guard.alarmAt)
    return { ok: true, guard: begin(guard.target, guard.alarmAt), alarm: true, evidence };
  const { buckets } = guard;
  const after = {
    ...guard,
    levels,
    buckets: buckets + 1,
    labels: guard.labels + labels,
    wrong: guard.wrong + wrong,
  };
  return { ok: true, guard: after, alarm: false, evidence };
}

function begin(target: number, alarmAt: number): Guard {
  return { target, alarmAt, levels: multiples.map(() => 0), buckets: 0, labels: 0, wrong: 0 };
}

function checkPart({ labels, wrong, weight = 1 }: Bucket, index: number): Problem[] {
  const counts = Number.isSafeInteger(labels) && Number.isSafeInteger(wrong) && wrong >= 0 && labels >= wrong;
  return [
    ...(counts ? [] : [{ at: `/${index}`, message: `${wrong} wrong of ${labels} labels cannot be.` }]),
    ...(weight > 0 && weight <= 1
      ? []
      : [{ at: `/${index}/weight`, message: `A weight is above 0 and at most 1, not ${weight}.` }]),
  ];
}

function mean(levels: readonly number[]): number {
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}
