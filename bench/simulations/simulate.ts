import { bettingPValues, designEffect } from '../../src/core/certificates/betting.ts';
import { chooseStarts, guessFromCounts } from '../../src/core/certificates/choose-starts.ts';
import { leastLabelsByEvidence, logEvidenceBelow } from '../../src/core/certificates/evidence.ts';
import { fallbackTest } from '../../src/core/certificates/fallback-test.ts';
import type { Goal } from '../../src/core/certificates/goal.ts';
import { leastLabels } from '../../src/core/certificates/least-labels.ts';
import { exactPValues } from '../../src/core/certificates/test-rungs.ts';
import { openRandom, type Random } from '../../src/core/stats/random.ts';
import {
  above,
  addCounts,
  type Counts,
  countsOf,
  drawCounts,
  drawMixed,
  leastProbability,
  strata,
} from './draw-labels.ts';
import { procedures } from './procedures.ts';
import { parts, riskOfRungs, target, upsideDown, type World } from './worlds.ts';

export const goal: Goal = { target, delta: 0.05 };

/** What one way to choose did in all runs of a world. */
export type Outcome = {
  readonly name: string;
  readonly about: string;
  readonly valid: boolean;
  /** Whether what it released was above the target, and how much of the traffic it was, run by run. */
  readonly violated: boolean[];
  readonly coverage: number[];
};

export type Size = { readonly runs: number; readonly labels: number; readonly seed: number };

/** Plays a world with every way to choose; all see the same labels of a run. */
export function simulate(world: World, { runs, labels, seed }: Size): readonly Outcome[] {
  const risk = riskOfRungs(world);
  const outcomes = new Map<string, Outcome>();
  for (const { name, about, valid } of [...procedures, ...others])
    outcomes.set(name, { name, about, valid, violated: [], coverage: [] });
  const seeds = openRandom(seed);
  for (let run = 0; run < runs; run += 1) {
    const random = seeds.split();
    const history = above(drawCounts(world, labels, random));
    const weeks = Array.from({ length: looks }, () => drawCounts(world, labels / looks, random));
    const counts = above(weeks.reduce(addCounts));
    const pValues = exactPValues(counts, goal);
    const misleading = above(drawCounts(upsideDown(world), labels, random));
    for (const { name, choose } of procedures) {
      note(name, choose({ counts, pValues, history }, goal));
      note(`${name}-misled`, choose({ counts, pValues, history: misleading }, goal));
    }
    for (const [name, rung] of Object.entries(anyTime(weeks, counts, history))) note(name, rung);
    for (const [name, rung] of Object.entries(mixed(world, labels, { history, random }))) note(name, rung);
  }
  return [...outcomes.values()];

  function note(name: string, rung: number | null): void {
    outcomes.get(name)?.violated.push(rung !== null && (risk[rung] ?? 1) > target);
    outcomes.get(name)?.coverage.push(rung === null ? 0 : (rung + 1) / parts);
  }
}

/** How many more labels a test takes that may look at any time; the starts are chosen accordingly, as in `certify`. */
const dearer = leastLabelsByEvidence(0, goal.target, goal.delta) / leastLabels(0, goal.target, goal.delta);

/** Looking every week of ten, and releasing the loosest threshold that was ever certified. */
const looks = 10;
const others = [
  { name: 'history-misled', about: 'history, with that of upside-down traffic', valid: true },
  { name: 'flfst-misled', about: 'flfst, with the history of upside-down traffic', valid: true },
  { name: 'exact-peeking', about: 'flfst, but looked at after each tenth of the labels', valid: false },
  {
    name: 'evidence-peeking',
    about: 'flfst over evidence, looked at after each tenth of the labels',
    valid: true,
  },
  { name: 'exact-mixed', about: 'flfst over plain counts of labels with two probabilities', valid: false },
  {
    name: 'betting-mixed',
    about: 'flfst over bets on labels with two probabilities, at any time',
    valid: true,
  },
] as const;
type Other = (typeof others)[number]['name'];

function anyTime(
  weeks: readonly Counts[],
  whole: Counts,
  history: Counts,
): Pick<Record<Other, number | null>, 'exact-peeking' | 'evidence-peeking'> {
  const planned = whole.labels.map((n) => Math.floor(n / dearer));
  const starts = chooseStarts(planned, guessFromCounts(history), goal);
  const found = { exact: -1, evidence: -1 };
  let sums: Counts | null = null;
  for (const week of weeks) {
    sums = sums ? addCounts(sums, week) : week;
    const counts = above(sums);
    const fresh = chooseStarts(counts.labels, guessFromCounts(history), goal);
    found.exact = Math.max(found.exact, fallbackTest(exactPValues(counts, goal), fresh).loosest?.rung ?? -1);
    const evidence = fallbackTest(evidencePValues(counts), starts);
    found.evidence = Math.max(found.evidence, evidence.loosest?.rung ?? -1);
  }
  return {
    'exact-peeking': found.exact < 0 ? null : found.exact,
    'evidence-peeking': found.evidence < 0 ? null : found.evidence,
  };
}

function evidencePValues({ labels, wrong }: Counts): number[] {
  return labels.map((n, rung) =>
    Math.min(1, Math.exp(-logEvidenceBelow({ labels: n, wrong: wrong[rung] ?? 0, rate: target }))),
  );
}

type Before = { history: Counts; random: Random };

function mixed(
  world: World,
  labels: number,
  { history, random }: Before,
): Pick<Record<Other, number | null>, 'exact-mixed' | 'betting-mixed'> {
  const drawn = strata.reduce((sum, { probability }) => sum + probability / strata.length, 0);
  const columns = drawMixed(world, Math.round(labels / drawn), random);
  const counts = countsOf(columns);
  const planned = counts.labels.map((n) => Math.floor(n / (dearer * designEffect(columns.probability))));
  const bets = bettingPValues(columns, parts, { target, leastProbability });
  const guess = guessFromCounts(history);
  return {
    'exact-mixed':
      fallbackTest(exactPValues(counts, goal), chooseStarts(counts.labels, guess, goal)).loosest?.rung ??
      null,
    'betting-mixed': fallbackTest(bets, chooseStarts(planned, guess, goal)).loosest?.rung ?? null,
  };
}
