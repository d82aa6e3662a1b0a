import type { PolicyDocument } from '../../../contract/policies.ts';
import type { RecordedPolicy, ReplayPolicy } from '../../../core/replay/side.ts';
import type { Db } from '../../../db/database.ts';
import { getUseCase } from '../../use-cases/queries.ts';
import {
  calibrationMaps,
  modelNamesOf,
  policyVersions,
  readyPolicy,
  recordedPolicy,
} from '../running/load-plan.ts';

/** What shadows of a use case are evaluated on: its policies, models and maps. */
export type ShadowGround = {
  documents: ReadonlyMap<string, PolicyDocument>;
  recorded: ReadonlyMap<string, RecordedPolicy>;
  modelNames: ReadonlyMap<string, string>;
  ready(document: PolicyDocument): ReplayPolicy;
};

/** Policies made ready that are kept; one is asked for by every batch of decisions while its shadow runs. */
const mostKept = 50;

/** Compiling a policy takes milliseconds, and batches come ten times a second: what was made ready stays so. */
export function openShadowGrounds(): (db: Db, useCaseId: string) => Promise<ShadowGround> {
  const kept = new Map<string, ReplayPolicy>();
  return async (db, useCaseId) => {
    // One after the other: it is one transaction, on one connection.
    const subject = await getUseCase(db, useCaseId);
    const versions = await policyVersions(db, useCaseId);
    const modelNames = await modelNamesOf(db, useCaseId);
    const maps = await calibrationMaps(db, useCaseId);
    // Maps, published versions and models only ever become more.
    const as = `${useCaseId} ${subject.revision} ${versions.length} ${modelNames.size} ${maps.size}`;
    return {
      documents: new Map(versions.map(({ policyVersionId, document }) => [policyVersionId, document])),
      recorded: new Map(
        versions.map(({ policyVersionId, document }) => [policyVersionId, recordedPolicy(document)]),
      ),
      modelNames,
      ready(document) {
        const key = `${as} ${JSON.stringify(document)}`;
        const policy =
          kept.get(key) ?? readyPolicy(document, { subject, versions, modelNames, maps, approvals: [] });
        if (kept.size >= mostKept) kept.clear();
        kept.set(key, policy);
        return policy;
      },
    };
  };
}
