import { type Candidate, fallbackFor, nothingPasses } from '../../src/core/certificates/fallback-value.ts';
import type { Goal } from '../../src/core/certificates/goal.ts';
import { type Guard, openGuard, stepGuard } from '../../src/core/certificates/guard.ts';
import type { PolicyDocument } from '../../src/core/policies/document.ts';
import { openRandom, type Random } from '../../src/core/stats/random.ts';
import { byCalibration, byCertificate, fixedThreshold } from './choose-threshold.ts';
import { drawQuestions, drawSplit, historyOf, openWindow, type Split } from './draw-split.ts';
import { type Effect, measurePolicy, mix } from './measure-policy.ts';
import { auditRate, calibrate, confident, releasedBy } from './policies.ts';
import type { Scored, Traffic } from './score-questions.ts';

/** The traffic, the promise, and what happens to both. */
export type Drift = {
  readonly goal: Goal;
  /** Of all decisions, once the drift has come. */
  readonly outOfScope: number;
  readonly decisionsPerHour: number;
  /** Hours in the window of a certificate. */
  readonly window: number;
  readonly quietHours: number;
  /** After that the run ends. */
  readonly driftHours: number;
  /** Hours between two false alarms, on average at least. */
  readonly averageRun: number;
};

export type DriftRun = {
  /** Null: nothing could be certified, or the guard was alarmed before anything had happened. */
  readonly story: Story | null;
  readonly falseAlarm: boolean;
};

export type Story = {
  readonly before: Effect;
  /** Under the drift, if nobody noticed. */
  readonly fixed: Effect;
  readonly calibrated: Effect;
  readonly certified: Effect;
  /** From the drift to the first alarm; null when it never came. */
  readonly alarm: Alarm | null;
  /** After it: by the certificate of the window before where that is stricter; null when nothing is released any more. */
  readonly fallback: Effect | null;
  /** From the first alarm to the next, after which nothing is released in any case. */
  readonly secondAlarm: Alarm | null;
  /** Certified again from the traffic as it is now. */
  readonly renewed: Effect;
};

export type Alarm = { readonly hours: number; readonly released: number; readonly wrong: number };

/** About half a second each. */
export function playDrifts(
  traffic: Traffic,
  drift: Drift,
  { runs, seed }: { runs: number; seed: number },
): DriftRun[] {
  const seeds = openRandom(seed);
  return Array.from({ length: runs }, () => playDrift(traffic, drift, seeds.split()));
}

function playDrift(traffic: Traffic, drift: Drift, random: Random): DriftRun {
  const split = drawSplit(traffic, random);
  const outOfScope = calibrate(traffic.outOfScope, split.map);
  const { earlier, threshold, window } = issueTwo(split, drift, random);
  if (threshold === null) return { story: null, falseAlarm: false };
  const stretch = { kinds: [split.population, outOfScope], traffic, threshold };
  const quiet = watch(
    { ...stretch, share: 0, hours: drift.quietHours },
    { drift, guard: begin(drift), random },
  );
  if (quiet.alarm) return { story: null, falseAlarm: true };
  const drifted = watch(
    { ...stretch, share: drift.outOfScope, hours: drift.driftHours },
    { drift, guard: quiet.guard, random },
  );
  const next = fallbackFor(bars(threshold, drift.goal), standing(earlier, drift.goal)).value;
  const after =
    drifted.alarm && next !== nothingPasses
      ? watch(
          { ...stretch, share: drift.outOfScope, threshold: next, hours: drift.driftHours - drifted.hours },
          { drift, guard: begin(drift), random },
        )
      : null;
  const effect = (document: PolicyDocument) =>
    mix(
      measurePolicy(document, traffic, split.population),
      measurePolicy(document, traffic, outOfScope),
      drift.outOfScope,
    );
  const story = {
    before: measurePolicy(confident(threshold), traffic, split.population),
    fixed: effect(confident(fixedThreshold)),
    calibrated: effect(byCalibration(window, drift.goal.target)),
    certified: effect(confident(threshold)),
    alarm: drifted.alarm ? drifted : null,
    fallback: after ? effect(confident(next)) : null,
    secondAlarm: after?.alarm ? after : null,
    renewed: effect(confident(certifyAgain(split, outOfScope, { drift, random }) ?? nothingPasses)),
  };
  return { story, falseAlarm: false };
}

/** Certificates of two windows, each with the labels before it as its history; the second is in force. */
function issueTwo(split: Split, drift: Drift, random: Random) {
  const draw = () => drawQuestions(split.population, decisionsOf(drift), random);
  const last = openWindow(draw(), 'last', random);
  const window = openWindow(draw(), 'this', random);
  return {
    window,
    earlier: byCertificate(last, { goal: drift.goal, history: historyOf(split) }),
    threshold: byCertificate(window, { goal: drift.goal, history: last.labels }),
  };
}

function standing(earlier: number | null, goal: Goal): Candidate[] {
  return earlier === null ? [] : [{ ...bars(earlier, goal), certificateId: 'earlier', issuedAtMs: 0 }];
}

function bars(value: number, { target, delta }: Goal) {
  return {
    value,
    bySlice: null,
    promise: 'released' as const,
    targetError: target,
    confidenceLevel: 1 - delta,
  };
}

/** Two windows later: the first of the drifted traffic tells where to begin, the second proves. */
function certifyAgain(
  { population }: Split,
  outOfScope: readonly Scored[],
  { drift, random }: { drift: Drift; random: Random },
): number | null {
  function draw(): Scored[] {
    const strangers = random.binomial(decisionsOf(drift), drift.outOfScope);
    return [
      ...drawQuestions(population, decisionsOf(drift) - strangers, random),
      ...drawQuestions(outOfScope, strangers, random),
    ];
  }
  const history = openWindow(draw(), 'before', random).labels;
  return byCertificate(openWindow(draw(), 'now', random), { goal: drift.goal, history });
}

function decisionsOf({ window, decisionsPerHour }: Drift): number {
  return window * decisionsPerHour;
}

type Stretch = {
  readonly kinds: readonly (readonly Scored[])[];
  /** Of the second kind. */
  readonly share: number;
  readonly traffic: Traffic;
  readonly threshold: number;
  readonly hours: number;
};

/** Lets the hours pass until the guard is alarmed: each hour it sees what the audit draw found among the released. */
function watch(
  { kinds, share, traffic, threshold, hours }: Stretch,
  { drift, guard, random }: { drift: Drift; guard: Guard; random: Random },
): Alarm & { alarm: boolean; guard: Guard } {
  const released = kinds.map((questions) => releasedBy(confident(threshold), traffic, questions));
  const sums = { released: 0, wrong: 0 };
  let watching = guard;
  for (let hour = 1; hour <= hours; hour += 1) {
    const seen = { labels: 0, wrong: 0 };
    for (let decision = 0; decision < drift.decisionsPerHour; decision += 1) {
      const kind = random.uniform() < share ? 1 : 0;
      const place = random.integer(kinds[kind]!.length); // a share of 0 has one kind only
      if (!released[kind]![place]) continue; // one entry per question
      const { wrong } = kinds[kind]![place]!; // as above
      sums.released += 1;
      sums.wrong += wrong ? 1 : 0;
      if (random.uniform() >= auditRate) continue;
      seen.labels += 1;
      seen.wrong += wrong ? 1 : 0;
    }
    const after = stepGuard(watching, [seen]);
    if (!after.ok) throw new Error(after.problems[0]?.message);
    watching = after.guard;
    if (after.alarm) return { ...sums, hours: hour, alarm: true, guard: watching };
  }
  return { ...sums, hours, alarm: false, guard: watching };
}

function begin({ goal, averageRun }: Drift): Guard {
  const opened = openGuard({ target: goal.target, averageRun });
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.guard;
}
