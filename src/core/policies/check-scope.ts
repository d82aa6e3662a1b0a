import type { PolicySubject } from '../use-cases/use-case.ts';
import { vocabularyOf } from './conditions/cel-environment.ts';
import { compileCondition } from './conditions/compile-condition.ts';

export type CheckedScope =
  | {
      readonly ok: true;
      /** In the form it is stored, compiled and hashed in. */
      readonly scope: string;
      /** What the scope's hash is taken of, as UTF-8. */
      readonly hashInput: string;
    }
  | { readonly ok: false; readonly because: readonly string[] };

/**
 * Checks the scope of a standing approval: a condition as in rules, without thresholds, because an approval outlives
 * the policy version whose thresholds they would be.
 *
 * The hash input binds the condition to its use case: the same text means something else elsewhere. Spaces around it do
 * not count; any other difference does, because the hash shows which text was approved.
 *
 * @example checkScope('  metadata.amount < 50', subject, useCaseId)
 * // { ok: true, scope: 'metadata.amount < 50', hashInput: '["steerhouse-scope-1","0190…","metadata.amount < 50"]' }
 */
export function checkScope(text: string, subject: PolicySubject, useCaseId: string): CheckedScope {
  const scope = text.trim();
  const compiled = compileCondition(scope, vocabularyOf(subject));
  if (!compiled.ok) return compiled;
  if (compiled.reads.size === 0)
    return { ok: false, because: ['A scope must look at the decision; this one is the same for all.'] };
  return { ok: true, scope, hashInput: JSON.stringify(['steerhouse-scope-1', useCaseId, scope]) };
}
