import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import type { Given } from './given.ts';
import { valueFor } from './thresholds-in-force.ts';

/**
 * The facts in the shapes the CEL interpreter wants: whole numbers as BigInt, times as Date. What is not known is left
 * out, so that reading it is an error.
 *
 * Only rules outside the compiled part pay for this (some microseconds each).
 */
export function celContext(
  facts: PolicyFacts,
  { metadataFields, outputKind }: PolicySubject,
  given: Given,
): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const { name, type } of metadataFields) {
    const value = Object.hasOwn(facts.metadata, name) ? facts.metadata[name] : undefined;
    if (value === undefined) continue;
    if (type === 'integer') metadata[name] = BigInt(value);
    else if (type === 'timestamp')
      metadata[name] = new Date(typeof value === 'number' ? value : String(value));
    else metadata[name] = value;
  }
  const { confidence, calibrated, model, modelState, nowMs, backlog, label, probabilities } = facts;
  const context: Record<string, unknown> = { confidence, model, modelState, metadata, now: new Date(nowMs) };
  context.thresholds = Object.fromEntries(given.thresholds.map((one) => [one.name, valueFor(one, facts)]));
  if (calibrated !== null) context.calibrated = calibrated;
  if (backlog !== null)
    context.backlog = { ...backlog, tier1: BigInt(backlog.tier1), tier2: BigInt(backlog.tier2) };
  if (outputKind !== 'class') return context;
  const expectedImpact = orUndefined(() => given.expectedImpact(facts));
  if (label !== null) context.label = label;
  if (expectedImpact !== undefined) context.expectedImpact = expectedImpact;
  return { ...context, probabilities };
}

function orUndefined(read: () => number): number | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotEvaluate) return undefined;
    throw error;
  }
}
