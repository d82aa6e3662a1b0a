import { binomialCdf } from '../stats/binomial.ts';
import { clopperPearsonUpper } from '../stats/clopper-pearson.ts';
import { countRungs, lossUnit } from './count-rungs.ts';
import type { BadInput } from './goal.ts';
import { hoeffdingBentkus } from './hoeffding-bentkus.ts';
import { leastLabels } from './least-labels.ts';
import { type CheckedQuestion, capOf, checkQuestion, type Question } from './question.ts';

/** A promise about released errors per decision, released or not: "of 1000 decisions at most 5 are wrong and released". */
export type JointQuestion = Pick<Question, 'goal' | 'histogram' | 'labels' | 'impactCap' | 'rungs'>;

export type JointRow = {
  readonly threshold: number;
  readonly coverage: number;
  /** Wrong labels above the threshold, out of all labels. */
  readonly k: number;
  /** One-sided bound of their share of all decisions, for this rung by itself; null for impact. */
  readonly upper: number | null;
  readonly p: number;
  readonly certified: boolean;
};

export type JointlyCertified = {
  readonly ok: true;
  readonly promise: 'all';
  readonly threshold: number;
  readonly coverage: number;
  /** All labels, also those below the threshold. */
  readonly n: number;
  readonly k: number;
  readonly upper: number | null;
  readonly p: number;
  /** All of it: nothing was corrected for. */
  readonly deltaSpent: number;
  readonly ladder: readonly JointRow[];
};

export type NotJointlyCertifiable = {
  readonly ok: false;
  readonly because: 'not_certifiable';
  readonly promise: 'all';
  readonly n: number;
  /** Labels of the whole traffic that would certify the strictest rung with as many errors as it has now. */
  readonly labelsNeeded: number;
  readonly ladder: readonly JointRow[];
};

/**
 * The loosest threshold under which released errors are at most `target` of all decisions, with confidence 1 − delta.
 *
 * A looser threshold can only release more errors, so this risk rises along the ladder, and the loosest rung that passes by
 * itself needs no correction for having chosen it: the rungs in order are tested until the first one fails. It is the cheaper
 * promise, and says less than `certify`: releasing a little of something very wrong keeps it. Labels have to be draws of
 * one probability from all decisions. O(n log G).
 *
 * S. Bates et al., "Distribution-free, risk-controlling prediction sets", J. ACM 68 (2021); statistics.md 3.4.
 */
export function certifyJointly(question: JointQuestion): JointlyCertified | NotJointlyCertifiable | BadInput {
  const checked = checkQuestion({ ...question, statistic: 'exact' });
  if (!checked.ok) return checked;
  const { target, delta } = question.goal;
  const n = checked.labels.length;
  const rows = rowsOf(question, checked);
  const failed = rows.findIndex(({ p }) => !(p <= delta));
  const ladder = rows.map((row, rung): JointRow => ({ ...row, certified: failed < 0 || rung < failed }));
  const loosest = ladder.findLast(({ certified }) => certified);
  if (!loosest) {
    const labelsNeeded = leastLabels(ladder[0]?.k ?? 0, target, delta);
    return { ok: false, because: 'not_certifiable', promise: 'all', n, labelsNeeded, ladder };
  }
  const { certified: _, ...row } = loosest;
  return { ok: true, promise: 'all', ...row, n, deltaSpent: delta, ladder };
}

function rowsOf(
  { goal: { target, delta }, impactCap }: JointQuestion,
  { ladder, labels, question }: CheckedQuestion,
): Omit<JointRow, 'certified'>[] {
  const n = labels.length;
  const counts = countRungs(ladder, labels, capOf(question));
  return ladder.thresholds.map((threshold, rung) => {
    const [k = 0, micros = 0] = [counts.wrong[rung], counts.lossMicros[rung]];
    const tested =
      impactCap === undefined
        ? { upper: clopperPearsonUpper(k, n, 1 - delta) ?? 1, p: binomialCdf(k, n, target) }
        : { upper: null, p: hoeffdingBentkus({ loss: micros / lossUnit, labels: n, target }) };
    return { threshold, coverage: ladder.coverages[rung] ?? 0, k, ...tested };
  });
}
