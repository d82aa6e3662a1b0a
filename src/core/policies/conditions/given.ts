import type { PolicyFacts } from '../facts.ts';
import type { ThresholdInForce } from './thresholds-in-force.ts';

/** What conditions read beside the facts of one decision; the same for all decisions of one routing context. */
export type Given = {
  /** In the document's order. */
  readonly thresholds: readonly ThresholdInForce[];
  /** Throws `CannotEvaluate`. */
  readonly expectedImpact: (facts: PolicyFacts) => number;
};
