import Type, { type Static } from 'typebox';
import { submittedKinds } from '../core/reviews/blind.ts';
import { verdictKinds } from '../core/reviews/resolve.ts';
import { taskPurposes } from '../core/reviews/task-life.ts';
import { outputKinds } from '../core/use-cases/use-case.ts';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Json, Limit, Name, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';
import { DecisionClass, ReasonCode } from './use-cases.ts';

const Tier = Type.Integer({ minimum: 1, maximum: 2 });

/** What was typed, in a shape of the console's own. Open, or the serialiser would drop every key it does not know. */
const Draft = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

/** Everything the review page needs about one item, in one answer. */
export const ReviewItem = Closed({
  taskId: Uuid,
  decisionId: Uuid,
  purpose: OneOf(taskPurposes),
  tier: Tier,
  openedAt: Time,
  dueAt: Time,
  useCase: Closed({
    useCaseId: Uuid,
    name: Type.String(),
    outputKind: OneOf(outputKinds),
    classes: Type.Array(DecisionClass),
    reasonCodes: Type.Array(ReasonCode),
    guideline: Type.String(),
    undoSeconds: Type.Integer(),
    leaseSeconds: Type.Integer(),
  }),
  model: Type.String(),
  judgements: Closed(
    { least: Type.Integer(), most: Type.Integer(), given: Type.Integer() },
    { description: 'How many people are asked, and how many have judged already' },
  ),
  qualification: Nullable(Type.String({ description: 'What it takes to judge it' })),
  blind: Type.Boolean({ description: 'Confidence, reasons and verdicts of others are hidden' }),
  outputHidden: Type.Boolean({
    description: 'The output is hidden as well: send the right class as `choose`, or `cannot-decide`',
  }),
  escalatedAt: Nullable(Time),
  input: Json,
  output: Json,
  label: Nullable(Type.String()),
  confidence: Nullable(Type.Number()),
  probabilities: Nullable(Type.Record(Type.String(), Type.Number())),
  metadata: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  reasons: Type.Array(Closed({ code: Type.String(), sentence: Type.String() })),
  earlierVerdicts: Type.Array(
    Closed({ kind: OneOf(verdictKinds), by: Type.String(), comment: Nullable(Type.String()), at: Time }),
  ),
  parkNote: Nullable(Type.String({ description: 'Left by whoever parked it last' })),
  draft: Nullable(Draft),
});
export type ReviewItem = Static<typeof ReviewItem>;

export const Claim = Closed({
  claimToken: Uuid,
  slotNumber: Type.Integer(),
  claimedAt: Time,
  expiresAt: Time,
  item: ReviewItem,
});
export type Claim = Static<typeof Claim>;

export const Queue = Closed({
  useCaseId: Uuid,
  useCaseName: Type.String(),
  tier: Tier,
  open: Type.Integer(),
  claimed: Type.Integer(),
  oldestOpenedAt: Nullable(Time),
  nextDueAt: Nullable(Time),
  overdue: Type.Integer(),
  unqualified: Type.Array(Closed({ qualification: Type.String(), open: Type.Integer() }), {
    description: 'Open tasks that ask for a qualification which nobody has who could judge them',
  }),
});

export const listQueues = endpoint({
  id: 'listQueues',
  method: 'GET',
  path: '/v1/queues',
  access: 'tasks:read',
  summary: 'What waits for people, per use case and tier',
  answer: Closed({ items: Type.Array(Queue), mine: Type.Integer({ description: 'Items I hold' }) }),
  status: 200,
});

export const claimNext = endpoint({
  id: 'claimNext',
  method: 'POST',
  path: '/v1/tasks/claim-next',
  access: 'tasks:judge',
  summary: 'Claim the most urgent open task I may judge; null when there is none',
  about:
    'A person holds two tasks at most: the one on screen and the next one. Who holds two gets the older of them that fits the question and is not excluded.',
  body: Closed({
    useCaseId: Type.Optional(Uuid),
    tier: Type.Optional(Tier),
    exclude: Type.Optional(Type.Array(Uuid, { maxItems: 50, description: 'Tasks I skipped just now' })),
  }),
  answer: Closed({ claim: Nullable(Claim) }),
  status: 200,
  refusals: ['claim.hands-full', 'task.needs-expert'],
});

export const listClaims = endpoint({
  id: 'listClaims',
  method: 'GET',
  path: '/v1/claims',
  access: 'tasks:judge',
  summary: 'What I hold now, e.g. after a reload',
  answer: Closed({ items: Type.Array(Claim) }),
  status: 200,
});

const TaskParams = Closed({ taskId: Uuid });
const Token = Closed({ claimToken: Uuid });

export const claimTask = endpoint({
  id: 'claimTask',
  method: 'POST',
  path: '/v1/tasks/:taskId/claim',
  access: 'tasks:judge',
  summary: 'Claim a given task',
  params: TaskParams,
  answer: Claim,
  status: 200,
  refusals: [
    'task.unknown',
    'task.claimed-by-another',
    'task.not-open',
    'task.needs-expert',
    'task.needs-qualification',
    'task.own-verdict',
    'claim.hands-full',
  ],
});

export const heartbeat = endpoint({
  id: 'heartbeat',
  method: 'POST',
  path: '/v1/tasks/:taskId/heartbeat',
  access: 'tasks:judge',
  summary: 'Keep a claim alive',
  params: TaskParams,
  body: Token,
  answer: Closed({ expiresAt: Time }),
  status: 200,
  refusals: ['task.unknown', 'claim.stale'],
});

export const releaseTask = endpoint({
  id: 'releaseTask',
  method: 'POST',
  path: '/v1/tasks/:taskId/release',
  access: 'tasks:judge',
  summary: 'Give a claimed task back (skip), with a reason',
  params: TaskParams,
  body: Closed({
    claimToken: Uuid,
    reason: OneOf(['not-my-field', 'conflict-of-interest', 'pause', 'prefetch', 'other']),
  }),
  status: 204,
  refusals: ['task.unknown', 'claim.stale'],
});

export const parkTask = endpoint({
  id: 'parkTask',
  method: 'POST',
  path: '/v1/tasks/:taskId/park',
  access: 'tasks:judge',
  summary: 'Park a claimed task until a time; it comes back by itself',
  params: TaskParams,
  body: Closed({ claimToken: Uuid, until: Time, note: Type.Optional(Type.String({ maxLength: 2000 })) }),
  status: 204,
  refusals: ['task.unknown', 'claim.stale', 'park.too-long', 'park.past'],
});

export const saveDraft = endpoint({
  id: 'saveDraft',
  method: 'PUT',
  path: '/v1/tasks/:taskId/draft',
  access: 'tasks:judge',
  summary: 'Keep what was typed; does not need a live claim, so nothing is lost',
  params: TaskParams,
  body: Closed({ draft: Draft }),
  status: 204,
  refusals: ['task.unknown'],
});

export const NewVerdict = Closed({
  claimToken: Uuid,
  kind: OneOf(submittedKinds, {
    description: '`choose` where the output is hidden: the class in `output` is right',
  }),
  output: Type.Optional(Json),
  reasonCodes: Type.Optional(Type.Array(Name, { maxItems: 20, uniqueItems: true })),
  comment: Type.Optional(Type.String({ maxLength: 10_000 })),
});
export type NewVerdict = Static<typeof NewVerdict>;

export const Verdict = Closed({
  verdictId: Uuid,
  taskId: Uuid,
  decisionId: Uuid,
  kind: OneOf(submittedKinds, {
    description: '`choose` while the output is hidden, so that the answer does not tell it',
  }),
  givenAt: Time,
  undoUntil: Nullable(Time),
});

export const submitVerdict = endpoint({
  id: 'submitVerdict',
  method: 'POST',
  path: '/v1/tasks/:taskId/verdicts',
  access: 'tasks:judge',
  summary: 'Judge a claimed task; the effect leaves after the undo window',
  params: TaskParams,
  body: NewVerdict,
  answer: Verdict,
  status: 201,
  refusals: [
    'task.unknown',
    'claim.stale',
    'verdict.invalid',
    'task.needs-expert',
    'task.needs-qualification',
  ],
});

export const withdrawVerdict = endpoint({
  id: 'withdrawVerdict',
  method: 'POST',
  path: '/v1/verdicts/:verdictId/withdraw',
  access: 'tasks:judge',
  summary: 'Undo my verdict inside its undo window; answers a fresh claim on the task',
  params: Closed({ verdictId: Uuid }),
  answer: Claim,
  status: 200,
  refusals: ['verdict.unknown', 'verdict.too-late', 'verdict.not-yours'],
});

export const listMyVerdicts = endpoint({
  id: 'listMyVerdicts',
  method: 'GET',
  path: '/v1/verdicts/mine',
  access: 'tasks:judge',
  summary: 'What I judged, newest first',
  query: Closed({ cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  answer: Page(Closed({ ...Verdict.properties, useCaseName: Type.String(), withdrawn: Type.Boolean() })),
  status: 200,
});
