import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells this process from a later one with the same number: when it started. Null when no such process runs
 * (a zombie counts as gone: it holds nothing any more).
 */
export function processIdentity(pid: number): string | null {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** The command line of a running process, or null. */
export function processCommand(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  const words = readIfThere(`/proc/${pid}/cmdline`);
  return words ? words.replaceAll('\0', ' ').trim() : null;
}

function fromProc(pid: number): string | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return null;
  const startedAtTicks = rest[18];
  // Ticks count from boot, so the boot belongs to the identity.
  return `${readIfThere('/proc/sys/kernel/random/boot_id')?.trim()}:${startedAtTicks}`;
}

function fromPs(pid: number): string | null {
  return ps(pid, 'stat=')?.startsWith('Z') ? null : ps(pid, 'lstart=');
}

function ps(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps exits with 1 when there is no such process
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // the process has ended
  }
}
