import { describeConfig } from '../platform/config.ts';

/** `config`: every setting with its value, where it comes from, and what it means. */
export async function run(args: string[]): Promise<void> {
  const settings = describeConfig(process.env);
  if (args.includes('--json')) {
    console.log(JSON.stringify(settings, null, 2));
    return;
  }
  for (const { name, value, source, about, problem } of settings) {
    console.log(`${name} = ${value ?? '(none)'}${source === 'environment' ? '' : ' (default)'}`);
    console.log(`    ${about}.`);
    if (problem) console.log(`    ! ${problem}`);
  }
  if (settings.some(({ problem }) => problem)) process.exitCode = 1;
}
