import { chooseStarts, guessFromCounts } from './choose-starts.ts';
import { countRungs, lossUnit } from './count-rungs.ts';
import { fallbackTest, type Start, type Tested } from './fallback-test.ts';
import type { BadInput } from './goal.ts';
import type { Ladder } from './ladder.ts';
import { leastLabels } from './least-labels.ts';
import { type Outlook, outlook } from './not-certifiable.ts';
import { type CheckedQuestion, capOf, checkQuestion, type Question, type TestPlan } from './question.ts';
import { type ReviewLoad, reviewLoad } from './review-load.ts';
import { type TestedRungs, testRungs } from './test-rungs.ts';

/** One line of the table an auditor recomputes; strictest first. */
export type LadderRow = {
  readonly threshold: number;
  readonly coverage: number;
  /** Labels above the threshold, and the wrong ones among them. */
  readonly n: number;
  readonly k: number;
  /** One-sided bound for this threshold by itself. Betting computes it for the certified threshold only: it is dear. */
  readonly upper: number | null;
  readonly p: number;
  /** What p was compared with; null where the test did not come. */
  readonly level: number | null;
  /** All certified rungs hold at once; the next stricter one is what a revoked certificate falls back to. */
  readonly certified: boolean;
};

export type Certified = {
  readonly ok: true;
  readonly threshold: number;
  readonly coverage: number;
  readonly n: number;
  readonly k: number;
  readonly upper: number;
  readonly p: number;
  readonly level: number;
  readonly deltaSpent: number;
  readonly startUsed: Start;
  readonly ladder: readonly LadderRow[];
  /** Hand it in with the next look at the same test. */
  readonly plan: TestPlan;
  readonly reviewLoad: ReviewLoad | null;
  /** What more labels could buy; null at the loosest rung, or where the number is not known. */
  readonly nextStep: NextStep | null;
};

export type NextStep = {
  readonly threshold: number;
  readonly coverage: number;
  /** Further labels above that threshold, all of them right, that would certify it too. */
  readonly rightLabels: number;
};

export type NotCertifiable = {
  readonly ok: false;
  readonly because: 'not_certifiable';
  readonly ladder: readonly LadderRow[];
  readonly plan: TestPlan;
} & Outlook;

/**
 * The loosest threshold that keeps the goal, by fixed-sequence testing with a fallback ladder.
 *
 * With confidence 1 − delta, at most `target` of the decisions released under the threshold is wrong, for traffic that is
 * exchangeable with the window. No assumption about how error depends on the score: it may rise, fall or wave. Choosing
 * "the loosest threshold whose bound is below the target" instead breaks the promise in 22 to 29 % of windows where it should in 5.
 * If no threshold can be certified the answer says what is missing; it never offers a best effort. O(n log G) for counts, n × G
 * for betting.
 *
 * Statistics.md 3.3; A. Angelopoulos et al., "Learn then Test" (2021) for the frame.
 *
 * @example
 * certify({ goal: { target: 0.01, delta: 0.05 }, statistic: 'exact', histogram, labels, history })
 * // { ok: true, threshold: 0.93, coverage: 0.41, n: 820, k: 2, upper: 0.0076…, … }
 */
export function certify(question: Question): Certified | NotCertifiable | BadInput {
  const checked = checkQuestion(question);
  if (!checked.ok) return checked;
  const { ladder, labels } = checked;
  const tested = testRungs(question, ladder, labels);
  const guess = guessErrors(checked);
  const starts =
    question.plan?.starts ?? chooseStarts(labelsForStarts(checked, tested), guess, question.goal);
  const plan = { thresholds: ladder.thresholds, starts };
  const walked = fallbackTest(tested.pValues, starts);
  const rows = tableOf(question, { ladder, tested, walked });
  if (walked.loosest === null) {
    const far = outlook(question, { ladder, tested, guess });
    return { ok: false, because: 'not_certifiable', ...far, ladder: rows, plan };
  }
  const { rung, level, start } = walked.loosest;
  const row = rows[rung]!; // one row per rung
  const { threshold, coverage, n, k, p } = row;
  const { traffic } = question;
  return {
    ok: true,
    threshold,
    coverage,
    n,
    k,
    p,
    level,
    upper: row.upper ?? tested.upperAt(rung),
    deltaSpent: Math.min(
      question.goal.delta,
      starts.reduce((sum, { weight }) => sum + weight, 0),
    ),
    startUsed: start,
    ladder: rows,
    plan,
    reviewLoad: traffic ? reviewLoad(coverage, { population: ladder.population, traffic }) : null,
    nextStep: nextStep(question, { rows, tested, rung, level }),
  };
}

/** Expected error of each rung from whatever is independent of this window's errors. */
function guessErrors({ question, ladder, history }: CheckedQuestion): readonly number[] | null {
  const { labels, lossMicros } = countRungs(ladder, history ?? [], capOf(question));
  // With fewer than an errorless certificate takes, a history points anywhere.
  if ((labels.at(-1) ?? 0) >= leastLabels(0, question.goal.target, question.goal.delta))
    return guessFromCounts({ labels, wrong: lossMicros.map((micros) => micros / lossUnit) });
  return question.expectedError ? ladder.thresholds.map(question.expectedError) : null;
}

/**
 * The labels of each rung, in those of an exact test: what another test needs more of is worth less. Of a first look early in a
 * window the planned ones, for starts chosen for the few there are could not be changed later.
 */
function labelsForStarts({ question, ladder }: CheckedQuestion, tested: TestedRungs): readonly number[] {
  const { plannedLabels, goal } = question;
  const counted =
    plannedLabels === undefined
      ? tested.counts.labels
      : ladder.coverages.map((coverage) => coverage * plannedLabels);
  const dearer = tested.least(0, goal.target, goal.delta) / leastLabels(0, goal.target, goal.delta);
  return counted.map((labels) => Math.floor(labels / (dearer * tested.designEffect)));
}

type Walk = { ladder: Ladder; tested: TestedRungs; walked: Tested };

function tableOf(question: Question, { ladder, tested, walked }: Walk): readonly LadderRow[] {
  const dear = question.statistic === 'betting';
  return ladder.thresholds.map((threshold, rung) => ({
    threshold,
    coverage: ladder.coverages[rung] ?? 0,
    n: tested.counts.labels[rung] ?? 0,
    k: tested.counts.wrong[rung] ?? 0,
    upper: dear && rung !== walked.loosest?.rung ? null : tested.upperAt(rung),
    p: tested.pValues[rung] ?? 1,
    level: walked.levels[rung] ?? null,
    certified: walked.rejected[rung] ?? false,
  }));
}

function nextStep(
  { statistic, impactCap, goal }: Question,
  {
    rows,
    tested,
    rung,
    level,
  }: { rows: readonly LadderRow[]; tested: TestedRungs; rung: number; level: number },
): NextStep | null {
  const next = rows[rung + 1];
  if (!next || statistic === 'betting' || impactCap !== undefined) return null;
  const enough = tested.least(next.k, goal.target, next.level ?? level);
  return {
    threshold: next.threshold,
    coverage: next.coverage,
    rightLabels: Math.max(0, enough - next.n),
  };
}
