import type { CompiledPolicy } from '../../../core/policies/compile-policy.ts';
import type { MetadataCheck } from '../../../core/use-cases/check-metadata.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { openHmac } from '../../../platform/hmac.ts';
import { routingModels } from '../../models/queries.ts';
import { routingPolicies } from '../../policies/queries.ts';
import { routingSalt } from '../../sampling/queries.ts';
import { routingUseCases } from '../../use-cases/queries.ts';

export type RoutingPolicy = { policyVersionId: string; compiled: CompiledPolicy; auditDueSeconds: number };

/** A use case as routing needs it. */
export type RoutingUseCase = {
  useCaseId: string;
  slug: string;
  /** Null where the output is no class. */
  classes: ReadonlySet<string> | null;
  checkMetadata: MetadataCheck;
  /** Name to id; retired versions are not in it. */
  models: ReadonlyMap<string, string>;
  policy: RoutingPolicy | null;
};

/** Everything routing depends on, in memory, as of one epoch. */
export type RoutingSnapshot = {
  epoch: number;
  useCases: ReadonlyMap<string, RoutingUseCase>;
  /** HMAC under the salt of audit draws. */
  drawHmac: (message: string) => Uint8Array;
};

/**
 * Loads the snapshot. The epoch is read first: what changes while the rest is read makes the number too old, and
 * recording under it is refused; the other way round it could be too new.
 */
export async function loadRoutingSnapshot(db: Db): Promise<RoutingSnapshot> {
  const epoch = await currentEpoch(db);
  const [useCases, models, salt] = await Promise.all([
    routingUseCases(db),
    routingModels(db),
    routingSalt(db),
  ]);
  const policies = await routingPolicies(db, useCases);
  const routing = useCases.map((useCase): [string, RoutingUseCase] => [
    useCase.slug,
    {
      useCaseId: useCase.useCaseId,
      slug: useCase.slug,
      classes: useCase.classes,
      checkMetadata: useCase.checkMetadata,
      models: models.get(useCase.useCaseId) ?? new Map(),
      policy: policies.get(useCase.useCaseId) ?? null,
    },
  ]);
  return { epoch, useCases: new Map(routing), drawHmac: openHmac(salt) };
}

export async function currentEpoch(db: Db): Promise<number> {
  const row = await db.row<{ epoch: number }>(sql`select epoch from routing_epoch`);
  if (!row) throw new Error('routing_epoch has lost its row');
  return row.epoch;
}
