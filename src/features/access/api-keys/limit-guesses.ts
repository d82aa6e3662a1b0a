import { addressGroup } from '../../../core/access/sign-in-limits.ts';

/** Counts wrong API keys per address in this process. */
export type GuessLimit = {
  /** Seconds to wait, or null while the address may try. */
  waitSeconds(address: string): number | null;
  count(address: string): void;
};

const windowMs = 60_000;
const mostGuesses = 30;
const mostAddresses = 10_000;

/**
 * Wrong keys cost a question to the database each; beyond 30 a minute an address gets no more answers. Not shared
 * between processes: the secrets have 256 bits, so this saves work and does not stand between a guesser and a key.
 */
export function openGuessLimit(): GuessLimit {
  const guesses = new Map<string, { total: number; sinceMs: number }>();

  function current(address: string): { total: number; sinceMs: number } | null {
    const found = guesses.get(addressGroup(address));
    return found && performance.now() - found.sinceMs < windowMs ? found : null;
  }

  return {
    waitSeconds(address) {
      const found = current(address);
      if (!found || found.total < mostGuesses) return null;
      return Math.max(1, Math.ceil((found.sinceMs + windowMs - performance.now()) / 1000));
    },
    count(address) {
      const found = current(address);
      if (found) {
        found.total += 1;
        return;
      }
      if (guesses.size >= mostAddresses) guesses.clear();
      guesses.set(addressGroup(address), { total: 1, sinceMs: performance.now() });
    },
  };
}
