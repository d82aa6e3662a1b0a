import Type, { type Static } from 'typebox';
import { liveRoutes } from '../core/replay/live-routes.ts';
import { replayStates } from '../core/replay/replay-life.ts';
import { scores } from '../core/replay/score.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';
import { PolicyDocument } from './policies.ts';
import { SliceOrModelBy } from './slice.ts';

const Count = Type.Integer({ minimum: 0 });

const Slice = Nullable(
  Type.String({ description: 'Null: decisions without a value; "other": those beyond the most slices' }),
);

const window = {
  from: Time,
  before: Type.String({ format: 'date-time', description: 'Not included' }),
};

/** A number of decisions or a share, with its 95 % interval. */
const Estimate = Closed({ value: Type.Number(), low: Type.Number(), high: Type.Number() });

export const RouteCounts = Closed({
  release: Count,
  hold: Count,
  'release-and-review': Count,
  consensus: Count,
});

/** What one policy does with the decisions of a window. */
export const ReplaySide = Closed({
  routes: RouteCounts,
  held: Type.Integer({ description: 'People decide first' }),
  reviewed: Type.Integer({ description: 'Released, and a rule has people look at it' }),
  sampled: Type.Integer({ description: 'Released, and drawn for the audit' }),
  failedClosed: Type.Integer({ description: 'Held because the policy could not be evaluated' }),
  approved: Type.Integer({ description: 'Released under a standing approval' }),
  defaulted: Type.Integer({ description: 'Given the safe output at once' }),
  tasks: Count,
  judgements: Type.Integer({ description: 'The fewest judgements its tasks ask for' }),
});

/** Errors among decisions that one policy lets through and the other does not. */
export const ReplayErrors = Closed({
  decisions: Type.Integer({ description: 'Let through by one policy, held by the other' }),
  graded: Type.Integer({ description: 'Of them, those people have judged with a known probability' }),
  wrong: Type.Integer({ description: 'Of the graded' }),
  unknown: Type.Integer({
    description: 'Of the decisions, those in a part of the traffic where nobody judged anything',
  }),
  errors: Nullable(Estimate),
});

export const ReleasedShare = Closed({
  released: Count,
  graded: Count,
  wrong: Count,
  unknown: Count,
  error: Nullable(Estimate),
});

export const ReplaySlice = Closed({
  slice: Slice,
  decisions: Count,
  moved: Type.Integer({ description: 'Decisions whose route changes' }),
  baseline: ReplaySide,
  draft: ReplaySide,
  avoided: ReplayErrors,
  added: ReplayErrors,
  released: Closed({ baseline: ReleasedShare, draft: ReleasedShare }),
});

const Transition = Closed({ from: OneOf(liveRoutes), to: OneOf(liveRoutes), decisions: Count });

const Work = Closed({
  hours: Type.Number({ description: 'Of review work' }),
  cost: Nullable(Type.Number()),
  peakTasksPerHour: Count,
  peakDuePerHour: Count,
  hoursOverCapacity: Type.Integer({
    description: 'Hours in which more came due than people judge in one; 0 where that was not measured',
  }),
});

export const ReplayWork = Closed({
  secondsPerJudgement: Nullable(Type.Number()),
  measuredJudgements: Type.Integer({ description: 'How many it was measured from; 0: given, or assumed' }),
  hourlyRate: Nullable(Type.Number()),
  judgedPerHour: Nullable(Type.Number({ description: 'Measured, over the hours in which anybody judged' })),
  baseline: Work,
  draft: Work,
  stepSeconds: Type.Integer({ description: 'Width of a step below' }),
  steps: Type.Array(
    Closed({
      at: Time,
      baseline: Closed({ tasks: Count, due: Count }),
      draft: Closed({ tasks: Count, due: Count }),
    }),
  ),
});

export const ReplayResult = Closed({
  total: ReplaySlice,
  slices: Type.Array(ReplaySlice),
  transitions: Type.Array(Transition),
  work: ReplayWork,
  shadowed: Type.Integer({ description: 'Decisions of shadow model versions, not replayed' }),
  notes: Type.Array(Type.String()),
});
export type ReplayResult = Static<typeof ReplayResult>;

const PolicyNamed = Closed({ policyVersionId: Uuid, version: Type.Integer() });

const summary = {
  replayId: Uuid,
  useCaseId: Uuid,
  state: OneOf(replayStates),
  because: Nullable(Type.String({ description: 'Why it failed' })),
  draft: Nullable(PolicyNamed),
  baseline: Type.Union([Type.Literal('recorded'), PolicyNamed]),
  from: Time,
  before: Time,
  sliceBy: Nullable(Type.String()),
  progress: Closed({ decisions: Count, total: Nullable(Count) }),
  requestedBy: Type.String(),
  requestedAt: Time,
  startedAt: Nullable(Time),
  endedAt: Nullable(Time),
};

export const ReplaySummary = Closed(summary);
export const Replay = Closed({
  ...summary,
  document: PolicyDocument,
  result: Nullable(ReplayResult),
});
export type Replay = Static<typeof Replay>;

export const startReplay = endpoint({
  id: 'startReplay',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/replays',
  access: 'replays:run',
  summary: 'Replay a policy over a window of the past; runs in the background',
  about:
    'Give a document or the id of a policy version. The baseline is what was recorded, or another version: that is the effect diff of the two.',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    document: Type.Optional(PolicyDocument),
    policyVersionId: Type.Optional(Uuid),
    baseline: Type.Optional(Type.Union([Type.Literal('recorded'), Uuid])),
    ...window,
    sliceBy: Type.Optional(SliceOrModelBy),
    secondsPerJudgement: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 86_400, description: 'Default: as measured' }),
    ),
    hourlyRate: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
  }),
  answer: Replay,
  status: 201,
  refusals: [
    'replay.no-policy',
    'replay.invalid-policy',
    'replay.no-decisions',
    'replay.window',
    'replay.no-such-slice',
    'replay.too-many',
    'policy.other-use-case',
  ],
});

export const getReplay = endpoint({
  id: 'getReplay',
  method: 'GET',
  path: '/v1/replays/:replayId',
  access: 'policies:read',
  summary: 'A replay with its progress, and its result once it is done',
  params: Closed({ replayId: Uuid }),
  answer: Replay,
  status: 200,
});

export const listReplays = endpoint({
  id: 'listReplays',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/replays',
  access: 'policies:read',
  summary: 'Replays of a use case, newest first',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(ReplaySummary),
  status: 200,
});

export const cancelReplay = endpoint({
  id: 'cancelReplay',
  method: 'POST',
  path: '/v1/replays/:replayId/cancel',
  access: 'replays:run',
  summary: 'Cancel a replay that waits or runs',
  params: Closed({ replayId: Uuid }),
  answer: Replay,
  status: 200,
  refusals: ['replay.ended'],
});

const ExampleSide = Closed({
  route: OneOf(liveRoutes),
  rule: Nullable(Type.String({ description: "The rule's name; null: none fired" })),
  failure: Nullable(Type.String()),
});

export const ReplayExample = Closed({
  decisionId: Uuid,
  recordedAt: Time,
  label: Nullable(Type.String()),
  model: Type.String(),
  confidence: Type.Number(),
  slice: Slice,
  baseline: ExampleSide,
  draft: ExampleSide,
  grade: Nullable(OneOf(['right', 'wrong'])),
});

export const replayExamples = endpoint({
  id: 'replayExamples',
  method: 'GET',
  path: '/v1/replays/:replayId/examples',
  access: 'decisions:read',
  summary: 'Decisions that change their route, some of each kind of change, drawn at random',
  params: Closed({ replayId: Uuid }),
  query: Closed({ from: Type.Optional(OneOf(liveRoutes)), to: Type.Optional(OneOf(liveRoutes)) }),
  answer: Closed({ examples: Type.Array(ReplayExample) }),
  status: 200,
});

export const SweepPoint = Closed({
  threshold: Type.Number(),
  released: Type.Integer({ description: 'Decisions on the safe side of the threshold' }),
  graded: Count,
  wrong: Count,
  unknown: Type.Integer({ description: 'Released in a part of the traffic where nobody judged anything' }),
  error: Nullable(Estimate),
});

export const sweepThresholds = endpoint({
  id: 'sweepThresholds',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/sweeps',
  access: 'replays:run',
  summary: 'What every threshold of a score would release, and what is known of the errors in it',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    score: OneOf(scores),
    ...window,
    sliceBy: Type.Optional(SliceOrModelBy),
    modelVersionId: Type.Optional(Uuid),
    steps: Type.Optional(Type.Integer({ minimum: 10, maximum: 1000, default: 100 })),
  }),
  answer: Closed({
    score: OneOf(scores),
    safe: OneOf(['at-or-above', 'at-or-below'], { description: 'Which side of a threshold is released' }),
    decisions: Count,
    unscored: Type.Integer({ description: 'Decisions without this score' }),
    slices: Type.Array(Closed({ slice: Slice, decisions: Count, points: Type.Array(SweepPoint) }), {
      description: 'First all decisions, then each slice',
    }),
  }),
  status: 200,
  refusals: ['replay.no-decisions', 'replay.window', 'replay.no-such-slice', 'sweep.no-score'],
});
