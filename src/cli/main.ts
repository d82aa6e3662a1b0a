import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { run } from './run.ts';
import { type Terminal, UsageError } from './terminal.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort(new Error('Stopped.'));
    setTimeout(() => process.exit(130), 300).unref(); // for commands that wait for something else
  });
}
// A reader that has seen enough (`… | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isPerson: process.stderr.isTTY === true,
  input: () => process.stdin,
  askSecret,
  signal: stop.signal,
};

process.exitCode = await run(process.argv.slice(2), terminal);
process.stdin.unref?.();

function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('Set STEERHOUSE_PASSWORD: nobody is there to be asked.');
  process.stderr.write(question);
  // Whatever is typed goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      lines.close();
      process.stderr.write('\n');
      resolve(line);
    });
  });
}
