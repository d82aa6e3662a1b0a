import type { NewDecision, Routed } from '../../../contract/decisions.ts';
import { checkDecision } from '../../../core/decisions/check-decision.ts';
import type { DecisionState } from '../../../core/decisions/life.ts';
import type { PolicyEvaluation } from '../../../core/policies/evaluate-policy.ts';
import { type AuditDraw, auditPlace, drawAudit } from '../../../core/sampling/audit-draw.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { type NewTask, ordinaryTask } from '../../reviews/open-tasks.ts';
import type { RoutingSnapshot, RoutingUseCase } from './routing-snapshot.ts';
import type { Submission } from './submission.ts';

/** A decision routed in memory and ready to be written. */
export type RoutedDecision = {
  submission: Submission;
  useCaseId: string;
  modelVersionId: string;
  policyVersionId: string;
  evaluation: PolicyEvaluation;
  draw: AuditDraw;
  state: DecisionState;
  task: NewTask | null;
  timeOutAtMs: number | null;
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
  const modelVersionId = useCase.models.get(decision.model);
  if (!modelVersionId) {
    return unknown(
      'model',
      `"${decision.model}" is no model version of ${useCase.slug} in use.`,
      'Register it first; a retired one stays retired, so register its successor under a new name.',
    );
  }
  if (!useCase.policy) {
    return new Refusal(
      'unprocessable',
      'decision.no-policy',
      `${useCase.slug} has no published policy yet.`,
      {
        todo: 'Publish a policy; until then nothing can be routed.',
      },
    );
  }
  const refusal = checkContent(useCase, submission, atMs);
  if (refusal) return refusal;
  const evaluation = useCase.policy.compiled.evaluate({
    confidence: decision.confidence,
    label: decision.label ?? null,
    model: decision.model,
    metadata: decision.metadata ?? noMetadata,
    probabilities: decision.probabilities ?? noProbabilities,
    calibrated: null,
    modelState: 'active',
    nowMs: atMs,
    backlog: null,
  });
  const place = auditPlace(snapshot.drawHmac, submission.decisionId);
  const { rate, stratum } = evaluation.audit;
  const draw = drawAudit({ place, rate, stratum, routed: evaluation.route.kind !== 'release' });
  return assemble(useCase, submission, { modelVersionId, evaluation, draw, atMs });
}

function assemble(
  useCase: RoutingUseCase,
  submission: Submission,
  routed: { modelVersionId: string; evaluation: PolicyEvaluation; draw: AuditDraw; atMs: number },
): RoutedDecision {
  const { modelVersionId, evaluation, draw, atMs } = routed;
  const policyVersionId = useCase.policy?.policyVersionId ?? ''; // routeDecision has refused use cases without a policy
  const { route } = evaluation;
  const task = taskFor(useCase, submission.decisionId, routed);
  const held = route.kind === 'hold';
  return {
    submission,
    useCaseId: useCase.useCaseId,
    modelVersionId,
    policyVersionId,
    evaluation,
    draw,
    state: held ? 'held' : 'released',
    task,
    timeOutAtMs:
      held && route.timeout.action !== 'keep-holding' ? atMs + route.timeout.afterSeconds * 1000 : null,
    answer: {
      decisionId: submission.decisionId,
      route: route.kind,
      released: !held,
      taskId: task?.taskId ?? null,
      reasons: [...evaluation.reasons],
      confidence: { raw: submission.decision.confidence, calibrated: null },
      policyVersionId,
      audited: draw.audited,
    },
  };
}

function taskFor(
  useCase: RoutingUseCase,
  decisionId: string,
  { evaluation, draw, atMs }: { evaluation: PolicyEvaluation; draw: AuditDraw; atMs: number },
): NewTask | null {
  const { route } = evaluation;
  if (route.kind === 'release' && !draw.audited) return null;
  const purpose = route.kind === 'hold' ? 'approval' : route.kind === 'release' ? 'audit' : 'review';
  const dueSeconds = route.kind === 'release' ? (useCase.policy?.auditDueSeconds ?? 0) : route.dueSeconds;
  return {
    taskId: uuidv7(atMs),
    decisionId,
    useCaseId: useCase.useCaseId,
    purpose,
    tier: route.kind === 'release' ? 1 : (route.tier ?? 1),
    ...ordinaryTask,
    openedAtMs: atMs,
    dueAtMs: atMs + dueSeconds * 1000,
  };
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
