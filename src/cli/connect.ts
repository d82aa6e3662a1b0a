import { type Command, Option } from 'commander';
import { type Client, openClient } from '../sdk/client.ts';
import { openPersonClient } from '../sdk/person-client.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** Options that every command takes. */
export type Connection = { url: string; apiKey?: string; email?: string; json?: boolean };

export function addConnectionOptions(program: Command): void {
  program
    .addOption(
      new Option('--url <address>', 'where Steerhouse runs')
        .env('STEERHOUSE_URL')
        .default('http://127.0.0.1:8420'),
    )
    .addOption(
      new Option(
        '--api-key <key>',
        'act as a machine; others on this computer can see it here, not in the environment',
      ).env('STEERHOUSE_API_KEY'),
    )
    .addOption(
      new Option(
        '--email <address>',
        'act as a person; the password comes from STEERHOUSE_PASSWORD or is asked for',
      ).env('STEERHOUSE_EMAIL'),
    )
    .option('--json', 'answer in JSON, for programs');
}

/** Connects as the options say, does the work, and ends the session it may have opened. */
export async function withClient(
  command: Command,
  terminal: Terminal,
  work: (client: Client, connection: Connection) => Promise<void>,
): Promise<void> {
  return withConnection(connectionOf(command), terminal, work);
}

export async function withConnection(
  connection: Connection,
  terminal: Terminal,
  work: (client: Client, connection: Connection) => Promise<void>,
): Promise<void> {
  if (!connection.email) return work(openClient(optionsOf(connection)), connection);
  if (connection.apiKey) throw new UsageError('Give either an API key or an email address, not both.');
  const person = openPersonClient({ baseUrl: connection.url });
  const password = process.env.STEERHOUSE_PASSWORD ?? (await terminal.askSecret('Password: '));
  await person.signIn({ email: connection.email, password });
  try {
    await work(person, connection);
  } finally {
    await person.signOut().catch(() => undefined); // the session ends by itself; the work's own error matters more
  }
}

export function connectionOf(command: Command): Connection {
  const connection = command.optsWithGlobals<Connection>();
  if (!URL.canParse(connection.url) || !/^https?:/.test(connection.url)) {
    throw new UsageError(`--url ${connection.url} is not an http address.`);
  }
  return connection;
}

function optionsOf({ url, apiKey }: Connection) {
  return { baseUrl: url, ...(apiKey ? { apiKey } : {}) };
}
