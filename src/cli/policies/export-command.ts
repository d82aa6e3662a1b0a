import type { Command } from 'commander';
import { getPolicyVersion } from '../../contract/policies.ts';
import { policyFileSchema } from '../../contract/policy-file.ts';
import { withClient } from '../connect.ts';
import { findUseCase } from '../find-use-case.ts';
import { printJson } from '../print.ts';
import { Failure, type Terminal } from '../terminal.ts';
import { versionInForce } from './versions.ts';
import { writePolicyFile } from './write-policy-file.ts';

export function addExport(group: Command, terminal: Terminal): void {
  group
    .command('export <use-case>')
    .description('the policy in force, or another version, as YAML for a repository')
    .option('--version <policy-version-id>', 'this version')
    .action(async (useCase: string, { version: id }: { version?: string }, command: Command) =>
      withClient(command, terminal, async (client, { url, json }) => {
        const { useCaseId, slug } = await findUseCase(client, useCase);
        const version = id
          ? await client.call(getPolicyVersion, { params: { policyVersionId: id } })
          : await versionInForce(client, useCaseId);
        if (!version)
          throw new Failure(`No policy of ${slug} is in force yet; name a version with --version.`);
        if (version.useCaseId !== useCaseId) throw new Failure(`That version belongs to another use case.`);
        const file = { useCase: slug, note: version.note, policy: version.document };
        if (json) return printJson(terminal, file);
        terminal.out(writePolicyFile(file, `${url.replace(/\/$/, '')}/policy.schema.json`));
      }),
    );
}

export function addSchema(group: Command, terminal: Terminal): void {
  group
    .command('schema')
    .description('the JSON Schema of a policy file, for editors; a server has it at /policy.schema.json')
    .action(() => printJson(terminal, policyFileSchema()));
}
