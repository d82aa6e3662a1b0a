// The policies that are compared, each as an owner would write it. They run through the same engine as live traffic.
import { applyMap, type CalibrationMap } from '../../src/core/calibration/maps/calibration-map.ts';
import { compilePolicy } from '../../src/core/policies/compile-policy.ts';
import { expectedImpactOf } from '../../src/core/policies/conditions/expected-impact.ts';
import type { PolicyDocument } from '../../src/core/policies/document.ts';
import type { PolicyFacts } from '../../src/core/policies/facts.ts';
import { model, type Scored, type Traffic } from './score-questions.ts';

/** The share of everything that is drawn for people to judge, whatever becomes of it. */
export const auditRate = 0.1;

/** What nothing reaches: everything is held. */
export const nothing = 2;

/** Releases what is confident enough. */
export function confident(threshold: number): PolicyDocument {
  return releasing('confidence >= thresholds.confident', { confident: threshold });
}

/** Releases what is confident enough once its confidence is corrected. */
export function calibratedConfident(threshold: number): PolicyDocument {
  return {
    ...releasing('calibrated >= thresholds.confident', { confident: threshold }),
    calibration: { [model]: 1 },
  };
}

/** Releases what is cheap to be wrong about. */
export function cheap(threshold: number): PolicyDocument {
  return {
    ...releasing('expectedImpact <= thresholds.dear', { dear: threshold }),
    calibration: { [model]: 1 },
  };
}

function releasing(when: string, thresholds: Readonly<Record<string, number>>): PolicyDocument {
  return {
    rules: [{ name: 'Good enough', when, route: { kind: 'release' } }],
    otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
    thresholds: Object.entries(thresholds).map(([name, value]) => ({ name, value })),
    audit: { rate: auditRate },
  };
}

/** What the policy would let through, one entry per question. */
export function releasedBy(
  document: PolicyDocument,
  { subject }: Pick<Traffic, 'subject'>,
  questions: readonly Scored[],
): Uint8Array {
  const { evaluate } = compilePolicy(document, subject);
  return Uint8Array.from(questions, ({ facts }) => (evaluate(facts).route.kind === 'release' ? 1 : 0));
}

/** The same questions with the confidence that a map makes of the model's. */
export function calibrate(questions: readonly Scored[], map: CalibrationMap): Scored[] {
  return questions.map((question) => ({
    ...question,
    facts: { ...question.facts, calibrated: applyMap(map, question.facts.confidence) },
  }));
}

/** What each question is expected to cost if it is released, as `cheap` reads it. */
export function expectedImpacts(
  questions: readonly Scored[],
  { subject }: Pick<Traffic, 'subject'>,
): number[] {
  const impactOf: (facts: PolicyFacts) => number = expectedImpactOf(subject, cheap(0));
  return questions.map(({ facts }) => impactOf(facts));
}
