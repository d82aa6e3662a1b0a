import pino from 'pino';

export type Log = pino.Logger;

/** Structured logs. Payloads and secrets never reach a log call; what slips through by name is cut out here. */
export function openLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
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
