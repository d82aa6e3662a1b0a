import Type, { type Static } from 'typebox';
import { firstStates } from '../core/decisions/first-state.ts';
import { decisionStates } from '../core/decisions/life.ts';
import { routeKinds } from '../core/policies/document.ts';
import { modelStates } from '../core/policies/facts.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Json, Limit, Nullable, OneOf, Page, Slug, Time, Uuid } from './parts.ts';

const Confidence = Type.Number({ minimum: 0, maximum: 1 });
const MetadataValue = Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean()]);
export const Metadata = Type.Record(Type.String({ maxLength: 63 }), MetadataValue);

/** One model output about one input. */
export const NewDecision = Closed({
  decisionId: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'UUIDv7 made by the caller; makes a retry safe. Without it the server makes one',
    }),
  ),
  useCase: Slug,
  model: Type.String({ minLength: 1, maxLength: 200, description: 'Name of a registered model version' }),
  input: Json,
  output: Json,
  label: Type.Optional(
    Type.String({ maxLength: 200, description: 'Class of the output, where the use case has classes' }),
  ),
  confidence: Confidence,
  probabilities: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Confidence)),
  metadata: Type.Optional(Metadata),
  pairedWith: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'Of a model version in shadow: the decision of the live one about the same input',
    }),
  ),
});
export type NewDecision = Static<typeof NewDecision>;

export const Reason = Closed({ code: Type.String(), sentence: Type.String() });

/** What the caller is told, after the commit. */
export const Routed = Closed({
  decisionId: Uuid,
  route: OneOf(routeKinds),
  state: OneOf(firstStates, {
    description:
      '`defaulted`: people are saturated, use the output of the outcome instead. `shadowed`: use none',
  }),
  released: Type.Boolean({ description: 'May the output be used now' }),
  taskId: Nullable(Uuid),
  reasons: Type.Array(Reason),
  confidence: Closed({
    raw: Type.Number(),
    calibrated: Nullable(
      Type.Number({ description: 'By the calibration map that the policy names for the model version' }),
    ),
  }),
  policyVersionId: Uuid,
  audited: Type.Boolean(),
  standingApprovalId: Nullable(Uuid),
});
export type Routed = Static<typeof Routed>;

/** Answer to one line of a batch, in the order of the lines. */
export const RoutedLine = Type.Union([
  Closed({ line: Type.Integer(), decision: Routed }),
  Closed({
    line: Type.Integer(),
    refusal: Type.Object({ status: Type.Integer(), code: Type.String(), detail: Type.String() }),
  }),
]);
export type RoutedLine = Static<typeof RoutedLine>;

export const submitDecision = endpoint({
  id: 'submitDecision',
  method: 'POST',
  path: '/v1/decisions',
  access: 'decisions:submit',
  summary: 'Submit a decision, or many as NDJSON; answers after the commit',
  about:
    'Send application/json for one, application/x-ndjson for many (one a line; answers come as NDJSON in the same order; a bad line is refused with its number, the good ones are taken). Sending the same decision id again answers the first answer.',
  body: NewDecision,
  lines: { item: NewDecision, answer: RoutedLine },
  answer: Routed,
  status: 201,
  refusals: [
    'decision.unknown-use-case',
    'decision.unknown-model',
    'decision.no-policy',
    'decision.not-shadow',
    'decision.invalid',
    'decision.id-reused',
    'decision.id-out-of-window',
    'decision.too-large',
    'ingest.overloaded',
  ],
});

export const Outcome = Closed({
  decisionId: Uuid,
  state: OneOf(decisionStates),
  final: Type.Boolean({ description: 'No further change is expected' }),
  use: OneOf(['original', 'replacement', 'none', 'wait'], { description: 'Which output the caller may use' }),
  output: Type.Optional(Json),
  reasonCodes: Type.Array(Type.String()),
  settledAt: Nullable(Time),
});
export type Outcome = Static<typeof Outcome>;

export const getOutcome = endpoint({
  id: 'getOutcome',
  method: 'GET',
  path: '/v1/decisions/:decisionId/outcome',
  access: 'outcomes:read',
  summary: 'What became of a decision; waits up to `wait` seconds while it is held',
  params: Closed({ decisionId: Uuid }),
  query: Closed({ wait: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })) }),
  answer: Outcome,
  status: 200,
});

export const streamOutcomes = endpoint({
  id: 'streamOutcomes',
  method: 'GET',
  path: '/v1/outcomes',
  access: 'outcomes:read',
  summary: 'Outcomes as they settle (server-sent events); Last-Event-ID continues without a gap',
  about:
    'The first event is `start` and only carries the id to continue from; each `outcome` carries an Outcome.',
  query: Closed({ useCase: Type.Optional(Slug) }),
  status: 200,
  streams: 'text/event-stream',
});

export const DecisionRow = Closed({
  decisionId: Uuid,
  useCaseId: Uuid,
  useCaseName: Type.String(),
  modelVersion: Type.String(),
  route: OneOf(routeKinds),
  state: OneOf(decisionStates),
  label: Nullable(Type.String()),
  confidence: Nullable(Type.Number()),
  withheld: Type.Boolean({
    description:
      'You could be asked to judge it blind: class, confidence and reasons come when its task has ended',
  }),
  audited: Type.Boolean(),
  metadata: Metadata,
  recordedAt: Time,
  settledAt: Nullable(Time),
  standingApprovalId: Nullable(Uuid),
  pairedWith: Nullable(Uuid),
});

export const listDecisions = endpoint({
  id: 'listDecisions',
  method: 'GET',
  path: '/v1/decisions',
  access: 'decisions:read',
  summary: 'Decisions, newest first',
  about:
    'To reviewers, decisions that they could be asked to judge blind come without class and confidence, and are in no list that is filtered by these.',
  query: Closed({
    useCaseId: Type.Optional(Uuid),
    route: Type.Optional(OneOf(routeKinds)),
    state: Type.Optional(OneOf(decisionStates)),
    modelVersionId: Type.Optional(Uuid),
    label: Type.Optional(Type.String({ maxLength: 200 })),
    confidenceFrom: Type.Optional(Confidence),
    confidenceBelow: Type.Optional(Confidence),
    from: Type.Optional(Time),
    before: Type.Optional(Time),
    audited: Type.Optional(Type.Boolean()),
    standingApprovalId: Type.Optional(Uuid),
    metadataField: Type.Optional(Type.String({ maxLength: 63 })),
    metadataValue: Type.Optional(Type.String({ maxLength: 2000 })),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  answer: Page(DecisionRow),
  status: 200,
  refusals: ['list.too-slow'],
});

export const TimelineEvent = Closed({
  entryId: Type.String({ description: 'Of the ledger entry; ask for its receipt with it' }),
  kind: Type.String(),
  at: Time,
  actor: Closed({ kind: Type.String(), name: Nullable(Type.String()), simulated: Type.Boolean() }),
  sentence: Type.String(),
  position: Nullable(Type.Integer({ description: 'In the log; null until integrated' })),
});

export const DecisionDetail = Closed({
  ...DecisionRow.properties,
  useCaseSlug: Slug,
  policyVersionId: Uuid,
  policyVersion: Type.Integer(),
  ruleName: Nullable(Type.String()),
  ruleCondition: Nullable(Type.String()),
  reasons: Type.Array(Reason),
  stratum: Nullable(Type.String()),
  inclusionProbability: Nullable(Type.Number()),
  calibrated: Nullable(Type.Number({ description: 'The confidence, by the map the policy names' })),
  standingApproval: Nullable(
    Closed({
      standingApprovalId: Uuid,
      reason: Type.String(),
      scope: Type.String(),
      issuedBy: Type.String(),
    }),
  ),
  context: Nullable(
    Closed({
      contextId: Uuid,
      overloadSteps: Type.Integer(),
      thresholds: Type.Record(Type.String(), Type.Number()),
      modelStates: Type.Record(Type.String(), OneOf(modelStates)),
      backlog: Nullable(
        Closed({ tier1: Type.Integer(), tier2: Type.Integer(), overdueSeconds: Type.Integer() }),
      ),
      approvals: Type.Integer({ description: 'Standing approvals that were asked' }),
    }),
  ),
  probabilities: Nullable(Type.Record(Type.String(), Type.Number())),
  payload: Nullable(Closed({ input: Json, output: Json })),
  payloadHidden: Type.Boolean({ description: 'You may not read payloads' }),
  outputWithheld: Type.Boolean({ description: 'The output comes when the task has ended' }),
  verdictsWithheld: Type.Boolean({
    description: 'Several judge independently, or blind: what they say comes when the task has ended',
  }),
  outcome: Outcome,
  taskId: Nullable(Uuid),
  timeline: Type.Array(TimelineEvent),
});

export const getDecision = endpoint({
  id: 'getDecision',
  method: 'GET',
  path: '/v1/decisions/:decisionId',
  access: 'decisions:read',
  summary: 'A decision: input, output, which rule fired and why, everything that happened',
  params: Closed({ decisionId: Uuid }),
  answer: DecisionDetail,
  status: 200,
});
