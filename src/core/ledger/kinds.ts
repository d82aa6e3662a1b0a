/**
 * Everything the ledger can say, as past participles: facts, not orders. The list is closed, so that a reaction which
 * waits for a misspelt kind does not compile, and an auditor can read here what is recorded and what is not.
 */
export const ENTRY_KINDS = [
  'decision.recorded',
  'decision.settled',
  'decision.timed-out',
  'task.opened',
  'task.claimed',
  'task.released',
  'task.parked',
  'task.resolved',
  'task.cancelled',
  'task.escalated',
  'verdict.given',
  'verdict.withdrawn',
  'use-case.created',
  'use-case.changed',
  'use-case.lowering-asked',
  'use-case.lowering-dropped',
  'use-case.lowering-confirmed',
  'model.registered',
  'model.retired',
  'model.changed',
  'policy.drafted',
  'policy.changed',
  'policy.published',
  'policy.superseded',
  'policy.discarded',
  'policy.submitted',
  'policy.approved',
  'policy.returned',
  'standing-approval.issued',
  'standing-approval.revoked',
  'overload.entered',
  'overload.left',
  'shadow.started',
  'shadow.ended',
  'replay.started',
  'replay.ended',
  'validation-set.imported',
  'validation-set.removed',
  'calibration-map.proposed',
  'certificate.issued',
  'certificate.put-in-force',
  'certificate.revoked',
  'certificate.expired',
  'sampling-salt.rotated',
  'person.created',
  'person.changed',
  'person.disabled',
  'session.started',
  'session.ended',
  'sign-in.refused',
  'api-key.created',
  'api-key.revoked',
  'log.opened',
  'key.rotated',
  'reconciliation.run',
  'payload.revealed',
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

const KNOWN: ReadonlySet<string> = new Set(ENTRY_KINDS);

/** True for a kind of the list. Complexity: one look-up. */
export function isEntryKind(kind: string): kind is EntryKind {
  return KNOWN.has(kind);
}
