// How an owner may come to a threshold. All but the fixed one see the same first part and the same window.
import { certify } from '../../src/core/certificates/certify.ts';
import type { Goal } from '../../src/core/certificates/goal.ts';
import type { Label } from '../../src/core/certificates/labels.ts';
import type { PolicyDocument } from '../../src/core/policies/document.ts';
import type { Split, Window } from './draw-split.ts';
import { calibratedConfident, cheap, confident, expectedImpacts, nothing } from './policies.ts';
import type { Traffic } from './score-questions.ts';

export const fixedThreshold = 0.85;

/** Of what the calibrated confidences themselves expect to be wrong, at most the target. */
export function byCalibration({ came }: Window, target: number): PolicyDocument {
  const descending = Float64Array.from(came, ({ facts }) => facts.calibrated ?? 0)
    .sort()
    .reverse();
  let expected = 0;
  let threshold = nothing;
  for (const [index, confidence] of descending.entries()) {
    expected += 1 - confidence;
    // Equal ones are released together.
    if (expected <= target * (index + 1) && descending[index + 1] !== confidence) threshold = confidence;
  }
  return calibratedConfident(threshold);
}

/** The loosest threshold that is proven to keep the goal; null when none is. */
export function byCertificate(
  { histogram, labels }: Window,
  { goal, history }: { goal: Goal; history: readonly Label[] },
): number | null {
  const answer = certify({ goal, statistic: 'exact', histogram, labels, history });
  if (answer.ok) return answer.threshold;
  if (answer.because === 'bad_input') throw new Error(answer.problems[0]?.message);
  return null;
}

export function certified(threshold: number | null): PolicyDocument {
  return confident(threshold ?? nothing);
}

/** The loosest threshold that truly keeps the target: what no owner can know, and the most that any could release. */
export function byTruth({ population }: Split, target: number): PolicyDocument {
  const descending = population.toSorted((one, other) => other.facts.confidence - one.facts.confidence);
  let wrong = 0;
  let threshold = nothing;
  for (const [index, question] of descending.entries()) {
    wrong += question.wrong ? 1 : 0;
    const { confidence } = question.facts;
    if (wrong <= target * (index + 1) && descending[index + 1]?.facts.confidence !== confidence)
      threshold = confidence;
  }
  return confident(threshold);
}

/** Releases the cheapest of the window, as large a share of it as `coverage`. */
export function byImpact(
  { came }: Window,
  { traffic, coverage }: { traffic: Traffic; coverage: number },
): PolicyDocument {
  const ascending = Float64Array.from(expectedImpacts(came, traffic)).sort();
  const last = Math.round(coverage * ascending.length) - 1;
  return cheap(ascending[last] ?? -1);
}
