/** The server could not be reached, or the connection broke before the whole answer arrived. */
export class ConnectionError extends Error {
  constructor(cause: unknown) {
    super(`The server could not be reached: ${reasonOf(cause)}.`, { cause });
    this.name = 'ConnectionError';
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Node's fetch says "fetch failed" and keeps what happened one level down.
  const inner = cause.cause;
  return inner instanceof Error && inner.message ? inner.message : cause.message;
}
