import { countRungs, lossUnit } from './count-rungs.ts';
import type { BadInput } from './goal.ts';
import type { JointQuestion } from './joint-risk.ts';
import { capOf, checkQuestion } from './question.ts';

export type CertifiedInExpectation = {
  readonly ok: true;
  /** The weakest of the promises; wherever it is shown, it has to be called by this name. */
  readonly claim: 'in expectation';
  readonly threshold: number;
  readonly coverage: number;
  readonly n: number;
  readonly k: number;
  /** At most the target. */
  readonly bound: number;
};

export type NotCertifiableInExpectation = {
  readonly ok: false;
  readonly because: 'not_certifiable';
  /** Without any error above the strictest rung, (1 − target) / target. */
  readonly labelsNeeded: number;
};

/**
 * The loosest threshold whose released errors per decision are at most `target` on average over windows.
 *
 * Conformal risk control: no confidence is attached, about half of all windows may be worse than the target. In return
 * 99 labels are enough for 1 %, where `certify` takes 299 above the threshold. Labels as in `certifyJointly`. O(n log G).
 *
 * A. Angelopoulos, S. Bates, A. Fisch, L. Lei, T. Schuster, "Conformal risk control", ICLR 2024; statistics.md 3.4.
 */
export function certifyInExpectation(
  question: Omit<JointQuestion, 'goal'> & { readonly target: number },
): CertifiedInExpectation | NotCertifiableInExpectation | BadInput {
  const { target, ...rest } = question;
  // There is no delta in this promise; any proper one passes the check.
  const checked = checkQuestion({ ...rest, goal: { target, delta: 0.5 }, statistic: 'exact' });
  if (!checked.ok) return checked;
  const { ladder, labels } = checked;
  const counts = countRungs(ladder, labels, capOf(checked.question));
  const bounds = counts.lossMicros.map((micros) =>
    expectedRiskBound({ loss: micros / lossUnit, labels: labels.length, most: 1 }),
  );
  const failed = bounds.findIndex((bound) => !(bound <= target));
  const rung = (failed < 0 ? bounds.length : failed) - 1;
  if (rung < 0) {
    const loss = (counts.lossMicros[0] ?? 0) / lossUnit;
    return { ok: false, because: 'not_certifiable', labelsNeeded: Math.ceil((loss + 1) / target - 1) };
  }
  return {
    ok: true,
    claim: 'in expectation',
    threshold: ladder.thresholds[rung] ?? Infinity,
    coverage: ladder.coverages[rung] ?? 0,
    n: labels.length,
    k: counts.wrong[rung] ?? 0,
    bound: bounds[rung] ?? 1,
  };
}

/**
 * What the next decision's loss is at most in expectation: the mean of the losses seen, and the largest possible one in
 * place of the next: (loss + most) / (labels + 1).
 *
 * @example expectedRiskBound({ loss: 7.992, labels: 999, most: 1 }) // 0.008992
 */
export function expectedRiskBound(seen: { loss: number; labels: number; most: number }): number {
  return (seen.loss + seen.most) / (seen.labels + 1);
}
