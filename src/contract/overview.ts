import Type, { type Static } from 'typebox';
import { revocationReasons } from './certificates.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Json, Nullable, OneOf, Time, Uuid } from './parts.ts';

const Share = Closed(
  {
    k: Type.Integer({ description: 'Successes' }),
    n: Type.Integer({ description: 'Trials' }),
    value: Nullable(Type.Number()),
    low: Nullable(Type.Number({ description: '95 % Wilson interval' })),
    high: Nullable(Type.Number()),
  },
  { description: 'A share with its interval; value is null while n is 0' },
);

export const Overview = Closed({
  at: Time,
  windowMinutes: Type.Integer(),
  simulated: Type.Boolean({ description: 'Numbers include simulated reviewers' }),
  decisions: Type.Integer(),
  decisionsPerMinute: Type.Number(),
  routes: Type.Array(Closed({ route: Type.String(), total: Type.Integer() })),
  backlog: Type.Integer(),
  verdicts: Type.Array(Closed({ kind: Type.String(), total: Type.Integer(), simulated: Type.Integer() })),
  timeToHuman: Closed({
    n: Type.Integer(),
    medianSeconds: Nullable(Type.Number()),
    p95Seconds: Nullable(Type.Number()),
  }),
  overrideRate: Share,
  releasedError: Share,
  series: Type.Array(
    Closed({
      minute: Time,
      released: Type.Integer(),
      held: Type.Integer(),
      reviewed: Type.Integer(),
      judged: Type.Integer(),
      backlog: Type.Integer(),
    }),
  ),
  corrections: Type.Array(
    Closed({
      decisionId: Uuid,
      useCaseName: Type.String(),
      excerpt: Type.String({ description: 'Start of the input; empty where you may not read payloads' }),
      before: Nullable(Json),
      after: Nullable(Json),
      by: Nullable(Type.String()),
      simulated: Type.Boolean(),
      at: Time,
    }),
  ),
  endedCertificates: Type.Array(
    Closed({
      certificateId: Uuid,
      useCaseId: Uuid,
      useCaseName: Type.String(),
      threshold: Type.String({ description: 'Name of the threshold it vouched for' }),
      state: OneOf(['expired', 'revoked']),
      endedAt: Time,
      because: Nullable(OneOf(revocationReasons, { description: 'Null where it expired' })),
      sentence: Type.String({ description: 'What counts in its place' }),
    }),
    { description: 'Certificates a policy in force stands on that hold no longer, the last to end first' },
  ),
});
export type Overview = Static<typeof Overview>;

const OverviewQuery = Closed({
  useCaseId: Type.Optional(Uuid),
  windowMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 1440 })),
});

export const getOverview = endpoint({
  id: 'getOverview',
  method: 'GET',
  path: '/v1/overview',
  access: 'overview:read',
  summary: 'The overview, from roll-ups',
  query: OverviewQuery,
  answer: Overview,
  status: 200,
});

export const streamOverview = endpoint({
  id: 'streamOverview',
  method: 'GET',
  path: '/v1/overview/stream',
  access: 'overview:read',
  summary: 'The overview whenever it changes (server-sent events, about once a second)',
  query: OverviewQuery,
  status: 200,
  streams: 'text/event-stream',
});

export const listOverload = endpoint({
  id: 'listOverload',
  method: 'GET',
  path: '/v1/overload',
  access: 'overview:read',
  summary:
    'How the overload contracts of the policies in force stand: steps taken, and how near the limits are',
  answer: Closed({
    items: Type.Array(
      Closed({
        useCaseId: Uuid,
        useCaseName: Type.String(),
        policyVersionId: Uuid,
        steps: Type.Integer({ description: 'Steps taken; 0 in ordinary times' }),
        of: Type.Integer({ description: 'Steps there are' }),
        sentence: Nullable(Type.String({ description: 'What the steps taken do' })),
        since: Nullable(Time),
        limits: Type.Array(
          Closed({
            tier: Type.Integer(),
            backlog: Type.Integer(),
            backlogLimit: Nullable(Type.Integer()),
            overdueSeconds: Type.Integer(),
            overdueSecondsLimit: Nullable(Type.Integer()),
          }),
        ),
      }),
    ),
  }),
  status: 200,
});
