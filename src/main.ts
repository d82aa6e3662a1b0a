// Process entry: serve | work | migrate | config | demo. The commands are loaded only when asked for.
import module from 'node:module';
import { StartFailure } from './platform/start-failure.ts';

// Stripping the types of the whole tree costs 0.4 s at each start; the cache removes it.
module.enableCompileCache();

const commands: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  serve: () => import('./start/serve.ts'),
  work: () => import('./start/work.ts'),
  migrate: () => import('./start/migrate.ts'),
  config: () => import('./start/config.ts'),
  demo: () => import('./start/demo.ts'),
};

const [name = 'serve', ...args] = process.argv.slice(2);
const load = commands[name];
try {
  if (!load)
    throw new StartFailure(`There is no command "${name}"; there are ${Object.keys(commands).join(', ')}.`);
  await (await load()).run(args);
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
