import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import { draftPolicy, publishPolicy, submitPolicy } from '../../contract/policies.ts';
import type { Client } from '../../sdk/client.ts';
import { type Connection, withClient } from '../connect.ts';
import { printJson } from '../print.ts';
import { Finding, type Terminal } from '../terminal.ts';
import { type Comparison, compareFile, hasErrors } from './compare-file.ts';
import { formatOf, formatOption, readAs } from './format.ts';
import { printComparison } from './print-comparison.ts';
import { type PolicyVersion, versionsOf } from './versions.ts';

type Flags = { submit?: boolean; publish?: boolean };

export function addApply(group: Command, terminal: Terminal): void {
  group
    .command('apply <file>')
    .description(
      'make a policy file a draft, unless it is in force already; the same file again goes on from there',
    )
    .option('--submit', 'submit it for approval')
    .option('--publish', 'put it in force; needs a person, and an approval where the risk is high')
    .addOption(formatOption())
    .addHelpText('after', '\nExit code 1 where the policy has errors: nothing is written then.')
    .action(async (name: string, flags: Flags, command: Command) => {
      const format = formatOf(command);
      const file = await readAs(format, name, terminal);
      await withClient(command, terminal, async (client, connection) => {
        const comparison = await compareFile(client, file);
        if (format !== 'json') printComparison(terminal, format, { comparison });
        if (hasErrors(comparison)) {
          if (format === 'json') printComparison(terminal, format, { comparison });
          throw new Finding();
        }
        const version =
          comparison.changes.length > 0 ? await apply(client, comparison, { ...flags, connection }) : null;
        if (format === 'json') return printJson(terminal, { changes: comparison.changes, version });
        terminal.out(`\n${version ? toldOf(version) : 'There is nothing to do.'}\n`);
      });
    });
}

function toldOf({ state, version, policyVersionId }: PolicyVersion): string {
  return state === 'published'
    ? `Version ${version} is in force.`
    : `Version ${version} is ${state} (${policyVersionId}).`;
}

async function apply(
  client: Client,
  comparison: Comparison,
  { submit, publish, connection }: Flags & { connection: Connection },
): Promise<PolicyVersion> {
  const inForce = comparison.inForce?.policyVersionId ?? null;
  let version = (await openVersion(client, comparison, connection)) ?? (await draft(client, comparison));
  const step = () => ({
    params: { policyVersionId: version.policyVersionId },
    body: { revision: version.revision },
  });
  if (submit && version.state === 'draft') version = await client.call(submitPolicy, step());
  if (publish)
    version = await client.call(publishPolicy, { ...step(), body: { revision: version.revision, inForce } });
  return version;
}

/** A version that says the same and is still on its way, so that a job that runs twice leaves one draft. */
async function openVersion(
  client: Client,
  { useCase, file }: Comparison,
  { apiKey }: Connection,
): Promise<PolicyVersion | null> {
  for await (const version of versionsOf(client, useCase.useCaseId)) {
    const open = ['draft', 'submitted', 'approved'].includes(version.state);
    const mine = version.byKey || !apiKey;
    if (open && mine && isDeepStrictEqual(version.document, file.policy)) return version;
    if (version.state === 'published') return null; // what is older was not drafted for what is in force
  }
  return null;
}

function draft(client: Client, { useCase, file }: Comparison): Promise<PolicyVersion> {
  const body = { document: file.policy, ...(file.note ? { note: file.note } : {}) };
  return client.call(draftPolicy, { params: { useCaseId: useCase.useCaseId }, body });
}
