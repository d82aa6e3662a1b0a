import { binomialCdf } from '../stats/binomial.ts';
import { brentRoot } from '../stats/brent.ts';
import { clopperPearsonUpper } from '../stats/clopper-pearson.ts';
import { bettingPValues, bettingUpper, designEffect, toColumns } from './betting.ts';
import { countRungs, lossUnit, type RungCounts } from './count-rungs.ts';
import { leastLabelsByEvidence, logEvidenceBelow, priorBelow } from './evidence.ts';
import type { Goal } from './goal.ts';
import { hoeffdingBentkus } from './hoeffding-bentkus.ts';
import type { Label } from './labels.ts';
import type { LeastLabels } from './labels-needed.ts';
import type { Ladder } from './ladder.ts';
import { leastLabels } from './least-labels.ts';
import { capOf, type Question } from './question.ts';

/** The claims "this rung's error is the target or more", each with what speaks against it. */
export type TestedRungs = {
  readonly counts: RungCounts;
  readonly pValues: readonly number[];
  /** The one-sided bound at confidence 1 − delta for one rung by itself; 1 when nothing is known. */
  upperAt(rung: number): number;
  /** Labels that certify with so many errors. */
  readonly least: LeastLabels;
  /** How many times that, because labels have unequal probabilities. */
  readonly designEffect: number;
};

/** One p-value per rung, by the statistic of the question. */
export function testRungs(question: Question, ladder: Ladder, labels: readonly Label[]): TestedRungs {
  const counts = countRungs(ladder, labels, capOf(question));
  switch (question.statistic) {
    case 'exact':
      return question.impactCap === undefined
        ? { counts, ...exactly(counts, question.goal) }
        : { counts, ...byImpact(counts, question.goal) };
    case 'evidence':
      return { counts, ...byEvidence(counts, question.goal) };
    case 'betting':
      return { counts, ...byBetting(question, ladder, labels) };
    default:
      return question.statistic satisfies never;
  }
}

/**
 * The binomial p-values of counts; 1 where even an errorless rung would have too few labels.
 *
 * @example exactPValues({ labels: [300], wrong: [0] }, { target: 0.01, delta: 0.05 }) // [0.049041]
 */
export function exactPValues(
  { labels, wrong }: Pick<RungCounts, 'labels' | 'wrong'>,
  { target, delta }: Goal,
): number[] {
  const alone = leastLabels(0, target, delta);
  return labels.map((n, rung) => (n < alone ? 1 : binomialCdf(wrong[rung] ?? 0, n, target)));
}

type Weighed = Omit<TestedRungs, 'counts'>;

function exactly(counts: RungCounts, goal: Goal): Weighed {
  return {
    pValues: exactPValues(counts, goal),
    upperAt: (rung) =>
      clopperPearsonUpper(counts.wrong[rung] ?? 0, counts.labels[rung] ?? 0, 1 - goal.delta) ?? 1,
    least: leastLabels,
    designEffect: 1,
  };
}

function byImpact({ labels, lossMicros }: RungCounts, goal: Goal): Weighed {
  const p = (rung: number, target: number) =>
    hoeffdingBentkus({ loss: (lossMicros[rung] ?? 0) / lossUnit, labels: labels[rung] ?? 0, target });
  return {
    pValues: labels.map((_, rung) => p(rung, goal.target)),
    upperAt: (rung) => boundOf((rate) => p(rung, rate) - goal.delta),
    least: leastLabels,
    designEffect: 1,
  };
}

function byEvidence({ labels, wrong }: RungCounts, goal: Goal): Weighed {
  const prior = priorBelow(goal.target);
  const log = (rung: number, rate: number) =>
    logEvidenceBelow({ labels: labels[rung] ?? 0, wrong: wrong[rung] ?? 0, rate }, prior);
  return {
    pValues: labels.map((_, rung) => Math.min(1, Math.exp(-log(rung, goal.target)))),
    upperAt: (rung) => boundOf((rate) => -Math.log(goal.delta) - log(rung, rate)),
    least: leastLabelsByEvidence,
    designEffect: 1,
  };
}

function byBetting(question: Question, ladder: Ladder, labels: readonly Label[]): Weighed {
  const { goal, leastProbability = 1 } = question; // checked to be there for betting
  const bets = { target: goal.target, leastProbability };
  const columns = toColumns(ladder, labels, capOf(question));
  return {
    pValues: bettingPValues(columns, ladder.thresholds.length, bets),
    upperAt: (rung) => bettingUpper(columns, rung, { bets, delta: goal.delta }),
    least: leastLabelsByEvidence,
    designEffect: designEffect(columns.probability),
  };
}

/** The rate from which on it is refuted: where the distance, positive below, changes its sign; 1 if it never does. */
function boundOf(distance: (rate: number) => number): number {
  const root = brentRoot(distance, 1e-12, 1 - 1e-12, { tolerance: 1e-10 });
  return root.ok ? root.x : 1;
}
