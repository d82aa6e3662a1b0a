import type { CalibrationMap } from '../../src/core/calibration/maps/calibration-map.ts';
import { selectMap } from '../../src/core/calibration/select-map.ts';
import type { Label } from '../../src/core/certificates/labels.ts';
import type { ScoreHistogram } from '../../src/core/certificates/ladder.ts';
import { drawAudit } from '../../src/core/sampling/audit-draw.ts';
import type { Random } from '../../src/core/stats/random.ts';
import { auditRate, calibrate } from './policies.ts';
import type { Scored, Traffic } from './score-questions.ts';

/** One way that things could have gone: who was labelled first, and which questions then come. */
export type Split = {
  /** Judged before there was any traffic. */
  readonly first: readonly Scored[];
  /** The map that the first part supports; identity where nothing was shown to be better. */
  readonly map: CalibrationMap;
  /** All others. Every decision to come is one of them, so the true error of a policy is its error here. */
  readonly population: readonly Scored[];
};

/** A window of traffic: what came, and what the audit draw had judged. */
export type Window = {
  readonly came: readonly Scored[];
  readonly histogram: ScoreHistogram;
  readonly labels: readonly Label[];
};

const firstPart = 1500;

export function drawSplit({ unseen }: Traffic, random: Random): Split {
  const order = shuffled(unseen, random);
  const first = order.slice(0, firstPart);
  const columns = {
    confidence: Float64Array.from(first, ({ facts }) => facts.confidence),
    correct: Uint8Array.from(first, ({ wrong }) => (wrong ? 0 : 1)),
    weight: new Float64Array(first.length).fill(1),
  };
  const map = selectMap(columns, { seed: random.integer(2 ** 32) }).map ?? { method: 'identity' };
  return { first, map, population: calibrate(order.slice(firstPart), map) };
}

/** So many of the questions at random: one may come twice, as questions do. */
export function drawQuestions(questions: readonly Scored[], count: number, random: Random): Scored[] {
  return Array.from({ length: count }, () => questions[random.integer(questions.length)]!); // within them
}

/** `name` keeps decisions of two windows apart. */
export function openWindow(came: readonly Scored[], name: string, random: Random): Window {
  const labels = came.flatMap((question, index) => {
    const draw = drawAudit({ place: random.uniform(), rate: auditRate, stratum: 'rest', routed: false });
    return draw.audited ? [labelOf(question, `${name}-${index}`)] : [];
  });
  return { came, histogram: histogramOf(came), labels };
}

/** Labels of the first part: they choose where the test begins, and prove nothing. */
export function historyOf({ first }: Split): Label[] {
  return first.map((question, index) => labelOf(question, `first-${index}`));
}

function labelOf({ facts, wrong }: Scored, decisionId: string): Label {
  return { decisionId, score: facts.confidence, wrong, probability: auditRate };
}

function histogramOf(came: readonly Scored[]): ScoreHistogram {
  const scores = Float64Array.from(came, ({ facts }) => facts.confidence).sort();
  const distinct = scores.filter((score, index) => score !== scores[index - 1]);
  const counts = new Uint32Array(distinct.length);
  let at = 0;
  for (const score of scores) {
    if (score !== distinct[at]) at += 1;
    counts[at]! += 1; // every score is one of the distinct ones
  }
  return { scores: distinct, counts };
}

function shuffled(questions: readonly Scored[], random: Random): Scored[] {
  const order = [...questions];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!]; // both within
  }
  return order;
}
