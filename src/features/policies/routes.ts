import * as contract from '../../contract/policies.ts';
import { checkPolicy } from '../../core/policies/check-policy.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { getUseCase } from '../use-cases/queries.ts';
import { changeDraft } from './change-draft.ts';
import { diffVersions } from './diff-versions.ts';
import { discardDraft } from './discard-draft.ts';
import { draftPolicy } from './draft-policy.ts';
import { publishPolicy } from './publish-policy.ts';
import { getPolicyVersion, listPolicyVersions } from './queries.ts';

export function policyRoutes(deps: Deps): Route[] {
  return [
    route(contract.listPolicyVersions, ({ params, query }) =>
      listPolicyVersions(deps.db, params.useCaseId, query),
    ),
    route(contract.getPolicyVersion, ({ params }) => getPolicyVersion(deps.db, params.policyVersionId)),
    route(contract.draftPolicy, ({ actor, params, body, at }) =>
      draftPolicy(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.changeDraft, ({ actor, params, body, at }) =>
      changeDraft(deps, personOf(actor), params.policyVersionId, body, at),
    ),
    route(contract.checkPolicy, async ({ params, body }) => ({
      problems: [...checkPolicy(body.document, await getUseCase(deps.db, params.useCaseId))],
    })),
    route(contract.diffPolicies, ({ params, query }) =>
      diffVersions(deps.db, params.policyVersionId, query.from),
    ),
    route(contract.publishPolicy, ({ actor, params, body, at }) =>
      publishPolicy(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.discardDraft, ({ actor, params, at }) =>
      discardDraft(deps, personOf(actor), params.policyVersionId, at),
    ),
  ];
}
