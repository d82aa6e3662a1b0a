// How well confidence puts the right ones above the wrong ones: what routing lives on, and what no calibration error
// sees.
import type { Levels } from '../observations/levels.ts';
import { harmonicDifference } from './harmonic.ts';

/**
 * Area under the risk-coverage curve (AURC): the mean over i of the share of errors among the i most confident. Lower is
 * better; 0 only without errors. Null without labels.
 *
 * Decisions of equal confidence are averaged over every order they could have: the j-th of a group adds
 * (E + j·e)/(N + j), with E errors in N before it and an error share e within. For weights the sum over j goes to the
 * group's weight, so a weight of 3 counts as three decisions: this is the curve of the population, and weights must
 * be numbers of decisions. Linear in the levels.
 *
 * Y. Geifman, G. Uziel, R. El-Yaniv, "Bias-reduced uncertainty estimation for deep neural classifiers", ICLR 2019.
 *
 * @example areaUnderRiskCoverage(levels) // 0.2721… for data A
 */
export function areaUnderRiskCoverage(levels: Levels): number | null {
  if (levels.unit.length === 0) return null;
  let [area, before, errors] = [0, 0, 0];
  for (let level = levels.unit.length - 1; level >= 0; level -= 1) {
    const weight = levels.weight[level] ?? 0;
    const wrong = weight - (levels.rightWeight[level] ?? 0);
    const share = wrong / weight;
    area += weight * share + (errors - share * before) * harmonicDifference(before, weight);
    before += weight;
    errors += wrong;
  }
  return area / before;
}

/**
 * Area under the ROC curve of confidence for correctness: the chance that a right decision has more confidence than a
 * wrong one, ties counting half. Null unless there are both. Linear in the levels.
 *
 * Midranks as in H. B. Mann, D. R. Whitney, Ann. Math. Statist. 18 (1947). Known answer: statistics.md A26.
 *
 * @example areaUnderRoc(levels) // 0.84 for data A
 */
export function areaUnderRoc(levels: Levels): number | null {
  const { right, count } = levels.totals;
  if (right === 0 || right === count) return null;
  let [area, wrongBelow, rightSoFar] = [0, 0, 0];
  for (let level = 0; level < levels.unit.length; level += 1) {
    const good = levels.rightWeight[level] ?? 0;
    const wrong = (levels.weight[level] ?? 0) - good;
    area += good * (wrongBelow + wrong / 2);
    wrongBelow += wrong;
    rightSoFar += good;
  }
  return area / (rightSoFar * wrongBelow);
}
