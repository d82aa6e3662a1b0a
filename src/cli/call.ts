import type { Command } from 'commander';
import type { Endpoint } from '../contract/endpoint.ts';
import { endpoints } from '../contract/index.ts';
import { type Client, problemFrom, send, textOf } from '../sdk/client.ts';
import { keysOf, partsOf } from '../sdk/flat-input.ts';
import { readText } from '../sdk/read-lines.ts';
import { withClient } from './connect.ts';
import { printJson, printRows } from './print.ts';
import { parseJson, readDocument } from './read-documents.ts';
import { type Terminal, UsageError } from './terminal.ts';

type Flags = { params?: string; file?: string };

/** Every endpoint of the contract, by its id. */
export function addCall(program: Command, terminal: Terminal): void {
  program
    .command('endpoints')
    .description('every endpoint with its inputs, for `call`')
    .action((_: unknown, command: Command) => {
      const json = command.optsWithGlobals<{ json?: boolean }>().json;
      const rows = endpoints.map(({ endpoint: it }) => [it.id, it.method, it.path, inputsOf(it), it.summary]);
      if (json)
        return printJson(
          terminal,
          rows.map(([id, method, path]) => ({ id, method, path })),
        );
      printRows(terminal, ['ID', 'METHOD', 'PATH', 'INPUTS', 'SUMMARY'], rows);
    });

  program
    .command('call <endpoint-id> [inputs...]')
    .description('call any endpoint; inputs are name=text or name:=json')
    .option('--params <json>', 'inputs as one JSON object')
    .option('-f, --file <file>', 'inputs as a JSON file, - for the input')
    .addHelpText(
      'after',
      `
Examples:
  steerhouse call getOutcome decisionId=0198c1f2-6b1c-7000-8000-000000000000 wait=30
  steerhouse call createPerson --params '{"email": "ada@example.org", "name": "Ada", "roles": ["reviewer"]}'
  steerhouse call logTile path=entries/000
See all of them with: steerhouse endpoints`,
    )
    .action(async (id: string, inputs: string[], flags: Flags, command: Command) =>
      withClient(command, terminal, async (client) => {
        const endpoint = endpoints.find(({ endpoint }) => endpoint.id === id)?.endpoint;
        if (!endpoint) throw new UsageError(`There is no endpoint ${id}. See: steerhouse endpoints`);
        await callAndPrint(client, endpoint, await inputOf(inputs, flags, terminal), terminal);
      }),
    );
}

function inputsOf(endpoint: Endpoint): string {
  return [endpoint.params, endpoint.query, endpoint.body].flatMap(keysOf).join(' ');
}

async function inputOf(
  inputs: readonly string[],
  { params, file }: Flags,
  terminal: Terminal,
): Promise<Record<string, unknown>> {
  const fromFile = file ? await readDocument(file, terminal) : {};
  const fromParams = params ? parseJson(params, '--params') : {};
  for (const given of [fromFile, fromParams]) {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw new UsageError('Inputs are one JSON object.');
    }
  }
  const pairs = inputs.map((pair) => {
    const [, name = '', json, text = ''] = /^([^:=]+)(:)?=(.*)$/s.exec(pair) ?? [];
    if (!name) throw new UsageError(`${pair} is neither name=text nor name:=json.`);
    return [name, json ? parseJson(text, pair) : text];
  });
  return { ...(fromFile as object), ...(fromParams as object), ...Object.fromEntries(pairs) }; // checked above
}

async function callAndPrint(
  client: Client,
  endpoint: Endpoint,
  input: Record<string, unknown>,
  terminal: Terminal,
): Promise<void> {
  const parts = partsOf(endpoint, input);
  const response = await send(client.options, endpoint, parts, { signal: terminal.signal });
  if (!response.ok) throw await problemFrom(response);
  if (response.status === 204) return;
  if (!endpoint.streams) return printJson(terminal, JSON.parse(await textOf(response)));
  if (endpoint.streams === 'application/octet-stream') {
    const bytes = Buffer.from(await response.arrayBuffer());
    return terminal.out(`${bytes.toString('base64')}\n`);
  }
  if (response.body) for await (const text of readText(response.body, terminal.signal)) terminal.out(text);
}
