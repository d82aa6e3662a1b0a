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

/** What a command was given to read is wrong, each problem on its line; exit code 2. */
export class BadInput extends UsageError {
  override name = 'BadInput';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join(' '));
    this.lines = lines;
  }
}

/** What a command printed is itself the finding, and there is nothing more to say; exit code 1. */
export class Finding extends Error {
  override name = 'Finding';
}

/** The server did not do what it was asked; exit code 3, as for a refusal. */
export class NotDone extends Error {
  override name = 'NotDone';
}

/** A command that ran, and whose answer is no; exit code 1. Its sentence is all that is printed. */
export class Failure extends Error {
  override name = 'Failure';
}
