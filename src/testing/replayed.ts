// Decisions routed in memory as live traffic is, and put into segments: what a replay should repeat.
import { drawFor, firstStateOf } from '../core/decisions/first-state.ts';
import { type Circumstances, ordinaryCircumstances } from '../core/decisions/routing-context.ts';
import { compilePolicy } from '../core/policies/compile-policy.ts';
import type { PolicyDocument } from '../core/policies/document.ts';
import type { PolicyFacts } from '../core/policies/facts.ts';
import type { ReplayModel } from '../core/replay/fill-facts.ts';
import type { ReplayPlan } from '../core/replay/replay.ts';
import type { ReplayPolicy, ReplaySegment } from '../core/replay/side.ts';
import { columnsOf } from '../core/segments/columns-of.ts';
import type { RecordedDecision, RecordedRouting } from '../core/segments/recorded-decision.ts';
import type { PolicySubject } from '../core/use-cases/use-case.ts';

export const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 10 },
    { name: 'other', impact: 2 },
  ],
  metadataFields: [
    { name: 'country', type: 'string', required: false },
    { name: 'amount', type: 'number', required: false },
    { name: 'count', type: 'integer', required: false },
    { name: 'first', type: 'boolean', required: false },
    { name: 'since', type: 'timestamp', required: false },
  ],
};

export const models = {
  one: '01990000-0000-7000-8000-00000000aaaa',
  two: '01990000-0000-7000-8000-00000000aaab',
} as const;
/** The second one has a calibration map. */
export const replayModels: ReadonlyMap<string, ReplayModel> = new Map<string, ReplayModel>([
  [models.one, { name: 'm-1', calibrate: null, calibratedBy: null }],
  [models.two, { name: 'm-2', calibrate: ({ confidence }) => confidence / 2, calibratedBy: null }],
]);
export const modelNames = new Map(Array.from(replayModels, ([id, { name }]) => [id, name]));

export const hold = (dueSeconds = 900) =>
  ({ kind: 'hold', dueSeconds, timeout: { action: 'keep-holding' } }) as const;
export const review = { kind: 'release-and-review', dueSeconds: 7200 } as const;
export const release = { kind: 'release' } as const;

export function policyOf(change: Partial<PolicyDocument>): PolicyDocument {
  return { rules: [], otherwise: hold(), audit: { rate: 0.1 }, ...change };
}

/** A decision before it was routed. */
export type Unrouted = Omit<RecordedDecision, 'routing'> & {
  circumstances: Circumstances;
  contextId: string | null;
};

export const ordinary = { circumstances: ordinaryCircumstances, contextId: null };

/** Routes a decision as recording does. */
export function routed(
  decision: Unrouted,
  policyVersionId: string,
  document: PolicyDocument,
): RecordedDecision {
  const { circumstances, contextId, ...rest } = decision;
  const evaluation = compilePolicy(document, subject).evaluate(factsOf(decision), circumstances);
  const draw = drawFor(decision.place, evaluation, firstStateOf(evaluation, 'active'));
  const routing: RecordedRouting = {
    policyVersionId,
    route: evaluation.route.kind,
    ruleIndex: evaluation.ruleIndex,
    failure: evaluation.failure,
    ...draw,
    contextId,
    standingApprovalId: evaluation.standingApprovalId,
  };
  return { ...rest, routing };
}

/** The facts as live traffic has them. */
export function factsOf(decision: Omit<Unrouted, 'contextId'>): PolicyFacts {
  const model = replayModels.get(decision.modelVersionId);
  const { backlog, modelStates } = decision.circumstances;
  return {
    confidence: decision.confidence,
    label: decision.label,
    model: model?.name ?? '',
    metadata: decision.metadata,
    probabilities: decision.probabilities ?? {},
    calibrated: model?.calibrate?.(decision) ?? null,
    modelState: modelStates[model?.name ?? ''] ?? 'active',
    nowMs: decision.recordedAtMs,
    backlog,
  };
}

export function segmentOf(
  decisions: readonly RecordedDecision[],
  {
    grades = null,
    contexts = new Map(),
  }: { grades?: Uint8Array | null; contexts?: ReadonlyMap<string, Circumstances> } = {},
): ReplaySegment {
  return { columns: columnsOf(decisions), first: 0, end: decisions.length, grades, contexts };
}

export function replayPolicy(document: PolicyDocument, change: Partial<ReplayPolicy> = {}): ReplayPolicy {
  return {
    policy: compilePolicy(document, subject),
    models: replayModels,
    auditDueMs: 86_400_000,
    versions: new Set(),
    alsoReads: new Set(),
    ...change,
  };
}

export function planOf(
  draft: ReplayPolicy,
  recorded: Readonly<Record<string, PolicyDocument>>,
  change: Partial<ReplayPlan> = {},
): ReplayPlan {
  const policies = Object.entries(recorded).map(
    ([version, document]) => [version, { document, auditDueMs: 86_400_000 }] as const,
  );
  return {
    fromMs: Date.UTC(2026, 0, 5),
    beforeMs: Date.UTC(2026, 0, 6),
    draft,
    baseline: null,
    recorded: new Map(policies),
    modelNames,
    sliceBy: null,
    ...change,
  };
}
