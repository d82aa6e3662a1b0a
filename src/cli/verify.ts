import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { logVerifierKey } from '../contract/ledger.ts';
import { encodeBase64 } from '../core/ledger/base64.ts';
import { decodeEntry } from '../core/ledger/entry.ts';
import type { LogReader } from '../core/ledger/log-reader.ts';
import { parseVerifierKey, type VerifierKey } from '../core/ledger/verifier-key.ts';
import { type LogVerdict, verifyLog } from '../core/ledger/verify-log.ts';
import { type Client, headersOf, problemFrom, send, textOf } from '../sdk/client.ts';
import { logAddress, openLogOverHttp } from '../sdk/log-reader-http.ts';
import { connectionOf, withConnection } from './connect.ts';
import { openLogFolder } from './log-reader-folder.ts';
import { sha256, verifyEd25519 } from './native-crypto.ts';
import { printable, printJson } from './print.ts';
import { countOn } from './progress.ts';
import { readText } from './read-documents.ts';
import { Failure, type Terminal, UsageError } from './terminal.ts';

type Flags = { receipt: string[]; key: string[]; entries: boolean; json?: boolean };

export function addVerify(program: Command, terminal: Terminal): void {
  program
    .command('verify <url-or-folder>')
    .description('check a whole log: signature, every entry, every tile, given receipts')
    .option('--receipt <file>', 'a receipt to check as well; may be repeated', collect, [])
    .option('--key <vkey>', 'verifier key of the log that you trust; may be repeated', collect, [])
    .option('--no-entries', 'do not check what entries say, for logs of other software')
    .addHelpText(
      'after',
      `
Exit code 0: the log is whole. 1: it is not, or cannot be read; the first bad entry is named. 2: wrong usage.
Without --key the log is asked for its own key: then the check shows that the log agrees with itself, not whose it is.

Examples:
  steerhouse verify http://127.0.0.1:8420                          (the demo; others need --email)
  steerhouse verify ./log-of-june --key "$(cat trusted-key)" --receipt receipt.txt`,
    )
    .action(async (place: string, _: unknown, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const check = async (log: Log) => {
        const keys = flags.key.length > 0 ? flags.key : [await log.ownKey()];
        const verdict = await verify(log.reader, keys.map(keyOf), flags, terminal);
        if (flags.json) printJson(terminal, asJson(verdict));
        else if (verdict.ok) terminal.out(success(verdict, flags.key.length > 0 ? null : keys));
        if (!verdict.ok) throw new Failure(failure(verdict));
      };
      if (!/^https?:\/\//.test(place)) return check(await logIn(place));
      if (!URL.canParse(place)) throw new UsageError(`${place} is not an address.`);
      const who = showsWho(place, command) ? connectionOf(command) : {};
      const connection = { ...who, url: baseOf(place) };
      return withConnection(connection, terminal, (client) => check(logAt(place, client, terminal)));
    });
}

type Log = { reader: LogReader; ownKey: () => Promise<string> };

/** Credentials from the environment go to our own server (--url) only, never to whatever log is being checked. */
function showsWho(place: string, command: Command): boolean {
  const { url } = command.optsWithGlobals<{ url: string }>();
  const typed = ['apiKey', 'email'].some(
    (option) => command.getOptionValueSourceWithGlobals(option) === 'cli',
  );
  return typed || (URL.canParse(url) && new URL(url).origin === new URL(place).origin);
}

function logAt(place: string, client: Client, terminal: Terminal): Log {
  const headers = headersOf(client.options);
  return {
    reader: openLogOverHttp({ url: place, headers, signal: terminal.signal }),
    ownKey: async () => {
      try {
        const signal = AbortSignal.any([terminal.signal, AbortSignal.timeout(10_000)]);
        const response = await send(client.options, logVerifierKey, {}, { signal });
        if (!response.ok) throw await problemFrom(response);
        return await textOf(response, signal);
      } catch (error) {
        const because = (error as Error).message; // the SDK throws Errors
        throw new Failure(`The key of the log cannot be asked for: ${because} Give it with --key.`);
      }
    },
  };
}

/** The address of the Steerhouse whose log this is. */
function baseOf(place: string): string {
  return logAddress(place).replace(/\/log$/, '');
}

async function logIn(folder: string): Promise<Log> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new UsageError(`${folder} is neither an address nor a folder.`);
  return {
    reader: openLogFolder(folder),
    ownKey: () =>
      readText(join(folder, 'verifier-key')).catch(() => {
        throw new UsageError('The folder has no file verifier-key: give the key with --key.');
      }),
  };
}

function keyOf(text: string): VerifierKey {
  const parsed = parseVerifierKey(text.trim(), sha256);
  if (!parsed.ok) throw new UsageError(`${printable(text.trim().slice(0, 100))}: ${parsed.because}.`);
  return parsed.key;
}

async function verify(
  reader: LogReader,
  logKeys: VerifierKey[],
  { receipt, entries }: Flags,
  terminal: Terminal,
): Promise<LogVerdict> {
  const receipts = await Promise.all(receipt.map(readText));
  const counted = countOn(terminal, 'Checked');
  const checks = { reader, trust: { logKeys }, receipts, hash: sha256, verify: verifyEd25519 };
  try {
    for await (const news of verifyLog(entries ? { ...checks, checkEntry: decodeEntry } : checks)) {
      if (news.step === 'verdict') return news.verdict;
      counted.at(news.checked, news.size);
    }
  } finally {
    counted.done();
  }
  throw new Error('The check ended without a verdict.');
}

function success(verdict: LogVerdict & { ok: true }, ownKeys: string[] | null): string {
  const receipts = verdict.receipts > 0 ? ` Receipts that hold: ${verdict.receipts}.` : '';
  const lines = [
    `The log ${verdict.origin} is whole: ${verdict.size} entries, root ${encodeBase64(verdict.root)}.${receipts}`,
    ...(ownKeys ? [`Checked with the log's own word for its key, ${ownKeys.join(' ').trim()}`] : []),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function failure(verdict: LogVerdict & { ok: false }): string {
  const place = verdict.index === null ? '' : ` at entry ${verdict.index}`;
  return `The log is not whole${place}: ${verdict.because}.`;
}

function asJson(verdict: LogVerdict): unknown {
  return verdict.ok ? { ...verdict, root: encodeBase64(verdict.root) } : verdict;
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
