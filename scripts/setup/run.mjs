import { join } from 'node:path';
import { buildConsole } from './console.mjs';
import { installMissing } from './install.mjs';
import { nodeFlags, root } from './node24.mjs';
import { SetupFailure } from './progress.mjs';
import { runChild } from './run-child.mjs';
import { runTests } from './tests.mjs';

// `console` says whether the command shows or measures the built console.
const commands = {
  serve: { entry: ['src/main.ts', 'serve'], console: true },
  work: { entry: ['src/main.ts', 'work'], console: false },
  migrate: { entry: ['src/main.ts', 'migrate'], console: false },
  demo: { entry: ['src/main.ts', 'demo'], console: true },
  bench: { entry: ['bench/main.ts'], console: true },
  fuzz: { entry: ['src/testing/fuzz/main.ts'], console: false },
};

/** Prepares whatever the command needs, runs it, and answers the exit code. */
export async function run(name, args) {
  try {
    if (name === 'test') return await runTests(await installMissing(), args);
    const command = Object.hasOwn(commands, name) ? commands[name] : null;
    if (!command)
      throw new SetupFailure(`Usage: node scripts/run.mjs ${[...Object.keys(commands), 'test'].join('|')}`);
    const node = await installMissing();
    if (command.console) await buildConsole(node);
    const [file, ...words] = command.entry;
    return await runChild(node, [...nodeFlags, join(root, file), ...words, ...args]);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    console.error(error.message);
    return 1;
  }
}
