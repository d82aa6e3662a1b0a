import { ProblemError } from '../../../sdk/problem-error.ts';
import type { Problem } from './policy-version.ts';

/**
 * Problems of one place of the document and everything inside it.
 *
 * @example problemsAt(problems, '/rules/1') // those at /rules/1, /rules/1/when, … but none of /rules/10
 */
export function problemsAt(problems: readonly Problem[], place: string): readonly Problem[] {
  return problems.filter(({ at }) => at === place || at.startsWith(`${place}/`));
}

/** A document whose shape the server refuses has its problems in the refusal; the others come as an answer. */
export function problemsIn(error: unknown): readonly Problem[] {
  if (!(error instanceof ProblemError) || error.status !== 400) return [];
  return error.problems.map(({ at, message }) => ({
    at: at.replace(/^body\/document/, '') || '/',
    severity: 'error',
    message: `${message}.`,
  }));
}
