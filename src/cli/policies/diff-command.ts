import type { Command } from 'commander';
import { diffPolicies } from '../../contract/policies.ts';
import { withClient } from '../connect.ts';
import { printable, printJson } from '../print.ts';
import { Finding, type Terminal } from '../terminal.ts';
import { compareFile, hasErrors } from './compare-file.ts';
import { formatOf, formatOption, readAs } from './format.ts';
import { printComparison } from './print-comparison.ts';

export function addDiff(group: Command, terminal: Terminal): void {
  group
    .command('diff <file-or-version-id>')
    .description('what a policy file changes against the version in force, and what is wrong with it')
    .option(
      '--from <policy-version-id>',
      'of a version: the one to compare with, else the one it is based on',
    )
    .addOption(formatOption())
    .addHelpText('after', '\nExit code 1 where something differs or has errors.')
    .action(async (what: string, { from }: { from?: string }, command: Command) =>
      isVersion(what)
        ? diffVersion(command, terminal, { policyVersionId: what, from })
        : diffFile(command, terminal, what),
    );
}

function isVersion(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/i.test(text);
}

async function diffFile(command: Command, terminal: Terminal, name: string): Promise<void> {
  const format = formatOf(command);
  const file = await readAs(format, name, terminal);
  await withClient(command, terminal, async (client) => {
    const comparison = await compareFile(client, file);
    printComparison(terminal, format, { comparison });
    if (hasErrors(comparison) || comparison.changes.length > 0) throw new Finding();
  });
}

async function diffVersion(
  command: Command,
  terminal: Terminal,
  { policyVersionId, from }: { policyVersionId: string; from: string | undefined },
): Promise<void> {
  await withClient(command, terminal, async (client) => {
    const diff = await client.call(diffPolicies, {
      params: { policyVersionId },
      query: from ? { from } : {},
    });
    const before = diff.from ? `version ${diff.from.version}` : 'nothing';
    if (formatOf(command) === 'json') printJson(terminal, diff);
    else {
      terminal.out(`From ${before} to version ${diff.to.version}:\n`);
      for (const { sentence } of diff.changes) terminal.out(`  ${printable(sentence)}\n`);
      if (diff.changes.length === 0) terminal.out('  nothing changed\n');
    }
    if (diff.changes.length > 0) throw new Finding();
  });
}
