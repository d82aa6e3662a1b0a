/** A refusal as the caller sees it: the problem document, thrown. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly todo: string | undefined;
  readonly problems: readonly { at: string; message: string }[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemLike, retryAfterSeconds?: number) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.todo = problem.todo;
    this.problems = problem.problems ?? [];
    this.facts = problem.facts ?? {};
    this.requestId = problem.requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type ProblemLike = {
  status: number;
  code: string;
  detail: string;
  todo?: string;
  problems?: { at: string; message: string }[];
  facts?: Record<string, unknown>;
  requestId?: string;
};
