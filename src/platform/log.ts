import pino from 'pino';

export type Log = pino.Logger;

/** Structured logs. Payloads and secrets never reach a log call; what slips through by name is cut out here. */
export function openLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    redact: {
      paths: [
        'password',
        'token',
        'secret',
        'authorization',
        'cookie',
        'input',
        'output',
        'body',
        'comment',
      ].flatMap((name) => [name, `*.${name}`]),
      remove: true,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

// Drivers hang whole connections and row values on their errors; only what tells the cause is written.
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? null : { code }),
    ...(constraint === undefined ? null : { constraint }),
    ...(error.cause === undefined ? null : { cause: describeError(error.cause) }),
  };
}
