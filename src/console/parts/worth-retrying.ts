import { ProblemError } from '../../sdk/problem-error.ts';

/** A refusal stays one however often it is asked for; a broken connection or server may come back. */
export function worthRetrying(error: unknown): boolean {
  return !(error instanceof ProblemError) || error.status >= 500;
}
