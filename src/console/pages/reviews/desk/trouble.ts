import { ConnectionError } from '../../../../sdk/connection-error.ts';
import { ProblemError } from '../../../../sdk/problem-error.ts';

/** Why something did not work, as the desk needs to know it. `passing` troubles are worth another try by themselves. */
export type Trouble = {
  readonly code: string;
  readonly sentence: string;
  readonly todo: string | null;
  readonly passing: boolean;
  /** Nobody has the item and nobody has judged it: it can be claimed again. */
  readonly claimable: boolean;
};

export function troubleOf(error: unknown): Trouble {
  if (error instanceof ProblemError) {
    return {
      code: error.code,
      sentence: error.message,
      todo: error.todo ?? null,
      passing: error.status >= 500 || error.status === 429,
      claimable: error.status >= 500 || (error.facts.state === 'open' && !error.facts.heldBy),
    };
  }
  return {
    code: error instanceof ConnectionError ? 'away' : 'unexpected',
    sentence:
      error instanceof ConnectionError
        ? 'The server cannot be reached.'
        : `Something failed here: ${String(error)}`,
    todo: 'Nothing you typed is lost.',
    passing: true,
    claimable: true,
  };
}
