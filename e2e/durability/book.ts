import type { NewDecision, Routed } from '../../src/contract/decisions.ts';
import { ConnectionError } from '../../src/sdk/connection-error.ts';
import { ProblemError } from '../../src/sdk/problem-error.ts';

export type BookedVerdict = {
  verdictId: string;
  taskId: string;
  decisionId: string;
  /** A withdrawal that was asked for and not answered may have happened or not. */
  withdrawal: 'none' | 'asked' | 'answered';
};

/** What the callers sent and what they were told: the promises the product is held to. */
export type Book = {
  /** By id; every one was sent at least once. */
  sent: Map<string, NewDecision>;
  answered: Map<string, Routed>;
  verdicts: Map<string, BookedVerdict>;
  /** Tasks by the claim that was answered; a claim token is given once. */
  claims: { taskId: string; claimToken: string }[];
  refusals: Refused[];
  /** Requests whose connection broke before the whole answer was there. */
  broken: number;
  /** Anything a caller should never see. */
  surprises: string[];
};

export type Refused = {
  status: number;
  code: string;
  retryAfterSeconds: number | undefined;
  tookMs: number;
};

export function openBook(): Book {
  return {
    sent: new Map(),
    answered: new Map(),
    verdicts: new Map(),
    claims: [],
    refusals: [],
    broken: 0,
    surprises: [],
  };
}

/** Notes why a request failed; what is neither the server being away nor an expected refusal is a surprise. */
export function noteFailure(book: Book, error: unknown, { sentAt, expected = [] }: Failed): void {
  if (error instanceof ConnectionError) {
    book.broken += 1;
    return;
  }
  if (!(error instanceof ProblemError)) {
    book.surprises.push(String(error));
    return;
  }
  const { status, code, retryAfterSeconds } = error;
  book.refusals.push({ status, code, retryAfterSeconds, tookMs: performance.now() - sentAt });
  if (status !== 503 && !expected.includes(code)) book.surprises.push(`${status} ${code}: ${error.message}`);
}

type Failed = { sentAt: number; expected?: readonly string[] };
