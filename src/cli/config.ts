import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Failure } from './terminal.ts';

/**
 * The settings belong to the server, so the server prints them: a client never imports what the server stands on.
 */
export function addConfig(program: Command): void {
  program
    .command('config')
    .description('every setting of the server: name, value in force here, default, meaning')
    .action(async (_: unknown, command: Command) => {
      const json = command.optsWithGlobals<{ json?: boolean }>().json;
      const main = fileURLToPath(new URL('../main.ts', import.meta.url));
      const child = spawn(process.execPath, [main, 'config', ...(json ? ['--json'] : [])], {
        stdio: 'inherit',
      });
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      if (code !== 0) throw new Failure('The settings could not be read.');
    });
}
