// How often each way to choose a threshold breaks its promise, and how much it releases, in traffic whose truth is known.
import { openGuard, stepGuard } from '../../src/core/certificates/guard.ts';
import { openRandom, type Random } from '../../src/core/stats/random.ts';
import { type Bench, type Figure, figureOf } from '../figure.ts';
import { goal, type Outcome, simulate } from './simulate.ts';
import { oracleCoverage, type World, worlds } from './worlds.ts';

/** At 1000 runs the standard error of 5 % is 0.7 points. */
const usual = { runs: 1000, labels: 5000 };
/** With four times the labels; the same truth comes within reach. */
const large = { runs: 250, labels: 20_000 };
/** The least, median and most of a figure are over this many blocks of runs. */
const blocks = 5;
/** The world whose section says what the names stand for. */
const explainedAt = 'calibrated';
/** Fixed, so that the figures of two versions differ only where the code does. */
const seed = 20_260_301;

export const certification: readonly Bench[] = [
  ...worlds.map((world) => worldBench(`certify-${world.name}`, world, usual)),
  ...worlds
    .filter(({ name }) => name === 'calibrated')
    .map((world) => worldBench(`certify-${world.name}-large`, world, large)),
  {
    name: 'guard',
    about:
      'The detector that watches a certificate of 1 %: hourly buckets of 50 labels, set to one false alarm in 500 buckets.',
    run: () => Promise.resolve(guardFigures()),
  },
];

type Plan = { runs: number; labels: number };

function worldBench(name: string, world: World, { runs, labels }: Plan): Bench {
  const oracle = (100 * oracleCoverage(world)).toFixed(1);
  return {
    name,
    about: `How often what is released is above 1 % wrong, at 95 % confidence from ${labels} labels and as many of the window before; beside it the mean share of the traffic released. All windows together; least and most are of five blocks of them. World: ${world.about}. Who knows the truth releases ${oracle} %. What the names stand for is said at certify-${explainedAt}.`,
    run: ({ tell }) => {
      const outcomes = simulate(world, { runs, labels, seed });
      tell(`${runs} windows of ${labels} labels`);
      const explained = name === `certify-${explainedAt}`;
      return Promise.resolve(
        outcomes.map((outcome) => figure(name.replace('certify-', ''), outcome, explained)),
      );
    },
  };
}

function figure(
  world: string,
  { name, about, valid, violated, coverage }: Outcome,
  explained: boolean,
): Figure {
  const runs = violated.length;
  const shares = Array.from({ length: blocks }, (_, block) =>
    percentOf(violated.slice((block * runs) / blocks, ((block + 1) * runs) / blocks)),
  );
  const mean = coverage.reduce((sum, share) => sum + share, 0) / runs;
  const least = 100 * (goal.delta + 3 * Math.sqrt((goal.delta * (1 - goal.delta)) / runs));
  return {
    // All runs together instead of the median of the blocks: that is what the promise is about.
    ...figureOf(`${world}.${name}`, shares, {
      unit: '% of windows broken',
      ...(valid ? { goal: `<= ${least.toFixed(2)}` } : {}),
      baseline: [100 * mean],
      // Said once, in the section that comes first.
      ...(explained ? { note: about } : {}),
    }),
    value: percentOf(violated),
    rounds: runs,
  };
}

function percentOf(yes: readonly boolean[]): number {
  return Number(((100 * yes.filter(Boolean).length) / yes.length).toPrecision(4));
}

const watched = { target: 0.01, averageRun: 500, labels: 50, runs: 200, patience: 20_000 };

function guardFigures(): Figure[] {
  const random = openRandom(seed);
  const runs = (error: number) =>
    Array.from({ length: watched.runs }, () => bucketsToAlarm(error, random.split()));
  const quiet = runs(watched.target);
  const mean = quiet.reduce((sum, buckets) => sum + buckets, 0) / quiet.length;
  return [
    {
      ...figureOf('guard.run', quiet, { unit: 'buckets', goal: `>= ${watched.averageRun}` }),
      value: Number(mean.toPrecision(4)),
      note: `Mean buckets until an alarm while the error is exactly the target; runs end at ${watched.patience}.`,
    },
    ...[1.5, 2, 3, 5].map((times) =>
      figureOf(`guard.delay.${times}`, runs(watched.target * times), {
        unit: 'buckets',
        note: `Median buckets until the alarm when the error is ${times} times the target.`,
      }),
    ),
  ];
}

function bucketsToAlarm(error: number, random: Random): number {
  const opened = openGuard(watched);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  let { guard } = opened;
  for (let bucket = 1; bucket < watched.patience; bucket += 1) {
    const after = stepGuard(guard, [
      { labels: watched.labels, wrong: random.binomial(watched.labels, error) },
    ]);
    if (!after.ok) throw new Error(after.problems[0]?.message);
    if (after.alarm) return bucket;
    guard = after.guard;
  }
  return watched.patience;
}
