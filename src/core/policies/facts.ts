import type { Metadata } from '../use-cases/check-metadata.ts';
import type { MetadataField } from '../use-cases/use-case.ts';

/** What a rule may look at; checked before it comes here, so numbers are finite and metadata fits its schema. */
export type PolicyFacts = {
  readonly confidence: number;
  /** The class the model chose; null where the use case has none, and its rules cannot name `label` then. */
  readonly label: string | null;
  readonly model: string;
  readonly metadata: Metadata;
  /** By class; empty when the model gave none. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** By the calibration map that the policy names for the model version; null where it names none. */
  readonly calibrated: number | null;
  readonly modelState: ModelState;
  /** When the decision is recorded, milliseconds since 1970. */
  readonly nowMs: number;
  /** Null where it was not read, because no condition of the policy asks for it. */
  readonly backlog: Backlog | null;
};

/** `probation`: in use, and watched more closely where rules say so. */
export const modelStates = ['active', 'probation', 'shadow'] as const;
export type ModelState = (typeof modelStates)[number];

/** Open tasks of the use case by tier, and by how much the one due first is overdue (0: none is). */
export type Backlog = { readonly tier1: number; readonly tier2: number; readonly overdueSeconds: number };

/** What routing depends on beside facts and policy; `ordinaryContext` in ordinary times. Stored with the decision. */
export type RoutingContext = {
  /** By threshold name: values that took the place of the document's, because a certificate was revoked. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** How many steps of the overload contract are taken. */
  readonly overloadSteps: number;
  /** Standing approvals in force, in the order they were issued; each decides for itself by its scope. */
  readonly approvals: readonly StandingApproval[];
};

export type StandingApproval = {
  readonly standingApprovalId: string;
  readonly scope: string;
  readonly expiresAtMs: number;
};

export const ordinaryContext: RoutingContext = { thresholds: {}, overloadSteps: 0, approvals: [] };

/**
 * The facts in the shapes the CEL interpreter wants: whole numbers as BigInt, times as Date.
 *
 * Only rules outside the compiled subset pay for this (about a microsecond each).
 */
export function celContext(facts: PolicyFacts, fields: readonly MetadataField[]): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const { name, type } of fields) {
    const value = Object.hasOwn(facts.metadata, name) ? facts.metadata[name] : undefined;
    if (value === undefined) continue;
    if (type === 'integer') metadata[name] = BigInt(value);
    else if (type === 'timestamp') metadata[name] = new Date(String(value));
    else metadata[name] = value;
  }
  return { ...facts, metadata };
}
