/** Kinds of refusal and the HTTP status each is answered with. */
export const refusalStatus = {
  'bad-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  'unsupported-media': 415,
  unprocessable: 422,
  'too-many': 429,
  unavailable: 503,
} as const;

export type RefusalKind = keyof typeof refusalStatus;

export type RefusalDetails = {
  /** What the caller can do about it; a full sentence. */
  todo?: string;
  retryAfterSeconds?: number;
  /** Single problems, each pointing at its place (JSON pointer, line number, rule). */
  problems?: { at: string; message: string }[];
  /** Further facts for machines, e.g. who holds the lease now. */
  facts?: Record<string, unknown>;
};

/**
 * An expected "no". The code is stable and documented; the message is a sentence a user may read. Anything else that
 * is thrown is a bug.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly details: RefusalDetails;

  constructor(kind: RefusalKind, code: string, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return refusalStatus[this.kind];
  }
}
