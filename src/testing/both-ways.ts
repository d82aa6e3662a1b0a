// Conditions evaluated by their closure and by the interpreter, so that tests can hold the one to the other.

import assert from 'node:assert/strict';
import { CannotEvaluate } from '../core/policies/conditions/cannot-evaluate.ts';
import { celContext } from '../core/policies/conditions/cel-context.ts';
import { vocabularyOf } from '../core/policies/conditions/cel-environment.ts';
import { compileClosure } from '../core/policies/conditions/compile-closure.ts';
import type { Given } from '../core/policies/conditions/given.ts';
import type { PolicyFacts } from '../core/policies/facts.ts';
import type { PolicySubject } from '../core/use-cases/use-case.ts';

export const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'count', type: 'integer', required: false },
    { name: 'other', type: 'integer', required: false },
    { name: 'country', type: 'string', required: false },
    { name: 'vip', type: 'boolean', required: false },
    { name: 'seenAt', type: 'timestamp', required: false },
  ],
};
export const vocabulary = vocabularyOf(subject, ['sure', 'dear']);
const { environment } = vocabulary;

export const ordinary: Given = {
  thresholds: [
    { name: 'sure', value: 0.8, bySlice: { field: null, values: new Map([['fraud', 0.95]]) } },
    { name: 'dear', value: 3, bySlice: { field: 'country', values: new Map([['DE', 2]]) } },
  ],
  expectedImpact: ({ confidence }) => (1 - confidence) * 20,
};
export const facts: PolicyFacts = {
  confidence: 0.9,
  label: 'refund',
  model: 'intent-2',
  metadata: { amount: 100, count: 4, other: 3, country: 'DE', vip: true, seenAt: '2025-03-01T12:34:56Z' },
  probabilities: { refund: 0.7, fraud: 0.3 },
  calibrated: 0.85,
  modelState: 'probation',
  // A Monday.
  nowMs: Date.UTC(2026, 8, 21, 13, 14, 15),
  backlog: { tier1: 120, tier2: 3, overdueSeconds: 1.5 },
};

export function closure(text: string) {
  return compileClosure(environment.parse(text).ast, vocabulary);
}

/** What an evaluation comes to: its value, or that there is none. */
export type Answer = { readonly value: unknown } | 'cannot';

export function compiled(text: string, given: PolicyFacts): Answer {
  const made = closure(text);
  assert.ok(made, `${text} was not compiled`);
  try {
    return { value: plain(made.run(given, ordinary)) };
  } catch (error) {
    assert.ok(error instanceof CannotEvaluate);
    return 'cannot';
  }
}

export function interpreted(text: string, given: PolicyFacts): Answer {
  const parsed = environment.parse(text);
  assert.equal(parsed.check().valid, true, `${text}: ${parsed.check().error?.message}`);
  try {
    const value: unknown = parsed(celContext(given, subject, ordinary));
    return { value: plain(value) };
  } catch {
    return 'cannot';
  }
}

/** Whole numbers as BigInt and times as milliseconds, whoever gave them. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return BigInt(value.getTime());
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

/** What both say, or a failed test where they differ. */
export function said(text: string, given: PolicyFacts = facts): unknown {
  const answer = compiled(text, given);
  assert.deepEqual(answer, interpreted(text, given), text);
  return answer === 'cannot' ? answer : answer.value;
}
