import type { Command } from 'commander';
import {
  diffPolicies,
  draftPolicy,
  getPolicyVersion,
  listPolicyVersions,
  publishPolicy,
} from '../contract/policies.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { printable, printFields, printJson, printRows } from './print.ts';
import { readDocument } from './read-documents.ts';
import type { Terminal } from './terminal.ts';

export function addPolicies(program: Command, terminal: Terminal): void {
  const group = program
    .command('policies')
    .description('routing rules: list, look at, draft, compare, publish');
  addReading(group, terminal);
  addWriting(group, terminal);
}

function addReading(group: Command, terminal: Terminal): void {
  group
    .command('list <use-case>')
    .description('policy versions, newest first')
    .action(async (useCase: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { useCaseId } = await findUseCase(client, useCase);
        const page = await client.call(listPolicyVersions, { params: { useCaseId }, query: { limit: 200 } });
        if (json) return printJson(terminal, page);
        printRows(
          terminal,
          ['VERSION', 'STATE', 'RULES', 'BY', 'CHANGED', 'NOTE', 'ID'],
          page.items.map((it) => [
            it.version,
            it.state,
            it.document.rules.length,
            it.createdBy,
            it.changedAt,
            it.note,
            it.policyVersionId,
          ]),
        );
      }),
    );

  group
    .command('get <policy-version-id>')
    .description('one version with its document')
    .action(async (policyVersionId: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const found = await client.call(getPolicyVersion, { params: { policyVersionId } });
        if (json) return printJson(terminal, found);
        printFields(terminal, [
          ['version', found.version],
          ['state', found.state],
          ['note', found.note],
          ['by', found.createdBy],
          ['published', found.publishedAt],
          ['hash', found.documentHash],
        ]);
        printJson(terminal, found.document);
      }),
    );

  group
    .command('diff <policy-version-id>')
    .description('what changed from the version it is based on, or from another')
    .option('--from <policy-version-id>', 'the version to compare with')
    .action(async (policyVersionId: string, { from }: { from?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const diff = await client.call(diffPolicies, {
          params: { policyVersionId },
          query: from ? { from } : {},
        });
        if (json) return printJson(terminal, diff);
        const before = diff.from ? `version ${diff.from.version}` : 'nothing';
        terminal.out(`From ${before} to version ${diff.to.version}:\n`);
        for (const { sentence } of diff.changes) terminal.out(`  ${printable(sentence)}\n`);
        if (diff.changes.length === 0) terminal.out('  nothing changed\n');
      }),
    );
}

function addWriting(group: Command, terminal: Terminal): void {
  group
    .command('draft <use-case>')
    .description('start a draft from a JSON file, or from the version in force')
    .option('-f, --file <file>', 'policy document, - for the input')
    .option('--note <text>', 'why')
    .action(async (useCase: string, { file, note }: { file?: string; note?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { useCaseId } = await findUseCase(client, useCase);
        const document = file ? { document: (await readDocument(file, terminal)) as never } : {}; // the server checks it
        const body = { ...document, ...(note ? { note } : {}) };
        const draft = await client.call(draftPolicy, { params: { useCaseId }, body });
        if (json) return printJson(terminal, draft);
        terminal.out(`Draft ${draft.version} is ${draft.policyVersionId}.\n`);
      }),
    );

  group
    .command('publish <policy-version-id>')
    .description('publish a draft; from the next commit on it routes every decision')
    .action(async (policyVersionId: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { revision, basedOn } = await client.call(getPolicyVersion, { params: { policyVersionId } });
        const published = await client.call(publishPolicy, {
          params: { policyVersionId },
          body: { revision, inForce: basedOn },
        });
        if (json) return printJson(terminal, published);
        terminal.out(`Version ${published.version} is in force.\n`);
      }),
    );
}
