import type { RouteKind } from '../policies/document.ts';
import type { Metadata } from '../use-cases/check-metadata.ts';

/** What routing made of a decision, as it was recorded. */
export type RecordedRouting = {
  readonly policyVersionId: string;
  readonly route: RouteKind;
  readonly ruleIndex: number | null;
  /** Why the policy could not be evaluated. */
  readonly failure: string | null;
  readonly stratum: string;
  readonly inclusionProbability: number;
  readonly audited: boolean;
  /** What routing depended on beside the policy; null in ordinary times. */
  readonly contextId: string | null;
  readonly standingApprovalId: string | null;
};

/** A decision as a segment keeps it: everything a policy may look at, and what was made of it. No payload. */
export type RecordedDecision = {
  readonly decisionId: string;
  readonly recordedAtMs: number;
  readonly confidence: number;
  readonly label: string | null;
  readonly modelVersionId: string;
  readonly metadata: Metadata;
  /** By class; null where the model gave none. */
  readonly probabilities: Readonly<Record<string, number>> | null;
  /** Its place in the audit draw: below the rate of its stratum it is drawn, whatever that rate is. */
  readonly place: number;
  readonly routing: RecordedRouting;
  /** Of a shadow model version: the decision of the live one about the same input. */
  readonly pairedWith: string | null;
};

/** Names of the columns of a segment; metadata has one per field, `metadata.<name>`. */
export const columnNames = {
  decisionId: 'decisionId',
  recordedAt: 'recordedAt',
  confidence: 'confidence',
  /** The confidence as a place among a thousand thresholds: a fifth of the bytes, for those who only compare it. */
  thousandth: 'thousandth',
  label: 'label',
  modelVersion: 'modelVersion',
  probabilities: 'probabilities',
  place: 'place',
  /** The whole recorded routing: few different ones occur, so that one code of a byte or two says all of it. */
  routing: 'routing',
  pairedWith: 'pairedWith',
} as const;

export const metadataPrefix = 'metadata.';
