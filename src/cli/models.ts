import { Argument, type Command, Option } from 'commander';
import { changeModelState, listModelVersions, registerModelVersion } from '../contract/models.ts';
import { type ModelState, modelStates } from '../core/policies/facts.ts';
import type { Client } from '../sdk/client.ts';
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
        const page = await modelsOf(client, useCase);
        if (json) return printJson(terminal, page);
        printRows(
          terminal,
          ['NAME', 'STATE', 'REGISTERED', 'RETIRED', 'ID'],
          page.items.map((it) => [it.name, it.state, it.registeredAt, it.retiredAt, it.modelVersionId]),
        );
      }),
    );

  group
    .command('register <use-case> <name>')
    .description('register a model version; the same name again changes nothing')
    .option('--description <text>', 'what is different about it')
    .addOption(new Option('--state <state>', 'how it begins').choices(modelStates))
    .action(
      async (
        useCase: string,
        name: string,
        given: { description?: string; state?: ModelState },
        command: Command,
      ) =>
        withClient(command, terminal, async (client, { json }) => {
          const { useCaseId } = await findUseCase(client, useCase);
          const body = { name, ...given };
          const made = await client.call(registerModelVersion, { params: { useCaseId }, body });
          if (json) return printJson(terminal, made);
          terminal.out(`${made.name} is registered (${made.modelVersionId}).\n`);
        }),
    );

  group
    .command('state <use-case> <name>')
    .addArgument(new Argument('<state>').choices(modelStates))
    .description('put a model version on probation, in shadow, or back in use')
    .action(async (useCase: string, name: string, state: ModelState, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { items } = await modelsOf(client, useCase);
        const found = items.find((it) => it.name === name);
        if (!found) throw new Error(`There is no model version "${name}" in ${useCase}.`);
        const params = { modelVersionId: found.modelVersionId };
        const changed = await client.call(changeModelState, { params, body: { state } });
        if (json) return printJson(terminal, changed);
        terminal.out(`${changed.name} is ${changed.state} now.\n`);
      }),
    );
}

async function modelsOf(client: Client, useCase: string) {
  const { useCaseId } = await findUseCase(client, useCase);
  return client.call(listModelVersions, { params: { useCaseId }, query: { limit: 200 } });
}
