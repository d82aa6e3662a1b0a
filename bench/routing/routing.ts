// What the ways to route do to real questions: how much they release, how much of that is wrong, and what the mistakes cost.
import { wilson } from '../../src/core/stats/wilson.ts';
import { type Bench, type Figure, figureOf, spreadOf } from '../figure.ts';
import { compare, type Played, type Promised, type Way, ways } from './compare.ts';
import { type Alarm, type Drift, type DriftRun, playDrifts, type Story } from './drift.ts';
import type { Effect } from './measure-policy.ts';
import { banking77, clinc150, type Traffic } from './score-questions.ts';

const splits = 300;
/** Fixed, so that the figures of two versions differ only where the code does. */
const seed = 20_260_401;
/** The least and the most of a share are over this many blocks of splits. */
const blocks = 5;

const delta = 0.05;
/** A week of ten thousand decisions. */
const usual = { goal: { target: 0.05, delta }, decisions: 10_000 };
/** Four of them: at 2 % a week's labels do not prove much. */
const strict = { goal: { target: 0.02, delta }, decisions: 40_000 };

const meanings: Readonly<Record<Way, string>> = {
  fixed: 'Releases confidence 0.85 and above, whatever the target.',
  calibrated:
    'Releases as much as the calibrated confidences of the window say may be released: what they expect to be wrong is at most the target. The map is the one that 1,500 labels support, and identity where none is shown to be better.',
  certified:
    'The loosest threshold that the audit labels of the window prove to keep the target with confidence 95 % (certify, exact); nothing is released where none does. The same 1,500 labels only tell it where to begin.',
  oracle:
    'The most that any threshold on confidence could release within the target; to know it takes the truth.',
  'impact-as-fixed': 'Releases the cheapest by expected impact, as much as the fixed threshold does.',
  'impact-as-certified': 'Releases the cheapest by expected impact, as much as the certificate does.',
};

export const routing: readonly Bench[] = [
  comparison('routing-banking77', banking77, 'Banking77: 9,583 customer questions, 77 intents'),
  comparison('routing-clinc150', clinc150, 'CLINC150: 6,000 questions in scope, 150 intents'),
  {
    name: 'routing-drift',
    about: `CLINC150, a certificate of 5 % at 95 % from a week of ten thousand decisions; after four quiet weeks questions come that none of the intents fits, as many as in the published test set (\`test-set\`, 18 % of all) or every second (\`half\`). The guard sees hourly what the audit draw (10 %) found among the released, and is set to one false alarm a year; its alarm takes back the certificate. Runs end after eight weeks. bench/routing/README.md says how, and what is seen.`,
    run: ({ tell }) => {
      const traffic = clinc150();
      return Promise.resolve(
        Object.entries(drifts).flatMap(([name, outOfScope]) => {
          const runs = playDrifts(traffic, { ...drift, outOfScope }, { runs: splits, seed });
          tell(`${name}: ${splits} runs`);
          return driftFigures(`routing.drift.${name}`, runs);
        }),
      );
    },
  },
];

const drifts = { 'test-set': 1000 / 5500, half: 0.5 };
const drift: Omit<Drift, 'outOfScope'> = {
  goal: usual.goal,
  decisionsPerHour: 60,
  window: 168,
  quietHours: 4 * 168,
  driftHours: 8 * 168,
  averageRun: 8760,
};

function comparison(name: string, open: () => Traffic, data: string): Bench {
  return {
    name,
    about: `${data} that the demo's classifier has not learned from, in ${splits} seeded splits: released error (error), decisions that people see (load), what released mistakes cost per 1,000 decisions (harm: 10 for intents about money and safety, else 1), and how often the error is above the target (broken). Target 5 % from a week of 10,000 decisions, then 2 % from four; 10 % of everything is audited. bench/routing/README.md says how, and what is seen.`,
    run: ({ tell }) => {
      const traffic = open();
      return Promise.resolve(
        [usual, strict].flatMap((promised) => {
          const played = compare(traffic, { promised, splits, seed });
          tell(`${traffic.name}, target ${promised.goal.target}: ${splits} splits`);
          return ways.flatMap((way) => wayFigures(traffic, promised, { way, played: played[way] }));
        }),
      );
    },
  };
}

function wayFigures(
  { name }: Traffic,
  promised: Promised,
  { way, played: { effects, unfound } }: { way: Way; played: Played },
): Figure[] {
  const percent = Math.round(100 * promised.goal.target);
  // What a target does not change is told once.
  if (promised !== usual && way.endsWith('fixed')) return [];
  const id = `routing.${name}.${promised === usual ? '' : `${percent}%.`}${way}`;
  const errors = effects.map(({ error }) => error);
  return [
    { ...measures(id, effects)[0]!, ...(promised === usual ? { note: meanings[way] } : {}) }, // there are three
    ...measures(id, effects).slice(1),
    ...(way.startsWith('impact') || way === 'oracle'
      ? []
      : [broken(`${id}.broken`, errors, promised, way === 'certified')]),
    ...(unfound.includes(true) ? [shareFigure(`${id}.none`, unfound, '% of splits without any')] : []),
  ];
}

function measures(id: string, effects: readonly Effect[]): Figure[] {
  if (effects.length === 0) return [];
  return [
    spreadOf(
      `${id}.error`,
      effects.map(({ error }) => 100 * error),
      { unit: '% of the released' },
    ),
    spreadOf(
      `${id}.load`,
      effects.map(({ load }) => 100 * load),
      { unit: '% of decisions' },
    ),
    spreadOf(
      `${id}.harm`,
      effects.map(({ harm }) => harm),
      { unit: 'per 1,000 decisions' },
    ),
  ];
}

/** Only a certificate promises something. */
function broken(id: string, errors: readonly number[], { goal }: Promised, promises: boolean): Figure {
  const yes = errors.map((error) => error > goal.target);
  const most = 100 * (goal.delta + 3 * Math.sqrt((goal.delta * (1 - goal.delta)) / yes.length));
  return {
    ...shareFigure(id, yes, `% of splits above ${100 * goal.target} %`),
    ...(promises ? { goal: `<= ${most.toFixed(2)}` } : {}),
  };
}

/** All together, with the 95 % interval (Wilson) where other figures have the middle of their rounds. */
function shareFigure(id: string, yes: readonly boolean[], unit: string): Figure {
  const share = (some: readonly boolean[]) => (100 * some.filter(Boolean).length) / some.length;
  const parts = Array.from({ length: blocks }, (_, block) =>
    share(yes.slice((block * yes.length) / blocks, ((block + 1) * yes.length) / blocks)),
  );
  const interval = wilson(yes.filter(Boolean).length, yes.length);
  return {
    ...figureOf(id, parts, { unit }),
    value: Number(share(yes).toPrecision(4)),
    rounds: yes.length,
    ...(interval
      ? {
          note: `With 95 % confidence between ${(100 * interval.low).toFixed(1)} and ${(100 * interval.high).toFixed(1)} %.`,
        }
      : {}),
  };
}

function driftFigures(id: string, runs: readonly DriftRun[]): Figure[] {
  const stories = runs.flatMap(({ story }) => story ?? []);
  const alarmed = stories.filter(({ alarm }) => alarm !== null);
  const fallen = alarmed.filter(({ fallback }) => fallback !== null);
  const measured = (name: string, effectOf: (story: Story) => Effect | null) =>
    measures(
      `${id}.${name}`,
      stories.flatMap((story) => effectOf(story) ?? []),
    ).slice(0, 2);
  const share = (name: string, of: readonly boolean[], unit: string) =>
    of.length === 0 ? [] : [shareFigure(`${id}.${name}`, of, unit)];
  return [
    ...share(
      'false-alarms',
      runs.map(({ falseAlarm }) => falseAlarm),
      '% of runs in four quiet weeks',
    ),
    ...measured('before', ({ before }) => before),
    ...measured('fixed', ({ fixed }) => fixed),
    ...measured('calibrated', ({ calibrated }) => calibrated),
    ...measured('certified', ({ certified }) => certified),
    ...share(
      'alarms',
      stories.map(({ alarm }) => alarm !== null),
      '% of runs with an alarm',
    ),
    ...alarmFigures(
      `${id}.alarm`,
      alarmed.flatMap(({ alarm }) => alarm ?? []),
    ),
    ...share(
      'held-at-once',
      alarmed.map(({ fallback }) => fallback === null),
      '% of alarms after which nothing is released',
    ),
    ...measured('fallback', ({ fallback }) => fallback),
    ...share(
      'fallback.alarms',
      fallen.map(({ secondAlarm }) => secondAlarm !== null),
      '% of the others with a second alarm',
    ),
    ...alarmFigures(
      `${id}.fallback.alarm`,
      fallen.flatMap(({ secondAlarm }) => secondAlarm ?? []),
    ),
    ...measured('renewed', ({ renewed }) => renewed),
    broken(
      `${id}.renewed.broken`,
      stories.map(({ renewed }) => renewed.error),
      usual,
      true,
    ),
  ];
}

function alarmFigures(id: string, alarms: readonly Alarm[]): Figure[] {
  const figure = (name: string, unit: string, read: (alarm: Alarm) => number) =>
    spreadOf(`${id}.${name}`, alarms.map(read), { unit });
  if (alarms.length === 0) return [];
  return [
    figure('hours', 'hours until it comes', ({ hours }) => hours),
    figure('wrong', 'wrong ones released until then', ({ wrong }) => wrong),
    figure(
      'too-many',
      'of them more than the target allows',
      ({ wrong, released }) => wrong - released * drift.goal.target,
    ),
  ];
}
