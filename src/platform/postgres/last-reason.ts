import { closeSync, openSync, readSync, statSync } from 'node:fs';

const tailBytes = 16_384;

export function logSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last thing the server complained about since `from`, as one sentence. */
export function lastReason(path: string, from: number): string {
  const lines = tail(path, from).split('\n').filter(Boolean);
  const complaint =
    lines.findLast((line) => /\b(PANIC|FATAL|error|ERROR):|signal/.test(line)) ?? lines.at(-1);
  if (!complaint) return `it left without a word (its log is ${path}).`;
  return `${complaint.replace(/^.*?(LOG|PANIC|FATAL|ERROR): +/, '').replace(/\.$/, '')} (its log is ${path}).`;
}

function tail(path: string, from: number): string {
  const size = logSize(path);
  // A smaller file has been begun anew since.
  const start = Math.max(size < from ? 0 : from, size - tailBytes);
  const bytes = Buffer.alloc(Math.max(0, size - start));
  if (bytes.length === 0) return '';
  const file = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start));
  } finally {
    closeSync(file);
  }
}
