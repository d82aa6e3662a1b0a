import type { Command } from 'commander';
import { listModelVersions, registerModelVersion } from '../contract/models.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { printJson, printRows } from './print.ts';
import type { Terminal } from './terminal.ts';

export function addModels(program: Command, terminal: Terminal): void {
  const group = program.command('models').description('model versions of a use case');

  group
    .command('list <use-case>')
    .description('model versions, newest first')
    .action(async (useCase: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { useCaseId } = await findUseCase(client, useCase);
        const page = await client.call(listModelVersions, { params: { useCaseId }, query: { limit: 200 } });
        if (json) return printJson(terminal, page);
        printRows(
          terminal,
          ['NAME', 'REGISTERED', 'RETIRED', 'ID'],
          page.items.map((it) => [it.name, it.registeredAt, it.retiredAt, it.modelVersionId]),
        );
      }),
    );

  group
    .command('register <use-case> <name>')
    .description('register a model version; the same name again changes nothing')
    .option('--description <text>', 'what is different about it')
    .action(
      async (useCase: string, name: string, { description }: { description?: string }, command: Command) =>
        withClient(command, terminal, async (client, { json }) => {
          const { useCaseId } = await findUseCase(client, useCase);
          const body = { name, ...(description ? { description } : {}) };
          const made = await client.call(registerModelVersion, { params: { useCaseId }, body });
          if (json) return printJson(terminal, made);
          terminal.out(`${made.name} is registered (${made.modelVersionId}).\n`);
        }),
    );
}
