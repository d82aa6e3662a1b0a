import type { Metadata } from '../use-cases/check-metadata.ts';

/** What a rule may look at; checked before it comes here, so numbers are finite and metadata fits its schema. */
export type PolicyFacts = {
  readonly confidence: number;
  /** The class the model chose; null where the use case has none, and its rules cannot name `label` then. */
  readonly label: string | null;
  readonly model: string;
  readonly metadata: Metadata;
  /** By class; empty when the model gave none. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** By the calibration map that the policy names for the model version and slice; null where it names none. */
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

/** The one of ordinary times. Contexts are made ready by identity: hand the same object for the same circumstances. */
export const ordinaryContext: RoutingContext = { thresholds: {}, overloadSteps: 0, approvals: [] };
