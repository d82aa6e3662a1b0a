import type { OutputKind } from '../use-cases/use-case.ts';
import { type VerdictKind, verdictKinds } from './resolve.ts';

/** What a reviewer may send: a verdict, or the right class where the model's is hidden. */
export const submittedKinds = [...verdictKinds, 'choose'] as const;
export type SubmittedKind = (typeof submittedKinds)[number];

/** What a blind task hides. Opinions: the model's confidence, the reasons of the routing, and other people's verdicts. */
export type Hidden = { readonly output: boolean; readonly opinions: boolean };

/**
 * What is hidden from whoever judges a task.
 *
 * A class can be judged without seeing the model's: the reviewer chooses, and whether that approves or edits follows. A
 * text or a tool call cannot, because judging it is reading it; there, blind hides what others think of it.
 *
 * @example hiddenFrom({ blind: true, outputKind: 'class' }) // { output: true, opinions: true }
 * @example hiddenFrom({ blind: true, outputKind: 'text' }) // { output: false, opinions: true }
 */
export function hiddenFrom({ blind, outputKind }: { blind: boolean; outputKind: OutputKind }): Hidden {
  return { output: blind && outputKind === 'class', opinions: blind };
}

/**
 * The verdict that a submission amounts to.
 *
 * @example asVerdict({ kind: 'choose', output: 'refund' }, 'refund') // { kind: 'approve', output: undefined }
 * @example asVerdict({ kind: 'choose', output: 'fees' }, 'refund') // { kind: 'edit', output: 'fees' }
 */
export function asVerdict<Output>(
  { kind, output }: { readonly kind: SubmittedKind; readonly output: Output },
  said: unknown,
): { readonly kind: VerdictKind; readonly output: Output | undefined } {
  if (kind !== 'choose') return { kind, output };
  return output === said ? { kind: 'approve', output: undefined } : { kind: 'edit', output };
}

/**
 * The kind of a verdict as its author may be told it: who learns at once that a choice was an approval knows the hidden
 * output, and could take the verdict back and judge again.
 *
 * @example toldKind('approve', { outputHidden: true, ended: false }) // 'choose'
 */
export function toldKind(
  kind: VerdictKind,
  { outputHidden, ended }: { outputHidden: boolean; ended: boolean },
): SubmittedKind {
  return outputHidden && !ended && kind !== 'cannot-decide' ? 'choose' : kind;
}
