import type { Command } from 'commander';
import type { AnswerOf } from '../contract/endpoint.ts';
import { createUseCase, type getUseCase, listUseCases } from '../contract/use-cases.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { printFields, printJson, printRows } from './print.ts';
import { readDocument } from './read-documents.ts';
import type { Terminal } from './terminal.ts';

type UseCase = AnswerOf<typeof getUseCase>;

export function addUseCases(program: Command, terminal: Terminal): void {
  const group = program.command('use-cases').description('decision points: list, look at, create');

  group
    .command('list')
    .description('use cases')
    .option('--limit <n>', 'at most so many', '50')
    .option('--cursor <cursor>', 'continue where the last page ended')
    .action(async ({ limit, cursor }: { limit: string; cursor?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const query = { limit: Number(limit), ...(cursor ? { cursor } : {}) };
        const page = await client.call(listUseCases, { query });
        if (json) return printJson(terminal, page);
        printRows(
          terminal,
          ['SLUG', 'NAME', 'RISK', 'OUTPUT', 'OWNER', 'ID'],
          page.items.map((it) => [it.slug, it.name, it.riskClass, it.outputKind, it.ownerName, it.useCaseId]),
        );
        if (page.next) terminal.out(`More: --cursor ${page.next}\n`);
      }),
    );

  group
    .command('get <use-case>')
    .description('one use case, by slug or id')
    .action(async (useCase: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const found = await findUseCase(client, useCase);
        if (json) return printJson(terminal, found);
        printFields(terminal, [
          ['slug', found.slug],
          ['id', found.useCaseId],
          ['name', found.name],
          ['owner', found.ownerName],
          ['risk', riskOf(found)],
          ['output', found.outputKind],
          ['classes', found.classes.map(({ name }) => name).join(', ')],
          ['metadata', found.metadataFields.map(({ name, type }) => `${name}: ${type}`).join(', ')],
          ['undo', `${found.undoSeconds} s`],
          ['lease', `${found.leaseSeconds} s`],
        ]);
      }),
    );

  group
    .command('create')
    .description('create a use case from a JSON file')
    .requiredOption('-f, --file <file>', 'JSON document, - for the input')
    .addHelpText(
      'after',
      `\nExample of a file:\n  {"slug": "refunds", "name": "Refunds", "riskClass": "limited", "outputKind": "class",\n   "classes": [{"name": "pay", "impact": 1}, {"name": "refuse", "impact": 3}]}`,
    )
    .action(async ({ file }: { file: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const body = (await readDocument(file, terminal)) as never; // the server checks it against the contract
        const made = await client.call(createUseCase, { body });
        if (json) return printJson(terminal, made);
        terminal.out(
          `Created ${made.slug} (${made.useCaseId}).\nNext: register a model and publish a policy.\n`,
        );
      }),
    );
}

function riskOf({ riskClass, lowering }: UseCase): string {
  if (!lowering) return riskClass;
  return `${riskClass}; ${lowering.askedByName} asked for ${lowering.riskClass}, which another person has to confirm`;
}
