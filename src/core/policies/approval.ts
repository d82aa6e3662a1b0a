import type { RiskClass } from '../use-cases/use-case.ts';
import type { ApprovalRule } from './version-life.ts';

/** Where the risk is high, nobody puts a policy in force alone. */
export function approvalRule(riskClass: RiskClass): ApprovalRule {
  return riskClass === 'high' ? 'needed' : 'not-needed';
}

/**
 * May this person approve a version? Nobody may who had a hand in it.
 *
 * `writers` are all who started, changed or submitted it, with the people who made the API keys that did: else whoever
 * holds a key could write as a machine and approve as a person.
 */
export function mayApprove(personId: string, writers: readonly string[]): boolean {
  return !writers.includes(personId);
}

/** People who stand by a version with their name; null where it was an API key. */
export type Signatures = {
  readonly createdBy: string | null;
  readonly changedBy: string | null;
  readonly submittedBy: string | null;
  readonly approvedBy: string | null;
};

/**
 * May this person publish an approved version? At least two people stand by it then. Where only API keys wrote it, the
 * one who approved is the first of them, and another one has to publish.
 */
export function twoPeopleStandBy(personId: string, signatures: Signatures): boolean {
  const { createdBy, changedBy, submittedBy, approvedBy } = signatures;
  return (
    new Set([createdBy, changedBy, submittedBy, approvedBy, personId].filter((one) => one !== null)).size >= 2
  );
}
