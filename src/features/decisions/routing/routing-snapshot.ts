import type { Circumstances } from '../../../core/decisions/routing-context.ts';
import type { CompiledPolicy } from '../../../core/policies/compile-policy.ts';
import type { RoutingContext } from '../../../core/policies/facts.ts';
import type { Calibrator } from '../../../core/policies/open-calibrator.ts';
import type { MetadataCheck } from '../../../core/use-cases/check-metadata.ts';
import type { RoutingModel } from '../../models/queries.ts';
import type { RoutingCircumstances } from './circumstances.ts';

export type RoutingPolicy = {
  policyVersionId: string;
  compiled: CompiledPolicy;
  auditDueSeconds: number;
  /** By name of the model version; empty where the policy names no calibration map. */
  calibrators: ReadonlyMap<string, Calibrator>;
};

/** A use case as routing needs it. */
export type RoutingUseCase = {
  useCaseId: string;
  slug: string;
  /** Null where the output is no class. */
  classes: ReadonlySet<string> | null;
  checkMetadata: MetadataCheck;
  /** By name; retired versions are not in it. */
  models: ReadonlyMap<string, RoutingModel>;
  policy: RoutingPolicy | null;
  /** Replaced whole when the backlog is read anew; all else about a use case changes with the epoch. */
  circumstances: RoutingCircumstances;
};

/** A use case whose rules, or the scopes of whose approvals, look at the backlog. */
export type WatchedUseCase = {
  useCase: RoutingUseCase;
  context: RoutingContext;
  modelStates: Circumstances['modelStates'];
};

/** Everything routing depends on, in memory, as of one epoch. */
export type RoutingSnapshot = {
  epoch: number;
  useCases: ReadonlyMap<string, RoutingUseCase>;
  watched: readonly WatchedUseCase[];
  /** When their backlog was read last, on the clock of `performance.now`. */
  backlogReadMs: number;
  /** HMAC under the salt of audit draws. */
  drawHmac: (message: string) => Uint8Array;
};
