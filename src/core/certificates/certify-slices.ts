import { type Certified, certify, type NotCertifiable } from './certify.ts';
import { countRungs, lossUnit } from './count-rungs.ts';
import { type BadInput, badInput, isProperShare, type Problem } from './goal.ts';
import { checkLabels, type Label } from './labels.ts';
import { ladderAt, mergeHistograms, type ScoreHistogram } from './ladder.ts';
import { capOf, type Question, type TestPlan } from './question.ts';
import { testRungs } from './test-rungs.ts';

/** A label, and the part of the traffic its decision belongs to. */
export type SlicedLabel = Label & { readonly slice: string };

/** One part of the traffic. Slices do not overlap, and were chosen before the labels were looked at. */
export type Slice = {
  readonly slice: string;
  readonly histogram: ScoreHistogram;
  /** Of an earlier look at the test of this slice. */
  readonly plan?: TestPlan;
};

/** `traffic` and `plannedLabels` are of all slices together; each gets its share of them by population. */
export type SlicesQuestion = Omit<Question, 'histogram' | 'labels' | 'history'> & {
  readonly slices: readonly Slice[];
  /** Of all slices, in the order of arrival: betting on all of them together needs the order they came in. */
  readonly labels: readonly SlicedLabel[];
  readonly history?: readonly SlicedLabel[];
  /**
   * The part of delta that certifies one threshold for all; what is left is split over the slices. With 0 each slice stands
   * for itself, and is held if it fails. Otherwise such a slice inherits.
   */
  readonly forWhole?: number;
};

export type SliceAnswer = {
  readonly slice: string;
  /** Null: nothing of this slice is released. */
  readonly threshold: number | null;
  /**
   * `own`: certified by its own labels. `inherited`: the stricter of the threshold for all and of what its own few labels
   * suggest; nothing is proven about it alone. `held`: neither.
   */
  readonly basis: 'own' | 'inherited' | 'held';
  /** Share of the slice's decisions. */
  readonly coverage: number;
  /** Labels above the threshold and the wrong ones, with the bound for this slice alone, at confidence 1 − delta. */
  readonly n: number;
  readonly k: number;
  readonly upper: number | null;
  readonly own: Certified | NotCertifiable;
};

export type SlicesAnswer = {
  readonly ok: true;
  readonly slices: readonly SliceAnswer[];
  /** The certificate for all slices together; null with `forWhole: 0`. */
  readonly whole: Certified | NotCertifiable | null;
  /** Share of all decisions that is released. */
  readonly coverage: number;
  /**
   * What is proven about everything released, with confidence 1 − delta; null when nothing is. The target, unless slices that
   * inherit were tightened: leaving out what is right raises the share of errors in the rest.
   */
  readonly boundForAll: number | null;
};

/** Half, because the threshold for all is what most slices of a long tail will live by. */
const usualForWhole = 0.5;

/**
 * Thresholds per slice. A target for all can hide a slice that is eight times worse, so each slice is tested by itself at its
 * part of delta; those without enough labels inherit the threshold for all, or a stricter one.
 *
 * Everything called `own`, and `boundForAll`, holds at once with confidence 1 − delta (union bound). Cost of `certify` once per
 * slice and once for all (statistics.md 3.6).
 */
export function certifySlices(question: SlicesQuestion): SlicesAnswer | BadInput {
  const { slices, forWhole = usualForWhole, plan, goal, ...common } = question;
  const problems = checkSlices(question, forWhole);
  if (problems.length > 0) return badInput(problems);
  const parts = partsOf(question);
  const owns = parts.map((part) =>
    certify({ ...part, goal: { ...goal, delta: (goal.delta * (1 - forWhole)) / slices.length } }),
  );
  const histogram = mergeHistograms(slices.map((slice) => slice.histogram));
  const whole =
    forWhole === 0
      ? null
      : certify({
          ...common,
          ...(plan ? { plan } : {}),
          histogram,
          goal: { ...goal, delta: goal.delta * forWhole },
        });
  const broken = [
    ...owns.flatMap((own, index) => problemsOf(own, `/slices/${slices[index]?.slice}`)),
    ...(whole ? problemsOf(whole, '') : []),
  ];
  if (broken.length > 0 || isBad(whole)) return badInput(broken);
  const answers = parts.flatMap((part, index): SliceAnswer[] => {
    const [own, slice = ''] = [owns[index], slices[index]?.slice];
    return own && !isBad(own) ? [{ slice, own, ...release(part, { own, whole }) }] : [];
  });
  return { ok: true, slices: answers, whole, ...released(slices, answers, { target: goal.target, whole }) };
}

function checkSlices({ slices, labels, history = [] }: SlicesQuestion, forWhole: number): Problem[] {
  if (slices.length === 0) return [{ at: '/slices', message: 'There is no slice.' }];
  if (forWhole !== 0 && !isProperShare(forWhole))
    return [{ at: '/forWhole', message: `A part of delta is at least 0 and below 1, not ${forWhole}.` }];
  const names = new Set(slices.map(({ slice }) => slice));
  if (names.size < slices.length)
    return [{ at: '/slices', message: 'There are two slices of the same name.' }];
  const sliceOf = new Map<string, string>();
  for (const { decisionId, slice } of [...labels, ...history]) {
    const message = whyNot({ decisionId, slice, names, before: sliceOf.get(decisionId) });
    if (message !== null) return [{ at: '/labels', message }];
    sliceOf.set(decisionId, slice);
  }
  return [];
}

function whyNot(label: {
  decisionId: string;
  slice: string;
  names: ReadonlySet<string>;
  before: string | undefined;
}): string | null {
  const { decisionId, slice, names, before } = label;
  if (!names.has(slice)) return `Decision ${decisionId} is in the slice ${slice}, which is not among them.`;
  if (before === undefined || before === slice) return null;
  return `Decision ${decisionId} is in the slices ${before} and ${slice}; slices do not overlap.`;
}

/** The question of each slice, at the goal of all. */
function partsOf(question: SlicesQuestion): readonly Question[] {
  const { slices, forWhole: _, plan: __, labels, history, traffic, plannedLabels, ...common } = question;
  const population = slices.reduce((sum, { histogram }) => sum + populationOf(histogram), 0);
  return slices.map(({ slice, ...evidence }) => {
    const share = populationOf(evidence.histogram) / population;
    return {
      ...common,
      ...evidence,
      labels: labels.filter((label) => label.slice === slice),
      ...(history ? { history: history.filter((label) => label.slice === slice) } : {}),
      ...(traffic ? { traffic: { ...traffic, decisionsPerDay: traffic.decisionsPerDay * share } } : {}),
      ...(plannedLabels === undefined ? {} : { plannedLabels: plannedLabels * share }),
    };
  });
}

type Both = { own: Certified | NotCertifiable; whole: Certified | NotCertifiable | null };

function release(part: Question, { own, whole }: Both): Omit<SliceAnswer, 'slice' | 'own'> {
  const checked = checkLabels(part.labels);
  const labels = checked.ok ? checked.labels : [];
  const threshold = own.ok ? own.threshold : whole?.ok ? inherited(part, labels, whole) : null;
  const built = threshold === null ? null : ladderAt([threshold], part.histogram);
  if (!built?.ok) return { threshold: null, basis: 'held', coverage: 0, n: 0, k: 0, upper: null };
  const tested = testRungs(part, built.ladder, labels);
  return {
    threshold,
    basis: own.ok ? 'own' : 'inherited',
    coverage: built.ladder.coverages[0] ?? 0,
    n: tested.counts.labels[0] ?? 0,
    k: tested.counts.wrong[0] ?? 0,
    upper: tested.upperAt(0),
  };
}

/**
 * The loosest rung, at most as loose as the one for all, at which the slice's own estimate keeps the target.
 *
 * The estimate mixes the labels above a rung with 1 / target imaginary ones at the slice's error under the threshold for all,
 * and that with as many at half the target. So a slice without labels takes the threshold for all as it is, one that looks good
 * up to some score takes that, and one that looks bad is not released where it merely has no labels.
 */
function inherited(part: Question, labels: readonly Label[], whole: Certified): number | null {
  const { target } = part.goal;
  const imaginary = 1 / target;
  const thresholds = whole.ladder
    .map(({ threshold }) => threshold)
    .filter((threshold) => threshold >= whole.threshold);
  const counts = countRungs({ thresholds }, labels, capOf(part));
  const estimate = (rung: number, guess: number) =>
    ((counts.lossMicros[rung] ?? 0) / lossUnit + imaginary * guess) /
    ((counts.labels[rung] ?? 0) + imaginary);
  const guess = estimate(thresholds.length - 1, target / 2);
  return thresholds.findLast((_, rung) => estimate(rung, guess) <= target) ?? null;
}

/**
 * Of slices certified by themselves at most `target` is wrong. What the others release is a part of what the threshold for
 * all would, so it holds no more errors than that.
 */
function released(
  slices: readonly Slice[],
  answers: readonly SliceAnswer[],
  { target, whole }: { target: number; whole: Certified | NotCertifiable | null },
): Pick<SlicesAnswer, 'coverage' | 'boundForAll'> {
  const populations = slices.map(({ histogram }) => populationOf(histogram));
  const all = populations.reduce((sum, count) => sum + count, 0);
  const shareOf = (basis: SliceAnswer['basis']) =>
    answers.reduce(
      (sum, answer, index) =>
        answer.basis === basis ? sum + answer.coverage * (populations[index] ?? 0) : sum,
      0,
    ) / all;
  const [own, inheriting] = [shareOf('own'), shareOf('inherited')];
  const coverage = own + inheriting;
  const errors = target * own + Math.min(inheriting, target * (whole?.ok ? whole.coverage : 0));
  return { coverage, boundForAll: coverage > 0 ? errors / coverage : null };
}

function populationOf({ counts }: ScoreHistogram): number {
  let sum = 0;
  for (let index = 0; index < counts.length; index += 1) sum += counts[index] ?? 0;
  return sum;
}

function isBad(answer: Certified | NotCertifiable | BadInput | null): answer is BadInput {
  return answer !== null && !answer.ok && answer.because === 'bad_input';
}

function problemsOf(answer: Certified | NotCertifiable | BadInput, within: string): Problem[] {
  return isBad(answer) ? answer.problems.map(({ at, message }) => ({ at: `${within}${at}`, message })) : [];
}
