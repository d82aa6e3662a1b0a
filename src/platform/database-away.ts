// Connection refused or reset, server shutting down or starting, no free connection in time.
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
]);

// pg gives these no code.
const awayMessages =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/;

/** Is this error the database being away, rather than a bug of ours? */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: string };
  return code !== undefined ? awayCodes.has(code) : awayMessages.test(error.message);
}
