import { countRungs, lossUnit } from './count-rungs.ts';
import type { BadInput } from './goal.ts';
import type { JointQuestion } from './joint-risk.ts';
import { type CheckedQuestion, capOf, checkQuestion } from './question.ts';

export type ExpectedRow = {
  readonly threshold: number;
  readonly coverage: number;
  /** Wrong labels above the threshold, out of all labels. */
  readonly k: number;
  /** Released errors per decision are at most so many in expectation. */
  readonly bound: number;
  readonly certified: boolean;
};

export type CertifiedInExpectation = {
  readonly ok: true;
  /** The weakest of the promises; wherever it is shown, it has to be called "in expectation". */
  readonly promise: 'all-in-expectation';
  readonly threshold: number;
  readonly coverage: number;
  /** All labels, also those below the threshold. */
  readonly n: number;
  readonly k: number;
  /** At most the target. */
  readonly bound: number;
  readonly ladder: readonly ExpectedRow[];
};

export type NotCertifiableInExpectation = {
  readonly ok: false;
  readonly because: 'not_certifiable';
  readonly promise: 'all-in-expectation';
  readonly n: number;
  /** With as many errors above the strictest rung as there are now; without any, (1 − target) / target. */
  readonly labelsNeeded: number;
  readonly ladder: readonly ExpectedRow[];
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
  const n = checked.labels.length;
  const rows = rowsOf(checked);
  const failed = rows.findIndex(({ bound }) => !(bound <= target));
  const ladder = rows.map(({ loss: _, ...row }, rung): ExpectedRow => {
    return { ...row, certified: failed < 0 || rung < failed };
  });
  const loosest = ladder.findLast(({ certified }) => certified);
  const promise = 'all-in-expectation';
  if (!loosest) {
    const labelsNeeded = Math.ceil(((rows[0]?.loss ?? 0) + 1) / target - 1);
    return { ok: false, because: 'not_certifiable', promise, n, labelsNeeded, ladder };
  }
  const { certified: _, ...row } = loosest;
  return { ok: true, promise, ...row, n, ladder };
}

function rowsOf({ ladder, labels, question }: CheckedQuestion) {
  const counts = countRungs(ladder, labels, capOf(question));
  return ladder.thresholds.map((threshold, rung) => {
    const loss = (counts.lossMicros[rung] ?? 0) / lossUnit;
    const bound = expectedRiskBound({ loss, labels: labels.length, most: 1 });
    return { threshold, coverage: ladder.coverages[rung] ?? 0, k: counts.wrong[rung] ?? 0, loss, bound };
  });
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
