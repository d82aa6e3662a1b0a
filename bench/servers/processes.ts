import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** User and system time of a process so far, from the kernel. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Children, their children, and so on: the guard, the postmaster and its processes. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      parents.set(
        Number(entry),
        Number(readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]),
      );
    } catch {
      // It ended while we looked.
    }
  }
  const found: number[] = [];
  for (let open = [pid]; open.length > 0; ) {
    open = [...parents].filter(([, parent]) => open.includes(parent)).map(([child]) => child);
    found.push(...open);
  }
  return found;
}
