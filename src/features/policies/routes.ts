import * as contract from '../../contract/policies.ts';
import { policyFileSchema } from '../../contract/policy-file.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { getUseCase } from '../use-cases/queries.ts';
import { checkDocument } from './check-document.ts';
import { diffVersions } from './diff-versions.ts';
import { draftPolicy } from './draft-policy.ts';
import { approvePolicy } from './life/approve-policy.ts';
import { changeDraft } from './life/change-draft.ts';
import { discardDraft } from './life/discard-draft.ts';
import { returnPolicy } from './life/return-policy.ts';
import { submitPolicy } from './life/submit-policy.ts';
import { publishPolicy } from './publish-policy.ts';
import { rollBackPolicy } from './publishing/roll-back-policy.ts';
import { getPolicyVersion, listPolicyVersions } from './queries.ts';

export function policyRoutes(deps: Deps): Route[] {
  return [
    route(contract.listPolicyVersions, ({ params, query }) =>
      listPolicyVersions(deps.db, params.useCaseId, query),
    ),
    route(contract.getPolicyVersion, ({ params }) => getPolicyVersion(deps.db, params.policyVersionId)),
    route(contract.draftPolicy, ({ actor, params, body, at }) =>
      draftPolicy(deps, actor, { ...params, ...body }, at),
    ),
    route(contract.changeDraft, ({ actor, params, body, at }) =>
      changeDraft(deps, actor, params.policyVersionId, body, at),
    ),
    route(contract.checkPolicy, async ({ params, body }) => ({
      problems: await checkDocument(deps.db, body.document, await getUseCase(deps.db, params.useCaseId)),
    })),
    route(contract.diffPolicies, ({ params, query }) =>
      diffVersions(deps.db, params.policyVersionId, query.from),
    ),
    route(contract.submitPolicy, ({ actor, params, body, at }) =>
      submitPolicy(deps, actor, { ...params, ...body }, at),
    ),
    route(contract.approvePolicy, ({ actor, params, body, at }) =>
      approvePolicy(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.returnPolicy, ({ actor, params, body, at }) =>
      returnPolicy(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.publishPolicy, ({ actor, params, body, at }) =>
      publishPolicy(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.rollBackPolicy, ({ actor, params, body, at }) =>
      rollBackPolicy(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.policySchema, () => policyFileSchema()),
    route(contract.discardDraft, ({ actor, params, at }) =>
      discardDraft(deps, actor, params.policyVersionId, at),
    ),
  ];
}
