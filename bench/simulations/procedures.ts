// Ways to choose a threshold from labels: what is usually done, what is valid and weak, and what the product does.
import { chooseStarts, guessFromCounts } from '../../src/core/certificates/choose-starts.ts';
import { fallbackTest } from '../../src/core/certificates/fallback-test.ts';
import type { Goal } from '../../src/core/certificates/goal.ts';
import { leastLabels } from '../../src/core/certificates/least-labels.ts';
import type { Counts } from './draw-labels.ts';

/** What a procedure may look at: the labels of this window, with their exact p-values, and those of the one before. */
export type Window = {
  readonly counts: Counts;
  readonly pValues: readonly number[];
  readonly history: Counts;
};

export type Procedure = {
  readonly name: string;
  readonly about: string;
  /** Whether it claims to keep delta. */
  readonly valid: boolean;
  /** The loosest rung it releases, or none. */
  choose(window: Window, goal: Goal): number | null;
};

export const procedures: readonly Procedure[] = [
  {
    name: 'empirical',
    about: 'loosest threshold whose observed error keeps the target',
    valid: false,
    choose: ({ counts }, { target, delta }) =>
      loosest(
        counts.labels,
        (n, rung) => n >= leastLabels(0, target, delta) && (counts.wrong[rung] ?? 0) <= target * n,
      ),
  },
  {
    name: 'pointwise',
    about: 'loosest threshold whose own Clopper–Pearson bound keeps the target',
    valid: false,
    choose: ({ pValues }, { delta }) => loosest(pValues, (p) => p <= delta),
  },
  {
    name: 'bonferroni',
    about: 'the same with delta split over 200 thresholds',
    valid: true,
    choose: ({ pValues }, { delta }) => loosest(pValues, (p) => p <= delta / pValues.length),
  },
  {
    name: 'holm',
    about: "Holm's step-down over 200 thresholds",
    valid: true,
    choose: ({ pValues }, { delta }) => holm(pValues, delta),
  },
  {
    name: 'sgr',
    about: 'selective guaranteed risk: binary search, delta split over its steps (Geifman and El-Yaniv)',
    valid: true,
    choose: ({ pValues }, { delta }) => binarySearch(pValues, delta),
  },
  {
    name: 'strictest',
    about: 'fixed sequence from the strictest threshold with enough labels',
    valid: true,
    choose: ({ counts, pValues }, { target, delta }) => {
      const rung = counts.labels.findIndex((n) => n >= leastLabels(0, target, delta));
      return rung < 0 ? null : walk(pValues, rung, delta);
    },
  },
  {
    name: 'history',
    about: 'fixed sequence from where the labels of the window before promise most',
    valid: true,
    choose: ({ counts, pValues, history }, goal) => {
      const starts = chooseStarts(counts.labels, guessFromCounts(history), goal);
      const first = starts.find(({ kind }) => kind === 'history');
      return first ? walk(pValues, first.rung, goal.delta) : null;
    },
  },
  {
    name: 'blind',
    about: 'fallback-ladder fixed sequence without a history',
    valid: true,
    choose: ({ counts, pValues }, goal) =>
      fallbackTest(pValues, chooseStarts(counts.labels, null, goal)).loosest?.rung ?? null,
  },
  {
    name: 'flfst',
    about: 'fallback-ladder fixed sequence, as the product does it',
    valid: true,
    choose: ({ counts, pValues, history }, goal) =>
      fallbackTest(pValues, chooseStarts(counts.labels, guessFromCounts(history), goal)).loosest?.rung ??
      null,
  },
];

function loosest(values: readonly number[], passes: (value: number, rung: number) => boolean): number | null {
  const rung = values.findLastIndex(passes);
  return rung < 0 ? null : rung;
}

function walk(pValues: readonly number[], from: number, level: number): number | null {
  const start = { rung: from, weight: level, kind: 'fallback' } as const;
  return fallbackTest(pValues, [start]).loosest?.rung ?? null;
}

function holm(pValues: readonly number[], delta: number): number | null {
  const order = pValues.map((p, rung) => ({ p, rung })).sort((a, b) => a.p - b.p);
  const kept = order.findIndex(({ p }, rank) => p > delta / (pValues.length - rank));
  const rejected = order.slice(0, kept < 0 ? order.length : kept).map(({ rung }) => rung);
  return rejected.length > 0 ? Math.max(...rejected) : null;
}

/** The loosest of the thresholds it visits whose bound at delta / log₂(thresholds) keeps the target. */
function binarySearch(pValues: readonly number[], delta: number): number | null {
  const steps = Math.ceil(Math.log2(pValues.length));
  let found: number | null = null;
  let [low, high] = [0, pValues.length - 1];
  for (let step = 0; step < steps && low <= high; step += 1) {
    const middle = Math.floor((low + high) / 2);
    if ((pValues[middle] ?? 1) <= delta / steps) {
      found = Math.max(found ?? 0, middle);
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
