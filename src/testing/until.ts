import { setTimeout as sleep } from 'node:timers/promises';

/** Two loaded cores can take this long for what takes a second on idle ones. */
export const patienceMs = 60_000;

/** Asks again and again until the answer is something; fails with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`It never came: ${what}.`);
    await sleep(50);
  }
}
