import { type BadInput, badInput, isProperShare, type Problem } from './goal.ts';

/** A decision whose outcome a person has judged, as evidence for or against a threshold. */
export type Label = {
  readonly decisionId: string;
  /** What is released from a threshold on: confidence, or any number that is higher where the decision is safer. */
  readonly score: number;
  /** The final judgement differs from the model. */
  readonly wrong: boolean;
  /** How likely this decision was to be labelled: the audit rate for a draw, 1 where everything is judged. */
  readonly probability: number;
  /** What the error costs, where the certificate is about impact instead of the share of errors. */
  readonly impact?: number;
};

export type CheckedLabels = { readonly ok: true; readonly labels: readonly Label[] } | BadInput;

/** The first of each kind are told, so that a broken import does not answer with a million sentences. */
const mostProblems = 10;

/**
 * Labels fit to certify with: finite, and one per decision.
 *
 * The same judgement sent twice counts once: it is a retry, and counting it twice would invent evidence. Two judgements
 * that contradict each other are refused, because each way to choose between them (first, last, strictest) moves the
 * certificate, and choosing is for people: the task has to be resolved first. Linear in the labels.
 *
 * @example
 * checkLabels([{ decisionId: 'a', score: 0.9, wrong: false, probability: 0.1 },
 *   { decisionId: 'a', score: 0.9, wrong: true, probability: 0.1 }])
 * // { ok: false, because: 'bad_input', problems: [{ at: '/labels/1', message: 'Decision a was judged right and …' }] }
 */
export function checkLabels(labels: readonly Label[], options: { impactCap?: number } = {}): CheckedLabels {
  const problems: Problem[] = [];
  const kept = new Map<string, Label>();
  for (const [index, label] of labels.entries()) {
    const before = kept.get(label.decisionId);
    const message = whyNot(label, options.impactCap) ?? (before ? contradiction(before, label) : null);
    if (message !== null) problems.push({ at: `/labels/${index}`, message });
    else if (!before) kept.set(label.decisionId, label);
    if (problems.length === mostProblems) break;
  }
  return problems.length > 0 ? badInput(problems) : { ok: true, labels: [...kept.values()] };
}

/** The probability all labels share; null when they differ, or there is none. */
export function commonProbability(labels: readonly Label[]): number | null {
  const first = labels[0]?.probability ?? null;
  return labels.every(({ probability }) => probability === first) ? first : null;
}

function whyNot({ decisionId, score, probability, impact }: Label, impactCap?: number): string | null {
  if (!Number.isFinite(score)) return `The score of decision ${decisionId} is ${score}, not a number.`;
  if (!isProperShare(probability) && probability !== 1)
    return `Decision ${decisionId} was labelled with probability ${probability}; it has to be above 0 and at most 1.`;
  if (impactCap === undefined) return null;
  if (impact === undefined || !(impact >= 0 && impact < Infinity))
    return `The impact of decision ${decisionId} is ${impact}; it has to be 0 or a positive number.`;
  if (impact > impactCap)
    return `The impact of decision ${decisionId} is ${impact}, above the cap of ${impactCap} that the promise is about.`;
  return null;
}

function contradiction(before: Label, label: Label): string | null {
  const { decisionId } = label;
  if (before.wrong !== label.wrong)
    return `Decision ${decisionId} was judged right and wrong; resolve that first.`;
  const same =
    before.score === label.score &&
    before.probability === label.probability &&
    before.impact === label.impact;
  return same ? null : `Decision ${decisionId} comes twice, with different scores, probabilities or impacts.`;
}
