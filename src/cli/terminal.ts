/** Where a command reads and writes: the real terminal, or strings in a test. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** A person looks at it: progress may overwrite its own line, a password may be asked for. */
  isPerson: boolean;
  input(): AsyncIterable<Buffer | string>;
  askSecret(question: string): Promise<string>;
  /** Fires when the person presses Ctrl-C. */
  signal: AbortSignal;
};

/** A mistake in how a command was called; exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A command that ran, and whose answer is no; exit code 1. Its sentence is all that is printed. */
export class Failure extends Error {
  override name = 'Failure';
}
