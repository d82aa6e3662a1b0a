import type { PolicyDocument } from '../../src/core/policies/document.ts';
import { auditRate, releasedBy } from './policies.ts';
import type { Scored, Traffic } from './score-questions.ts';

/** What a policy truly does to the traffic that all questions together stand for. */
export type Effect = {
  /** The share released without asking anybody first. */
  readonly coverage: number;
  /** Of the released, the wrong ones; 0 when nothing is released. */
  readonly error: number;
  /** Of all decisions, those that people see: the held ones, and the audit of the others. */
  readonly load: number;
  /** What the released mistakes cost, per 1,000 decisions. */
  readonly harm: number;
};

export function measurePolicy(
  document: PolicyDocument,
  traffic: Pick<Traffic, 'subject'>,
  questions: readonly Scored[],
): Effect {
  const released = releasedBy(document, traffic, questions);
  const sums = { released: 0, wrong: 0, harm: 0 };
  for (const [index, { wrong, harm }] of questions.entries()) {
    if (!released[index]) continue;
    sums.released += 1;
    sums.wrong += wrong ? 1 : 0;
    sums.harm += harm;
  }
  return effectOf(sums, questions.length);
}

function effectOf(sums: { released: number; wrong: number; harm: number }, decisions: number): Effect {
  const coverage = sums.released / decisions;
  return {
    coverage,
    error: sums.released === 0 ? 0 : sums.wrong / sums.released,
    load: 1 - coverage * (1 - auditRate),
    harm: (1000 * sums.harm) / decisions,
  };
}

/** Two kinds of traffic, of which the second is so large a share. */
export function mix(one: Effect, other: Effect, share: number): Effect {
  const [first, second] = [1 - share, share];
  const coverage = first * one.coverage + second * other.coverage;
  const wrong = first * one.coverage * one.error + second * other.coverage * other.error;
  return {
    coverage,
    error: coverage === 0 ? 0 : wrong / coverage,
    load: first * one.load + second * other.load,
    harm: first * one.harm + second * other.harm,
  };
}
