import Type, { type Static } from 'typebox';
import { approvalStates } from '../core/standing-approvals/life.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';

/** "Release decisions like these until then." */
export const StandingApproval = Closed({
  standingApprovalId: Uuid,
  useCaseId: Uuid,
  useCaseName: Type.String(),
  reason: Type.String(),
  scope: Type.String({
    description: 'CEL condition: which of the decisions that would be held are released',
  }),
  scopeHash: Type.String({
    description: 'SHA-256 of the scope with its use case, hex; stands in the ledger',
  }),
  state: OneOf(approvalStates),
  issuedBy: Type.String(),
  issuedAt: Time,
  expiresAt: Time,
  revokedBy: Nullable(Type.String()),
  revokedAt: Nullable(Time),
  released: Type.Integer({ description: 'Decisions released under it; counted within about a second' }),
});
export type StandingApproval = Static<typeof StandingApproval>;

export const listStandingApprovals = endpoint({
  id: 'listStandingApprovals',
  method: 'GET',
  path: '/v1/standing-approvals',
  access: 'policies:read',
  summary: 'Standing approvals, newest first, with how many decisions each has released',
  query: Closed({
    useCaseId: Type.Optional(Uuid),
    state: Type.Optional(OneOf(approvalStates)),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  answer: Page(StandingApproval),
  status: 200,
});

export const getStandingApproval = endpoint({
  id: 'getStandingApproval',
  method: 'GET',
  path: '/v1/standing-approvals/:standingApprovalId',
  access: 'policies:read',
  summary: 'One standing approval',
  params: Closed({ standingApprovalId: Uuid }),
  answer: StandingApproval,
  status: 200,
  refusals: ['standing-approval.unknown'],
});

export const issueStandingApproval = endpoint({
  id: 'issueStandingApproval',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/standing-approvals',
  access: 'standing-approvals:write',
  summary: 'Release decisions like these for a while, although the policy would hold them',
  about:
    'Counts from the next commit on. Each decision is still recorded with the approval that released it, and the audit draw still applies. It ends by itself at `expiresAt`, at most 30 days ahead.',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
    scope: Type.String({ minLength: 1, maxLength: 2000 }),
    expiresAt: Time,
  }),
  answer: StandingApproval,
  status: 201,
  refusals: [
    'standing-approval.scope-invalid',
    'standing-approval.expiry-past',
    'standing-approval.too-long',
    'standing-approval.too-many',
  ],
});

export const revokeStandingApproval = endpoint({
  id: 'revokeStandingApproval',
  method: 'POST',
  path: '/v1/standing-approvals/:standingApprovalId/revoke',
  access: 'standing-approvals:write',
  summary:
    'Revoke a standing approval; from the next commit on it releases nothing. Repeating changes nothing',
  params: Closed({ standingApprovalId: Uuid }),
  answer: StandingApproval,
  status: 200,
  refusals: ['standing-approval.unknown', 'standing-approval.expired'],
});
