import type { Start } from './fallback-test.ts';
import { type BadInput, badInput, checkGoal, type Goal, isProperShare, type Problem } from './goal.ts';
import { checkLabels, commonProbability, type Label } from './labels.ts';
import { buildLadder, type Ladder, ladderAt, type ScoreHistogram } from './ladder.ts';

/**
 * How the labels are weighed.
 *
 * - `exact`: labels of one probability, looked at once, at the end of a window that was fixed before. The fewest labels.
 * - `evidence`: labels of one probability, looked at whenever one likes; 20 to 40 % more labels for small errors.
 * - `betting`: labels of any probabilities, in the order of their arrival, looked at whenever one likes.
 */
export const statistics = ['exact', 'evidence', 'betting'] as const;
export type Statistic = (typeof statistics)[number];

/** What must not change between two looks at the same test: fixed at the first, handed in at the next. */
export type TestPlan = { readonly thresholds: readonly number[]; readonly starts: readonly Start[] };

export type Traffic = { readonly decisionsPerDay: number; readonly auditRate: number };

export type Question = {
  readonly goal: Goal;
  readonly statistic: Statistic;
  /** Scores of all decisions of the window. */
  readonly histogram: ScoreHistogram;
  /** Labels of this window. For `exact` and `evidence` those of the audit draw alone, routed decisions included. */
  readonly labels: readonly Label[];
  /** Labels of an earlier window. They choose where to start and prove nothing; too few of them are passed over. */
  readonly history?: readonly Label[];
  /** Where there is no such history: the expected error of what scores at least this much, as the calibrated confidences say. */
  readonly expectedError?: (threshold: number) => number;
  /** Of an earlier look at this test. */
  readonly plan?: TestPlan;
  /** How many labels the window will have in the end; those there are when left out. Chooses the starts of a first look. */
  readonly plannedLabels?: number;
  /** For `betting`: the least probability with which the design labels any decision. */
  readonly leastProbability?: number;
  /** Makes the promise about impact: the target is then the mean impact of what is released, as a share of this cap. */
  readonly impactCap?: number;
  readonly rungs?: number;
  /** To say how much work is left for people, and when the labels that are missing will be there. */
  readonly traffic?: Traffic;
};

/** The question with what is wrong with it ruled out. */
export type CheckedQuestion = {
  readonly ok: true;
  readonly question: Question;
  readonly ladder: Ladder;
  readonly labels: readonly Label[];
  readonly history: readonly Label[] | null;
};

/** Everything that would make an answer meaningless, each as a sentence. Linear in the labels. */
export function checkQuestion(question: Question): CheckedQuestion | BadInput {
  const { impactCap, plan, histogram } = question;
  const labels = checkLabels(question.labels, capOf(question));
  const history = checkLabels(question.history ?? [], capOf(question));
  const ladder = plan ? ladderAt(plan.thresholds, histogram) : buildLadder(histogram, question.rungs);
  const problems = [
    ...checkGoal(question.goal),
    ...(impactCap === undefined || (impactCap > 0 && impactCap < Infinity)
      ? []
      : [{ at: '/impactCap', message: `The cap of the impact is a positive number, not ${impactCap}.` }]),
    ...(labels.ok ? [] : labels.problems),
    ...(history.ok ? [] : history.problems.map(({ at, message }) => ({ at: `/history${at}`, message }))),
    ...(ladder.ok ? [] : ladder.problems),
    ...(labels.ok ? checkDesign(question, labels.labels) : []),
    ...(labels.ok && history.ok ? checkApart(labels.labels, history.labels) : []),
    ...(plan ? checkPlan(plan, question.goal) : []),
    ...checkTraffic(question.traffic),
  ];
  if (problems.length > 0 || !labels.ok || !history.ok || !ladder.ok) return badInput(problems);
  const kept = question.history ? history.labels : null;
  return { ok: true, question, ladder: ladder.ladder, labels: labels.labels, history: kept };
}

/** The option without its empty form, which exact optional properties tell apart. */
export function capOf({ impactCap }: Question): { impactCap?: number } {
  return impactCap === undefined ? {} : { impactCap };
}

function checkDesign(question: Question, labels: readonly Label[]): Problem[] {
  const { statistic, impactCap, leastProbability } = question;
  if (statistic === 'betting') return checkBetting(labels, leastProbability);
  const problems: Problem[] = [];
  if (labels.length > 0 && commonProbability(labels) === null)
    problems.push({
      at: '/labels',
      message: `The labels have different probabilities, so their counts prove nothing: take the audit draw alone, or betting.`,
    });
  if (statistic === 'evidence' && impactCap !== undefined)
    problems.push({ at: '/statistic', message: 'Evidence counts errors; for impact take exact or betting.' });
  return problems;
}

function checkBetting(labels: readonly Label[], least: number | undefined): Problem[] {
  const at = '/leastProbability';
  if (least === undefined || !(isProperShare(least) || least === 1))
    return [{ at, message: 'Betting needs the least probability of the design, above 0 and at most 1.' }];
  const rarer = labels.find(({ probability }) => probability < least);
  return rarer
    ? [{ at, message: `Decision ${rarer.decisionId} has probability ${rarer.probability}, below ${least}.` }]
    : [];
}

/** What chose the start must not be what is tested from there. */
function checkApart(labels: readonly Label[], history: readonly Label[]): Problem[] {
  const old = new Set(history.map(({ decisionId }) => decisionId));
  const both = labels.find(({ decisionId }) => old.has(decisionId));
  return both
    ? [
        {
          at: '/history',
          message: `Decision ${both.decisionId} is in the history and in the window; it may be in one only.`,
        },
      ]
    : [];
}

function checkPlan({ thresholds, starts }: TestPlan, { delta }: Goal): Problem[] {
  const problems: Problem[] = [];
  if (thresholds.some((threshold, rung) => !(threshold < (thresholds[rung - 1] ?? Infinity))))
    problems.push({ at: '/plan/thresholds', message: 'Thresholds descend, the strictest first.' });
  const whole = starts.reduce((sum, { weight }) => sum + weight, 0);
  const usable = starts.every(
    ({ rung, weight }) => Number.isInteger(rung) && rung >= 0 && rung < thresholds.length && weight >= 0,
  );
  // Weights are shares of delta; their sum may be off by rounding.
  if (!usable || !(whole <= delta * (1 + 1e-9)))
    problems.push({ at: '/plan/starts', message: `The starts lie on rungs and add up to at most ${delta}.` });
  return problems;
}

function checkTraffic(traffic: Traffic | undefined): Problem[] {
  if (!traffic) return [];
  const { decisionsPerDay, auditRate } = traffic;
  return [
    ...(decisionsPerDay >= 0 && decisionsPerDay < Infinity
      ? []
      : [{ at: '/traffic/decisionsPerDay', message: `There are no ${decisionsPerDay} decisions a day.` }]),
    ...(auditRate >= 0 && auditRate <= 1
      ? []
      : [{ at: '/traffic/auditRate', message: `An audit rate is a share, not ${auditRate}.` }]),
  ];
}
