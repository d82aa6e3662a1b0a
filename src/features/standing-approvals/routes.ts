import * as contract from '../../contract/standing-approvals.ts';
import type { Deps } from '../../platform/deps.ts';
import { personOf } from '../../platform/http/person-of.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { issueStandingApproval } from './issue-standing-approval.ts';
import { getStandingApproval, listStandingApprovals } from './queries.ts';
import { revokeStandingApproval } from './revoke-standing-approval.ts';

/** Only people approve: `personOf` stands here a second time behind the permission. */
export function standingApprovalRoutes(deps: Deps): Route[] {
  return [
    route(contract.listStandingApprovals, ({ query, at }) => listStandingApprovals(deps.db, query, at)),
    route(contract.getStandingApproval, ({ params, at }) =>
      getStandingApproval(deps.db, params.standingApprovalId, at),
    ),
    route(contract.issueStandingApproval, ({ actor, params, body, at }) =>
      issueStandingApproval(deps, personOf(actor), { ...params, ...body }, at),
    ),
    route(contract.revokeStandingApproval, ({ actor, params, at }) =>
      revokeStandingApproval(deps, personOf(actor), params.standingApprovalId, at),
    ),
  ];
}
