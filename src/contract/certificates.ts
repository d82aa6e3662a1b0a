import Type, { type Static } from 'typebox';
import { certificateStates } from '../core/certificates/certificate-life.ts';
import { promises } from '../core/certificates/promise.ts';
import { statistics as certificateStatistics } from '../core/certificates/question.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Nullable, OneOf, Page, Tagged, Time, Uuid } from './parts.ts';
import { ThresholdBySlice } from './policy-parts.ts';
import { SliceBy } from './slice.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Bound = Type.Number({
  minimum: 0,
  maximum: 1,
  description:
    'What the labels leave room for, with the confidence; in expectation: the mean they leave room for',
});
const Interval = Closed({ low: Type.Number(), high: Type.Number() });
/** Strictly between: checked again by the core, which says what to do. */
const Open = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });

export const revocationReasons = ['guard', 'by-hand', 'model-retired'] as const;

const promiseWords =
  'released: of what is released at most the target is wrong, with the confidence; all: of all decisions at most the target are wrong and released, with the confidence; all-in-expectation: the same on average over windows, in expectation, without a confidence';

/** What is asked: "which threshold keeps the error at or below the target, of what is released or of all, with this confidence?" */
const question = {
  modelVersionId: Uuid,
  threshold: Type.String({
    pattern: '^[a-z][A-Za-z0-9_]{0,62}$',
    description: 'Name of the threshold in the policy; a decision with a score at or above it is released',
  }),
  map: Type.Optional(
    Nullable(
      Type.Integer({
        minimum: 1,
        description: 'Number of the calibration map whose confidence is the score; absent or null: raw',
      }),
    ),
  ),
  sliceBy: Type.Optional(Nullable(SliceBy)),
  promise: Type.Optional(OneOf(promises, { description: `${promiseWords}. Default: released` })),
  targetError: Open,
  confidenceLevel: Type.Optional(
    Nullable(
      Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: 'Needed, except in expectation, where there is none',
      }),
    ),
  ),
  from: Type.Optional(Time),
  before: Type.Optional(Time),
  labelsUpTo: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'Labels up to this position in the ledger; the `upTo` of a preview, so that what is issued is what it showed',
    }),
  ),
  statistic: Type.Optional(
    OneOf(certificateStatistics, {
      description:
        'exact: the audit draw alone, one look at the end of the window; evidence: the same at any time, for a few more labels; betting: every judged decision with its probability, at any time',
    }),
  ),
};

/** One step of the ladder of candidate thresholds, fixed before any label was looked at. */
export const LadderStep = Closed({
  threshold: Type.Number(),
  coverage: Share,
  n: Type.Integer({ description: 'Labels at or above; all labels where the promise is about all decisions' }),
  k: Type.Integer({ description: 'Errors at or above' }),
  upper: Nullable(Bound),
  p: Nullable(Type.Number({ description: 'Null in expectation' })),
  passed: Type.Boolean({ description: 'Certified, and every stricter step that is marked too' }),
});

/** What more labels would bring. */
export const LabelsNeeded = Closed({
  labels: Nullable(
    Type.Integer({
      description: 'At or above the best threshold, in all; of all decisions where the promise is about all',
    }),
  ),
  have: Type.Integer(),
  assumedError: Nullable(Share),
  bestThreshold: Nullable(Type.Number()),
  auditRate: Nullable(Share),
  at: Nullable(Time),
  sentence: Type.String(),
});

export const CertificateSlice = Closed({
  value: Type.String(),
  outcome: OneOf(['certified', 'inherited', 'not-certifiable']),
  threshold: Nullable(Type.Number()),
  coverage: Nullable(Share),
  n: Type.Integer(),
  k: Type.Integer(),
  upper: Nullable(Share),
  population: Type.Integer(),
});

const Load = Closed({
  reviewsPerDay: Type.Number(),
  interval: Interval,
  reviewsPerDayNow: Nullable(Type.Number()),
});

const LabelsUsed = Closed({
  decisions: Type.Integer({ description: 'Decisions of the window' }),
  labels: Type.Integer({ description: 'Judged decisions the statistic uses' }),
  errors: Type.Integer(),
  provisional: Type.Integer(),
  simulated: Type.Integer(),
  response: Nullable(Share),
  auditRate: Nullable(Share),
  upTo: Nullable(Type.Integer({ description: 'Position in the ledger of the last label that was read' })),
  notes: Type.Array(Type.String()),
});

/** `certified`: there is a threshold. `not-certifiable`: there is none, and what would help. */
export const CertificatePreview = Tagged('outcome', [
  Closed({
    outcome: Type.Literal('certified'),
    promise: OneOf(promises),
    from: Time,
    before: Time,
    statistic: OneOf(certificateStatistics),
    threshold: Type.Number(),
    bySlice: Nullable(ThresholdBySlice),
    coverage: Share,
    n: Type.Integer(),
    k: Type.Integer(),
    upper: Nullable(Bound),
    p: Nullable(Type.Number()),
    deltaSpent: Nullable(Type.Number()),
    load: Load,
    ladder: Type.Array(LadderStep),
    slices: Type.Array(CertificateSlice),
    labels: LabelsUsed,
    looks: Type.Integer({
      description: 'Certificates already issued for this threshold on labels of this window',
    }),
    sentence: Type.String(),
  }),
  Closed({
    outcome: Type.Literal('not-certifiable'),
    promise: OneOf(promises),
    from: Time,
    before: Time,
    statistic: OneOf(certificateStatistics),
    needed: LabelsNeeded,
    ladder: Type.Array(LadderStep),
    slices: Type.Array(CertificateSlice),
    labels: LabelsUsed,
    sentence: Type.String(),
  }),
]);
export type CertificatePreview = Static<typeof CertificatePreview>;

const windowRefusals = [
  'labels.bad-window',
  'certificate.bad-question',
  'labels.bad-slice',
  'certificate.other-map',
  'certificate.unaudited',
  'certificate.no-decisions',
  'certificate.mixed-rates',
] as const;

export const previewCertificate = endpoint({
  id: 'previewCertificate',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/certificate-previews',
  access: 'policies:read',
  summary: 'Which threshold could be certified, at what coverage and review load; stores nothing',
  params: Closed({ useCaseId: Uuid }),
  body: Closed(question),
  answer: CertificatePreview,
  status: 200,
  refusals: windowRefusals,
});

export const Guard = Closed({
  seen: Type.Integer({
    description:
      'Audited releases judged since it is in force; audited decisions where the promise is about all',
  }),
  errors: Type.Integer(),
  evidence: Type.Number({ description: 'Of the detector; the alarm is at `alarmAt`' }),
  alarmAt: Type.Number(),
  alarmed: Type.Boolean(),
});

export const Certificate = Closed({
  certificateId: Uuid,
  useCaseId: Uuid,
  modelVersionId: Uuid,
  model: Type.String(),
  state: OneOf(certificateStates),
  threshold: Type.String({ description: 'Name of the threshold' }),
  value: Type.Number({ description: 'The certified threshold' }),
  bySlice: Nullable(ThresholdBySlice),
  map: Nullable(Type.Integer()),
  sliceBy: Nullable(SliceBy),
  promise: OneOf(promises, { description: promiseWords }),
  targetError: Type.Number(),
  confidenceLevel: Nullable(Type.Number({ description: 'Null in expectation' })),
  statistic: OneOf(certificateStatistics),
  from: Time,
  before: Time,
  coverage: Share,
  n: Type.Integer(),
  k: Type.Integer(),
  upper: Nullable(Bound),
  deltaSpent: Nullable(Type.Number()),
  load: Load,
  ladder: Type.Array(LadderStep),
  slices: Type.Array(CertificateSlice),
  labels: LabelsUsed,
  sentence: Type.String({ description: 'What it promises, and for what traffic' }),
  note: Type.String(),
  issuedBy: Type.String(),
  issuedAt: Time,
  expiresAt: Time,
  policyVersionId: Nullable(Uuid),
  inForceSince: Nullable(Time),
  guard: Guard,
  revokedAt: Nullable(Time),
  revokedBy: Nullable(Type.String()),
  revokedBecause: Nullable(OneOf(revocationReasons)),
  revocationNote: Nullable(Type.String()),
  fallback: Nullable(
    Closed({
      value: Type.Number(),
      certificateId: Nullable(Uuid),
      sentence: Type.String(),
    }),
  ),
});
export type Certificate = Static<typeof Certificate>;

export const issueCertificate = endpoint({
  id: 'issueCertificate',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/certificates',
  access: 'certificates:write',
  summary: 'Issue a certificate for a threshold; it comes into force with a policy whose threshold names it',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    ...question,
    validDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 30 })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  answer: Certificate,
  status: 201,
  refusals: [
    ...windowRefusals,
    'certificate.not-certifiable',
    'certificate.already-issued',
    'certificate.model-retired',
  ],
});

export const listCertificates = endpoint({
  id: 'listCertificates',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/certificates',
  access: 'policies:read',
  summary: 'Certificates of a use case, newest first',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({
    state: Type.Optional(OneOf(certificateStates)),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  answer: Page(Certificate),
  status: 200,
});

export const getCertificate = endpoint({
  id: 'getCertificate',
  method: 'GET',
  path: '/v1/certificates/:certificateId',
  access: 'policies:read',
  summary: 'One certificate',
  params: Closed({ certificateId: Uuid }),
  answer: Certificate,
  status: 200,
});

export const revokeCertificate = endpoint({
  id: 'revokeCertificate',
  method: 'POST',
  path: '/v1/certificates/:certificateId/revoke',
  access: 'certificates:write',
  summary: 'Revoke a certificate; its threshold falls back to the last stricter one, or everything is held',
  params: Closed({ certificateId: Uuid }),
  body: Closed({ note: Type.String({ minLength: 1, maxLength: 2000 }) }),
  answer: Certificate,
  status: 200,
  refusals: ['certificate.ended'],
});
