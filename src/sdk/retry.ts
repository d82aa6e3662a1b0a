import { ConnectionError } from './connection-error.ts';
import { ProblemError } from './problem-error.ts';

export type RetryOptions = {
  /** Stops everything at once; the promise rejects with its reason. */
  signal?: AbortSignal;
  /** Jitter, 0 to 1; `Math.random` unless a test needs to know. */
  random?: () => number;
  /** Told before each wait, for logs. */
  onRetry?: (error: unknown, waitMs: number) => void;
};

export type RetryLimits = RetryOptions & {
  /** `Date.now()` after which nothing is tried any more. */
  deadlineMs?: number;
  /** One attempt that takes longer is given up and made again. */
  attemptMs?: number;
};

/** The caller's time ran out; `cause` is what stood in the way last. */
export class DeadlineError extends Error {
  constructor(cause: unknown) {
    super('The time given for this ran out.', { cause });
    this.name = 'DeadlineError';
  }
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/**
 * Makes an attempt again while the server is away (connection, 502, 503, 504, 429), with exponential backoff and full
 * jitter; `Retry-After` is the least wait. Anything else is thrown at once. The attempt must be safe to make twice.
 */
export async function retry<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  limits: RetryLimits,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    limits.signal?.throwIfAborted();
    try {
      return await attempt(attemptSignal(limits));
    } catch (error) {
      limits.signal?.throwIfAborted();
      if (!worthRetrying(error)) throw error;
      const waitMs = waitBefore(failures, error, limits.random ?? Math.random);
      if (limits.deadlineMs !== undefined && Date.now() + waitMs >= limits.deadlineMs) {
        throw new DeadlineError(error);
      }
      limits.onRetry?.(error, waitMs);
      await pause(waitMs, limits.signal);
    }
  }
}

/** Is the server merely away, so that the same request may succeed shortly? */
export function worthRetrying(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (error instanceof ProblemError) return [429, 502, 503, 504].includes(error.status);
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function waitBefore(failures: number, error: unknown, random: () => number): number {
  const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
  const leastMs = error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return leastMs + backoffMs * random();
}

function attemptSignal({ signal, deadlineMs, attemptMs = 30_000 }: RetryLimits): AbortSignal {
  const leftMs = deadlineMs === undefined ? attemptMs : Math.min(attemptMs, deadlineMs - Date.now());
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(leftMs)));
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** Waits; an aborted signal ends the wait by throwing its reason. */
export function pause(waitMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, waitMs);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
