import type { RecordedDecision, RecordedRouting } from '../core/segments/recorded-decision.ts';

let made = 0;

/** A recorded decision with everything usual about it but what is given. */
export function recorded(change: Partial<RecordedDecision>): RecordedDecision {
  made += 1;
  return {
    decisionId: `01990000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`,
    recordedAtMs: Date.UTC(2026, 0, 5, 12),
    confidence: 0.9,
    label: 'refund',
    modelVersionId: '01990000-0000-7000-8000-00000000aaaa',
    metadata: {},
    probabilities: null,
    place: 0.5,
    routing: usualRouting,
    pairedWith: null,
    ...change,
  };
}

export const usualRouting: RecordedRouting = {
  policyVersionId: '01990000-0000-7000-8000-00000000bbbb',
  route: 'release',
  ruleIndex: 1,
  failure: null,
  stratum: 'rest',
  inclusionProbability: 0.05,
  audited: false,
  contextId: null,
  standingApprovalId: null,
};
