import type { PolicyDocument } from '../policies/document.ts';

/**
 * The output that callers get at once in place of the model's, after so many steps of the overload contract; undefined
 * where none of them gives one. It is the policy's, so a decision need not keep it.
 *
 * @example safeOutputUnder(document, 2) // 'ask-a-person'
 */
export function safeOutputUnder({ overload }: PolicyDocument, overloadSteps: number): unknown {
  return overload?.steps.slice(0, overloadSteps).find((step) => step.action === 'safe-output')?.output;
}
