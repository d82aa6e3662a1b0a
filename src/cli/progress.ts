import type { Terminal } from './terminal.ts';

const EVERY_MS = 100;

/** One line that counts, for people only; `done` takes it away. */
export function countOn(
  terminal: Terminal,
  verb: string,
): { at(done: number, of: number): void; done(): void } {
  let shownAt = 0;
  let width = 0;
  return {
    at(done, of) {
      if (!terminal.isPerson || Date.now() - shownAt < EVERY_MS) return;
      shownAt = Date.now();
      const text = `${verb} ${done} of ${of} (${Math.floor((100 * done) / of)} %)`;
      terminal.err(`\r${text.padEnd(width)}`);
      width = text.length;
    },
    done() {
      if (width > 0) terminal.err(`\r${' '.repeat(width)}\r`);
    },
  };
}
