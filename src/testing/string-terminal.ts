import type { Terminal } from '../cli/terminal.ts';

/** A terminal that keeps what was printed, and types what it was given. */
export function stringTerminal(typed = ''): Terminal & { printed(): string; complained(): string } {
  let out = '';
  let err = '';
  return {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isPerson: false,
    input: async function* () {
      yield typed;
    },
    askSecret: async () => 'correct horse battery',
    signal: new AbortController().signal,
    printed: () => out,
    complained: () => err,
  };
}
