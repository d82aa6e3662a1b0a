import Type, { type Static } from 'typebox';
import { policyStates } from '../core/policies/version-life.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';
import { Audit, Calibration, Overload, Route, Rule, Threshold } from './policy-parts.ts';

export const PolicyDocument = Closed(
  {
    rules: Type.Array(Rule, {
      maxItems: 200,
      description: 'Asked in this order; the first rule whose condition holds gives the route.',
    }),
    otherwise: Route,
    thresholds: Type.Optional(
      Type.Array(Threshold, {
        maxItems: 50,
        description: 'Numbers with names, which conditions read as thresholds.<name>.',
      }),
    ),
    calibration: Type.Optional(Calibration),
    audit: Audit,
    overload: Type.Optional(Overload),
  },
  { description: 'What happens to every decision of a use case.' },
);
export type PolicyDocument = Static<typeof PolicyDocument>;

export const PolicyVersion = Closed({
  policyVersionId: Uuid,
  useCaseId: Uuid,
  version: Type.Integer(),
  state: OneOf(policyStates),
  document: PolicyDocument,
  documentHash: Type.String({ description: 'SHA-256 of the canonical document, hex' }),
  note: Type.String(),
  basedOn: Nullable(Uuid),
  createdBy: Type.String({ description: "The author's name; that of an API key ends in “(API key)”" }),
  createdAt: Time,
  changedBy: Type.String(),
  changedAt: Time,
  submittedBy: Nullable(Type.String()),
  submittedAt: Nullable(Time),
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Time),
  returned: Nullable(Closed({ by: Type.String(), at: Time, reason: Type.String() })),
  publishedBy: Nullable(Type.String()),
  publishedAt: Nullable(Time),
  supersededAt: Nullable(Time),
  rolledBackTo: Nullable(
    Closed(
      { policyVersionId: Uuid, version: Type.Integer() },
      { description: 'The earlier version whose document it put in force again' },
    ),
  ),
  byKey: Type.Boolean({ description: 'An API key started it, and API keys may change it' }),
  writers: Type.Array(Uuid, { description: 'People who had a hand in it and may not approve it' }),
  revision: Type.Integer(),
});

export const PolicyProblem = Closed({
  at: Type.String({ description: 'JSON pointer into the document' }),
  severity: OneOf(['error', 'warning']),
  message: Type.String(),
});

const ofUseCase = Closed({ useCaseId: Uuid });
const ofVersion = Closed({ policyVersionId: Uuid });
const Note = Type.String({ maxLength: 2000 });
const Revision = Closed({ revision: Type.Integer() });

export const listPolicyVersions = endpoint({
  id: 'listPolicyVersions',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/policies',
  access: 'policies:read',
  summary: 'Policy versions of a use case, newest first',
  params: ofUseCase,
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(PolicyVersion),
  status: 200,
});

export const getPolicyVersion = endpoint({
  id: 'getPolicyVersion',
  method: 'GET',
  path: '/v1/policies/:policyVersionId',
  access: 'policies:read',
  summary: 'One policy version',
  params: ofVersion,
  answer: PolicyVersion,
  status: 200,
});

export const draftPolicy = endpoint({
  id: 'draftPolicy',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/policies',
  access: 'policies:write',
  summary: 'Start a draft, from a given document or from the version in force',
  params: ofUseCase,
  body: Closed({
    document: Type.Optional(PolicyDocument),
    basedOn: Type.Optional(Uuid),
    note: Type.Optional(Note),
  }),
  answer: PolicyVersion,
  status: 201,
  refusals: ['policy.other-use-case'],
});

export const changeDraft = endpoint({
  id: 'changeDraft',
  method: 'PATCH',
  path: '/v1/policies/:policyVersionId',
  access: 'policies:write',
  summary:
    'Change a draft; a submitted or approved version becomes a draft again, a published one never changes',
  params: ofVersion,
  body: Closed({
    revision: Type.Integer(),
    document: Type.Optional(PolicyDocument),
    note: Type.Optional(Note),
  }),
  answer: PolicyVersion,
  status: 200,
  refusals: ['policy.not-a-draft', 'policy.changed-meanwhile', 'policy.not-for-keys'],
});

export const checkPolicy = endpoint({
  id: 'checkPolicy',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/policies/check',
  access: 'policies:read',
  summary: 'Check a document without saving it: every problem as a sentence that points at its rule',
  params: ofUseCase,
  body: Closed({ document: PolicyDocument }),
  answer: Closed({ problems: Type.Array(PolicyProblem) }),
  status: 200,
});

export const diffPolicies = endpoint({
  id: 'diffPolicies',
  method: 'GET',
  path: '/v1/policies/:policyVersionId/diff',
  access: 'policies:read',
  summary: 'What changed from another version (default: the one it is based on)',
  params: ofVersion,
  query: Closed({ from: Type.Optional(Uuid) }),
  answer: Closed({
    from: Nullable(Closed({ policyVersionId: Uuid, version: Type.Integer(), document: PolicyDocument })),
    to: Closed({ policyVersionId: Uuid, version: Type.Integer(), document: PolicyDocument }),
    changes: Type.Array(
      Closed({
        at: Type.String(),
        kind: OneOf(['added', 'removed', 'moved', 'changed']),
        sentence: Type.String(),
      }),
    ),
  }),
  status: 200,
});

export const submitPolicy = endpoint({
  id: 'submitPolicy',
  method: 'POST',
  path: '/v1/policies/:policyVersionId/submit',
  access: 'policies:write',
  summary: 'Submit a draft for approval',
  params: ofVersion,
  body: Revision,
  answer: PolicyVersion,
  status: 200,
  refusals: [
    'policy.not-a-draft',
    'policy.submitted-already',
    'policy.changed-meanwhile',
    'policy.invalid',
    'policy.not-for-keys',
  ],
});

export const approvePolicy = endpoint({
  id: 'approvePolicy',
  method: 'POST',
  path: '/v1/policies/:policyVersionId/approve',
  access: 'policies:approve',
  summary: 'Approve a submitted version; nobody approves what they had a hand in',
  params: ofVersion,
  body: Revision,
  answer: PolicyVersion,
  status: 200,
  refusals: [
    'policy.not-a-draft',
    'policy.not-submitted',
    'policy.approved-already',
    'policy.changed-meanwhile',
    'policy.needs-another-person',
  ],
});

export const returnPolicy = endpoint({
  id: 'returnPolicy',
  method: 'POST',
  path: '/v1/policies/:policyVersionId/return',
  access: 'policies:approve',
  summary: 'Return a submitted or approved version to its author, with the reason',
  params: ofVersion,
  body: Closed({
    revision: Type.Integer(),
    reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
  }),
  answer: PolicyVersion,
  status: 200,
  refusals: ['policy.not-a-draft', 'policy.not-submitted', 'policy.changed-meanwhile'],
});

export const publishPolicy = endpoint({
  id: 'publishPolicy',
  method: 'POST',
  path: '/v1/policies/:policyVersionId/publish',
  access: 'policies:publish',
  summary: 'Publish a version; from the next commit on no decision is routed by the old one',
  params: ofVersion,
  body: Closed({
    revision: Type.Integer(),
    inForce: Type.Union([Uuid, Type.Null()], {
      description:
        'The version you believe to be in force now; where it is another one, you are told what changed',
    }),
  }),
  answer: PolicyVersion,
  status: 200,
  refusals: [
    'policy.not-a-draft',
    'policy.changed-meanwhile',
    'policy.invalid',
    'policy.needs-approval',
    'policy.needs-another-person',
    'policy.other-published',
  ],
});

export const rollBackPolicy = endpoint({
  id: 'rollBackPolicy',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/policies/roll-back',
  access: 'policies:publish',
  summary: 'Put an earlier version in force again at once, by a new version with its document',
  params: ofUseCase,
  body: Closed({
    inForce: Type.String({ format: 'uuid', description: 'The version you believe to be in force now' }),
    to: Type.Optional(
      Type.String({ format: 'uuid', description: 'An earlier version; by default the one in force before' }),
    ),
    note: Type.Optional(Note),
  }),
  answer: PolicyVersion,
  status: 201,
  refusals: [
    'policy.other-published',
    'policy.nothing-to-roll-back',
    'policy.never-in-force',
    'policy.other-use-case',
    'policy.invalid',
    'policy.needs-approval',
  ],
});

export const policySchema = endpoint({
  id: 'policySchema',
  method: 'GET',
  path: '/policy.schema.json',
  access: 'anyone',
  summary: 'JSON Schema of a policy file, for editors',
  answer: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  status: 200,
});

export const discardDraft = endpoint({
  id: 'discardDraft',
  method: 'POST',
  path: '/v1/policies/:policyVersionId/discard',
  access: 'policies:write',
  summary: 'Discard a version that was never published',
  params: ofVersion,
  answer: PolicyVersion,
  status: 200,
  refusals: ['policy.not-a-draft', 'policy.not-for-keys'],
});
