import type { Command } from 'commander';
import {
  approvePolicy,
  draftPolicy,
  getPolicyVersion,
  listPolicyVersions,
  publishPolicy,
  returnPolicy,
  rollBackPolicy,
  submitPolicy,
} from '../contract/policies.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { addApply } from './policies/apply-command.ts';
import { addDiff } from './policies/diff-command.ts';
import { addExport, addSchema } from './policies/export-command.ts';
import { addReplay } from './policies/replay-command.ts';
import { versionInForce } from './policies/versions.ts';
import { printFields, printJson, printRows } from './print.ts';
import { readDocument } from './read-documents.ts';
import { Failure, type Terminal } from './terminal.ts';

export function addPolicies(program: Command, terminal: Terminal): void {
  const group = program
    .command('policy')
    .alias('policies')
    .description('routing rules: files in a repository, versions, approval, publication');
  for (const add of [addDiff, addReplay, addApply, addExport, addSchema]) add(group, terminal);
  addReading(group, terminal);
  addDraft(group, terminal);
  addSteps(group, terminal);
  addPublication(group, terminal);
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
          ['written by', found.createdBy],
          ['submitted', found.submittedAt && `${found.submittedAt} by ${found.submittedBy}`],
          ['approved', found.approvedAt && `${found.approvedAt} by ${found.approvedBy}`],
          ['published', found.publishedAt && `${found.publishedAt} by ${found.publishedBy}`],
          [
            'returned',
            found.returned && `${found.returned.at} by ${found.returned.by}: ${found.returned.reason}`,
          ],
          ['back to', found.rolledBackTo && `version ${found.rolledBackTo.version}`],
          ['hash', found.documentHash],
        ]);
        printJson(terminal, found.document);
      }),
    );
}

function addDraft(group: Command, terminal: Terminal): void {
  group
    .command('draft <use-case>')
    .description('start a draft from a JSON document, or from the version in force')
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
}

function addSteps(group: Command, terminal: Terminal): void {
  const step = (name: string, endpoint: typeof submitPolicy | typeof approvePolicy, description: string) =>
    group
      .command(`${name} <policy-version-id>`)
      .description(description)
      .action(async (policyVersionId: string, _: unknown, command: Command) =>
        withClient(command, terminal, async (client, { json }) => {
          const { revision } = await client.call(getPolicyVersion, { params: { policyVersionId } });
          const version = await client.call(endpoint, { params: { policyVersionId }, body: { revision } });
          if (json) return printJson(terminal, version);
          terminal.out(`Version ${version.version} is ${version.state}.\n`);
        }),
      );
  step('submit', submitPolicy, 'submit a draft for approval');
  step('approve', approvePolicy, 'approve a submitted version that you had no hand in');

  group
    .command('return <policy-version-id>')
    .description('return a submitted or approved version to its author')
    .requiredOption('--reason <text>', 'what has to change')
    .action(async (policyVersionId: string, { reason }: { reason: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { revision } = await client.call(getPolicyVersion, { params: { policyVersionId } });
        const body = { revision, reason };
        const version = await client.call(returnPolicy, { params: { policyVersionId }, body });
        if (json) return printJson(terminal, version);
        terminal.out(`Version ${version.version} is a draft again.\n`);
      }),
    );
}

function addPublication(group: Command, terminal: Terminal): void {
  group
    .command('publish <policy-version-id>')
    .description('publish a version; from the next commit on it routes every decision')
    .option('--over <policy-version-id>', 'the version it replaces, else the one it was based on')
    .action(async (policyVersionId: string, { over }: { over?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { revision, basedOn } = await client.call(getPolicyVersion, { params: { policyVersionId } });
        const body = { revision, inForce: over ?? basedOn };
        const published = await client.call(publishPolicy, { params: { policyVersionId }, body });
        if (json) return printJson(terminal, published);
        terminal.out(`Version ${published.version} is in force.\n`);
      }),
    );

  group
    .command('roll-back <use-case>')
    .description('put the version in force before, or another earlier one, in force again at once')
    .option('--to <policy-version-id>', 'this earlier version')
    .option('--note <text>', 'why')
    .action(async (useCase: string, { to, note }: { to?: string; note?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { useCaseId, slug } = await findUseCase(client, useCase);
        const current = await versionInForce(client, useCaseId);
        if (!current) throw new Failure(`No policy of ${slug} is in force.`);
        const inForce = current.policyVersionId;
        const body = { inForce, ...(to ? { to } : {}), ...(note ? { note } : {}) };
        const back = await client.call(rollBackPolicy, { params: { useCaseId }, body });
        if (json) return printJson(terminal, back);
        terminal.out(`Version ${back.version} is in force: back to version ${back.rolledBackTo?.version}.\n`);
      }),
    );
}
