import type { CalibrationMap } from '../../../core/calibration/maps/calibration-map.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import type { ModelState, RoutingContext } from '../../../core/policies/facts.ts';
import { type Calibrator, openCalibrator } from '../../../core/policies/open-calibrator.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { openHmac } from '../../../platform/hmac.ts';
import { routingMaps } from '../../calibration/maps/queries.ts';
import { fallenBackThresholds } from '../../certificates/queries.ts';
import { type RoutingModel, routingModels } from '../../models/queries.ts';
import { routingPolicies } from '../../policies/queries.ts';
import { routingSalt } from '../../sampling/queries.ts';
import { routingApprovals } from '../../standing-approvals/queries.ts';
import { routingUseCases } from '../../use-cases/queries.ts';
import { ordinary, settleCircumstances } from './circumstances.ts';
import { overloadSteps } from './overload-steps.ts';
import { readWatched } from './read-watched.ts';
import type { RoutingSnapshot, RoutingUseCase, WatchedUseCase } from './routing-snapshot.ts';

/**
 * Loads the snapshot. The epoch is read first: what changes while the rest is read makes the number too old, and
 * recording under it is refused; the other way round it could be too new.
 */
export async function loadRoutingSnapshot(db: Db, at: Date): Promise<RoutingSnapshot> {
  const epoch = await currentEpoch(db);
  const [useCases, salt] = await Promise.all([routingUseCases(db), routingSalt(db)]);
  const [models, policies, maps] = await Promise.all([
    routingModels(db),
    routingPolicies(db, useCases),
    routingMaps(db),
  ]);
  const routing = useCases.map((row): RoutingUseCase => {
    const { useCaseId, slug, classes, checkMetadata } = row;
    const policy = policies.get(useCaseId);
    return {
      ...{ useCaseId, slug, classes, checkMetadata, circumstances: ordinary },
      models: models.get(useCaseId) ?? new Map(),
      policy: policy
        ? { ...policy, calibrators: calibratorsOf(policy.compiled.document, maps.get(useCaseId)) }
        : null,
    };
  });
  const backlogReadMs = performance.now();
  const watched = await addCircumstances(db, routing, at);
  return {
    epoch,
    useCases: new Map(routing.map((useCase) => [useCase.slug, useCase])),
    watched,
    backlogReadMs,
    drawHmac: openHmac(salt),
  };
}

function calibratorsOf(
  { calibration = {} }: PolicyDocument,
  maps: ReadonlyMap<number, CalibrationMap> = new Map(),
): Map<string, Calibrator> {
  return new Map(Object.entries(calibration).map(([model, choice]) => [model, openCalibrator(choice, maps)]));
}

/** Gives each use case what it is routed under, and answers those that have to be kept up with their backlog. */
async function addCircumstances(
  db: Db,
  useCases: readonly RoutingUseCase[],
  at: Date,
): Promise<WatchedUseCase[]> {
  const [approvals, steps, thresholds] = await Promise.all([
    routingApprovals(db, at),
    overloadSteps(db),
    fallenBackThresholds(db),
  ]);
  const given = useCases.map((useCase) => {
    const { useCaseId, models } = useCase;
    const context: RoutingContext = {
      thresholds: thresholds.get(useCaseId) ?? {},
      overloadSteps: steps.get(useCaseId) ?? 0,
      approvals: approvals.get(useCaseId) ?? [],
    };
    return { useCase, context, modelStates: onProbation(models) };
  });
  const watched = given.filter(({ useCase, context }) =>
    useCase.policy?.compiled.readsIn(context).has('backlog'),
  );
  const rest = given.filter((one) => !watched.includes(one));
  const settled = await settleCircumstances(
    db,
    rest.map(({ useCase, context, modelStates }) => ({
      useCaseId: useCase.useCaseId,
      context,
      circumstances: { ...context, modelStates, backlog: null },
    })),
    at,
  );
  for (const { useCase } of rest) useCase.circumstances = settled.get(useCase.useCaseId) ?? ordinary;
  await readWatched(db, watched, at);
  return watched;
}

/** A version in shadow is no circumstance: the route of its decisions says it. */
function onProbation(models: ReadonlyMap<string, RoutingModel>): Record<string, ModelState> {
  return Object.fromEntries(
    [...models].flatMap(([name, { state }]) => (state === 'probation' ? [[name, state] as const] : [])),
  );
}

export async function currentEpoch(db: Db): Promise<number> {
  const row = await db.row<{ epoch: number }>(sql`select epoch from routing_epoch`);
  if (!row) throw new Error('routing_epoch has lost its row');
  return row.epoch;
}
