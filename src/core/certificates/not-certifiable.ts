import { normalQuantile } from '../stats/normal.ts';
import { type AuditPlan, planAudit } from './audit-plan.ts';
import { lossUnit } from './count-rungs.ts';
import type { Goal } from './goal.ts';
import { labelsNeeded } from './labels-needed.ts';
import type { Ladder } from './ladder.ts';
import type { Question } from './question.ts';
import type { TestedRungs } from './test-rungs.ts';

/** What would have to happen for a certificate. There is no second-best threshold among it: nothing is certified. */
export type Outlook = {
  /** Where a certificate takes the fewest decisions; null when no threshold looks better than the target. */
  readonly bestThreshold: number | null;
  readonly bestCoverage: number | null;
  /** The error expected there, between what was seen and what was guessed. */
  readonly expectedError: number | null;
  /** Labels above that threshold which certify it in four windows of five; null when a million would not do. */
  readonly labelsNeeded: number | null;
  /**
   * Those still to come. After an exact test all of them: it may look once only, so its labels are used up, and serve as
   * history. Tests that may look at any time keep what they have.
   */
  readonly labelsMissing: number | null;
  readonly auditPlan: AuditPlan | null;
};

/** The next window has this one as its history, and the start a history chooses gets this part of delta. */
const shareOfNextStart = 0.8;
const power = 0.8;

const none: Outlook = {
  bestThreshold: null,
  bestCoverage: null,
  expectedError: null,
  labelsNeeded: null,
  labelsMissing: null,
  auditPlan: null,
};

/**
 * The rung that is nearest to a certificate, and how far away it is.
 *
 * A rung's expected error mixes its labels with 1 / target imaginary ones at the guess, or at half the target where there is
 * no guess; so without any label the answer is what a use case needs whose model is good enough. The best rung is the
 * one that needs the fewest decisions, labels over coverage, by the normal approximation; only for that one the exact number
 * is searched (statistics.md 3.6).
 */
export function outlook(
  question: Question,
  evidence: {
    readonly ladder: Ladder;
    readonly tested: TestedRungs;
    readonly guess: readonly number[] | null;
  },
): Outlook {
  const { ladder, tested, guess } = evidence;
  const { target } = question.goal;
  const delta = question.goal.delta * shareOfNextStart;
  const rates = ladder.thresholds.map((_, rung) => expectedError(tested, rung, { target, guess }));
  const rung = nearest(rates, ladder.coverages, { target, delta });
  if (rung === null) return none;
  const [rate = target, coverage = 0, threshold = 0] = [
    rates[rung],
    ladder.coverages[rung],
    ladder.thresholds[rung],
  ];
  const counted = labelsNeeded({ rate, target, delta, power, least: tested.least });
  const needed = counted === null ? null : Math.ceil(counted * tested.designEffect);
  const usable = question.statistic === 'exact' ? 0 : (tested.counts.labels[rung] ?? 0);
  const missing = needed === null ? null : Math.max(0, needed - usable);
  return {
    bestThreshold: threshold,
    bestCoverage: coverage,
    expectedError: rate,
    labelsNeeded: needed,
    labelsMissing: missing,
    auditPlan:
      missing === null || !question.traffic
        ? null
        : planAudit({ labels: missing, coverage, traffic: question.traffic }),
  };
}

function expectedError(
  { counts }: TestedRungs,
  rung: number,
  { target, guess }: { target: number; guess: readonly number[] | null },
): number {
  const imaginary = 1 / target;
  const loss = (counts.lossMicros[rung] ?? 0) / lossUnit;
  return (loss + imaginary * (guess?.[rung] ?? target / 2)) / ((counts.labels[rung] ?? 0) + imaginary);
}

/** Of equally near ones the loosest. */
function nearest(
  rates: readonly number[],
  coverages: readonly number[],
  { target, delta }: Goal,
): number | null {
  const zDelta = normalQuantile(1 - delta);
  const zPower = normalQuantile(power);
  const alone = Math.log(delta) / Math.log1p(-target);
  let best: { rung: number; decisions: number } | null = null;
  for (const [rung, rate] of rates.entries()) {
    if (!(rate < target)) continue;
    const spread = zDelta * Math.sqrt(target * (1 - target)) + zPower * Math.sqrt(rate * (1 - rate));
    const labels = Math.max(alone, (spread / (target - rate)) ** 2);
    const decisions = labels / (coverages[rung] ?? 0);
    if (best === null || decisions <= best.decisions) best = { rung, decisions };
  }
  return best?.rung ?? null;
}
