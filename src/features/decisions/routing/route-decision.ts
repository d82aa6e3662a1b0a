import type { NewDecision, Routed } from '../../../contract/decisions.ts';
import { checkDecision } from '../../../core/decisions/check-decision.ts';
import { drawFor, type FirstState, firstStateOf, purposeFor } from '../../../core/decisions/first-state.ts';
import type { RouteKind } from '../../../core/policies/document.ts';
import type { PolicyEvaluation } from '../../../core/policies/evaluate-policy.ts';
import { reasonsFor } from '../../../core/policies/reasons-for.ts';
import { type AuditDraw, auditPlace } from '../../../core/sampling/audit-draw.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import type { RoutingModel } from '../../models/queries.ts';
import { type NewTask, ordinaryTask } from '../../reviews/open-tasks.ts';
import type { Submission } from '../recording/submission.ts';
import { circumstancesAt, type RoutingCircumstances } from './circumstances.ts';
import type { RoutingPolicy, RoutingSnapshot, RoutingUseCase } from './routing-snapshot.ts';

/** A decision routed in memory and ready to be written. */
export type RoutedDecision = {
  submission: Submission;
  useCaseId: string;
  modelVersionId: string;
  policyVersionId: string;
  evaluation: PolicyEvaluation;
  route: RouteKind;
  draw: AuditDraw;
  state: FirstState;
  task: NewTask | null;
  timeOutAtMs: number | null;
  /** Null in ordinary times. */
  contextId: string | null;
  standingApprovalId: string | null;
  answer: Routed;
};

/**
 * Routes one decision: checks what a schema cannot, asks the policy, makes the audit draw. Pure but for the task's id.
 * A refusal may depend on an old snapshot; the caller checks that before it says so.
 */
export function routeDecision(
  snapshot: RoutingSnapshot,
  submission: Submission,
  atMs: number,
): RoutedDecision | Refusal {
  const { decision } = submission;
  const useCase = snapshot.useCases.get(decision.useCase);
  if (!useCase)
    return unknown(
      'use-case',
      `There is no use case "${decision.useCase}".`,
      'Create it, or correct the name.',
    );
  const model = useCase.models.get(decision.model);
  if (!model) {
    return unknown(
      'model',
      `"${decision.model}" is no model version of ${useCase.slug} in use.`,
      'Register it first; a retired one stays retired, so register its successor under a new name.',
    );
  }
  const { policy } = useCase;
  if (!policy) return noPolicy(useCase);
  const refusal = checkContent(useCase, submission, atMs) ?? checkPair(decision, model);
  if (refusal) return refusal;
  const circumstances = circumstancesAt(useCase.circumstances, atMs);
  const known = {
    confidence: decision.confidence,
    label: decision.label ?? null,
    metadata: decision.metadata ?? noMetadata,
  };
  const calibrated = policy.calibrators.get(decision.model)?.(known) ?? null;
  const evaluation = policy.compiled.evaluate(
    {
      ...known,
      model: decision.model,
      probabilities: decision.probabilities ?? noProbabilities,
      calibrated,
      modelState: model.state,
      nowMs: atMs,
      backlog: circumstances.backlog,
    },
    circumstances.context,
  );
  const state = firstStateOf(evaluation, model.state);
  const place = auditPlace(snapshot.drawHmac, submission.decisionId);
  const draw = drawFor(place, evaluation, state);
  return assemble(
    { useCase, policy, model, submission },
    { evaluation, state, draw, calibrated, circumstances, atMs },
  );
}

type Parties = {
  useCase: RoutingUseCase;
  policy: RoutingPolicy;
  model: RoutingModel;
  submission: Submission;
};
type Made = {
  evaluation: PolicyEvaluation;
  state: FirstState;
  draw: AuditDraw;
  calibrated: number | null;
  circumstances: RoutingCircumstances;
  atMs: number;
};

function assemble({ useCase, policy, model, submission }: Parties, made: Made): RoutedDecision {
  const { evaluation, state, draw, calibrated, circumstances, atMs } = made;
  const shadowed = state === 'shadowed';
  const route = shadowed ? 'shadow' : evaluation.route.kind;
  const task = taskFor(useCase, policy, submission.decisionId, made);
  return {
    submission,
    useCaseId: useCase.useCaseId,
    modelVersionId: model.modelVersionId,
    policyVersionId: policy.policyVersionId,
    evaluation,
    route,
    draw,
    state,
    task,
    timeOutAtMs: state === 'held' ? timeOutAt(evaluation, atMs) : null,
    contextId: circumstances.contextId,
    // What releases nothing is not counted under the approval that would have.
    standingApprovalId: shadowed ? null : evaluation.standingApprovalId,
    answer: {
      decisionId: submission.decisionId,
      route,
      state,
      released: state === 'released',
      taskId: task?.taskId ?? null,
      reasons: shadowed ? shadowReasons(policy, evaluation, circumstances) : [...evaluation.reasons],
      confidence: { raw: submission.decision.confidence, calibrated },
      policyVersionId: policy.policyVersionId,
      audited: draw.audited,
      standingApprovalId: shadowed ? null : evaluation.standingApprovalId,
    },
  };
}

function timeOutAt({ route }: PolicyEvaluation, atMs: number): number | null {
  if (!('timeout' in route) || route.timeout.action === 'keep-holding') return null;
  return atMs + route.timeout.afterSeconds * 1000;
}

/** What the policy says of it, and that nothing is done all the same. */
function shadowReasons(
  { compiled }: RoutingPolicy,
  { ruleIndex, failure }: PolicyEvaluation,
  { context: { overloadSteps } }: RoutingCircumstances,
): Routed['reasons'] {
  const recorded = {
    ruleIndex,
    failure,
    routeKind: 'shadow',
    standingApprovalId: null,
    overloadSteps,
  } as const;
  return [...reasonsFor(compiled.document, recorded)];
}

function taskFor(
  { useCaseId }: RoutingUseCase,
  policy: RoutingPolicy,
  decisionId: string,
  { evaluation: { route }, state, draw, atMs }: Made,
): NewTask | null {
  const purpose = purposeFor(state, route.kind, draw.audited);
  if (purpose === null) return null;
  const task = { taskId: uuidv7(atMs), decisionId, useCaseId, purpose, openedAtMs: atMs };
  if (route.kind === 'release')
    return { ...task, ...ordinaryTask, tier: 1, dueAtMs: atMs + policy.auditDueSeconds * 1000 };
  return {
    ...task,
    tier: route.tier ?? 1,
    judgements: route.kind === 'consensus' ? route.judgements : ordinaryTask.judgements,
    blind: route.blind ?? false,
    qualification: route.qualification ?? null,
    dueAtMs: atMs + route.dueSeconds * 1000,
  };
}

/** Only what runs beside something is paired with it. */
function checkPair({ pairedWith, model: name }: NewDecision, model: RoutingModel): Refusal | null {
  if (pairedWith === undefined || model.state === 'shadow') return null;
  return new Refusal(
    'unprocessable',
    'decision.not-shadow',
    `"${name}" is not in shadow, so its decisions stand for themselves and are paired with none.`,
    { todo: 'Leave pairedWith out, or put the model version in shadow.' },
  );
}

function noPolicy({ slug }: RoutingUseCase): Refusal {
  return new Refusal('unprocessable', 'decision.no-policy', `${slug} has no published policy yet.`, {
    todo: 'Publish a policy; until then nothing can be routed.',
  });
}

function checkContent(
  useCase: RoutingUseCase,
  { decision, decisionId }: Submission,
  atMs: number,
): Refusal | null {
  const problems = checkDecision(
    {
      decisionId,
      confidence: decision.confidence,
      label: decision.label ?? null,
      probabilities: decision.probabilities ?? null,
    },
    useCase.classes,
    atMs,
  );
  const metadata = [
    ...useCase.checkMetadata(decision.metadata ?? noMetadata),
    ...unstorable(decision.metadata),
  ];
  if (problems.length === 0 && metadata.length === 0) return null;
  const all = [
    ...problems.map((problem) => ({ at: problem.code, message: problem.message })),
    ...metadata.map((message) => ({ at: 'metadata', message })),
  ];
  const code = problems.some((problem) => problem.code.startsWith('decision.id-'))
    ? 'decision.id-out-of-window'
    : 'decision.invalid';
  return new Refusal('unprocessable', code, all.map((problem) => problem.message).join(' '), {
    problems: all,
  });
}

/** jsonb holds neither U+0000 nor half a surrogate pair; payloads are bytes and may hold both. */
function unstorable(metadata: NewDecision['metadata']): string[] {
  return Object.entries(metadata ?? noMetadata).flatMap(([name, value]) =>
    typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())
      ? [`metadata.${name} holds a character that cannot be stored.`]
      : [],
  );
}

const noMetadata: NonNullable<NewDecision['metadata']> = {};
const noProbabilities: NonNullable<NewDecision['probabilities']> = {};

function unknown(what: 'use-case' | 'model', message: string, todo: string): Refusal {
  return new Refusal('unprocessable', `decision.unknown-${what}`, message, { todo });
}
