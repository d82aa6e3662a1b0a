import { join } from 'node:path';
import type { Command } from 'commander';
import { getLedger, getReceipt, listEntriesAbout, logVerifierKey } from '../contract/ledger.ts';
import { textBytes } from '../core/ledger/bytes.ts';
import { headersOf, problemFrom, send, textOf } from '../sdk/client.ts';
import { openLogOverHttp } from '../sdk/log-reader-http.ts';
import { withClient } from './connect.ts';
import { exportLog, write } from './export-log.ts';
import { printFields, printJson, printRows } from './print.ts';
import { countOn } from './progress.ts';
import type { Terminal } from './terminal.ts';

export function addLedger(program: Command, terminal: Terminal): void {
  const group = program
    .command('ledger')
    .description('the log of everything that happened: state, receipts, export');
  addReading(group, terminal);
  addExport(group, terminal);
}

function addReading(group: Command, terminal: Terminal): void {
  group
    .command('status')
    .description('size, latest checkpoint, what waits')
    .action(async (_: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const status = await client.call(getLedger);
        if (json) return printJson(terminal, status);
        printFields(terminal, [
          ['origin', status.origin],
          ['key', status.verifierKey],
          ['entries', status.size],
          ['root', status.rootHash],
          ['signed', status.checkpoint ? `${status.checkpoint.size} at ${status.checkpoint.signedAt}` : null],
          ['waiting', status.waiting],
        ]);
      }),
    );

  group
    .command('about <subject-id>')
    .description('entries about a decision, a person, a policy version …, oldest first')
    .action(async (subjectId: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const { items } = await client.call(listEntriesAbout, { params: { subjectId } });
        if (json) return printJson(terminal, items);
        printRows(
          terminal,
          ['INDEX', 'AT', 'KIND', 'ENTRY'],
          items.map((it) => [it.position, it.at, it.kind, it.entryId]),
        );
      }),
    );

  group
    .command('receipt <entry-id>')
    .description('the receipt of an entry, to keep and to check with: steerhouse verify --receipt')
    .action(async (entryId: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const receipt = await client.call(getReceipt, { params: { entryId } });
        if (json) return printJson(terminal, receipt);
        terminal.out(receipt.proof);
      }),
    );
}

function addExport(group: Command, terminal: Terminal): void {
  group
    .command('export <folder>')
    .description('copy the log into a folder, for: steerhouse verify <folder>; again adds what is new')
    .action(async (folder: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { url, json }) => {
        const key = await send(client.options, logVerifierKey, {});
        if (!key.ok) throw await problemFrom(key);
        const verifierKey = await textOf(key);
        const headers = headersOf(client.options);
        const reader = openLogOverHttp({ url, headers, signal: terminal.signal });
        const counted = countOn(terminal, 'Copied file');
        const copying = exportLog(reader, folder);
        let step = await copying.next();
        for (; !step.done; step = await copying.next()) counted.at(step.value.files, step.value.of);
        counted.done();
        await write(join(folder, 'verifier-key'), textBytes(verifierKey));
        if (json) return printJson(terminal, { folder, size: step.value });
        terminal.out(
          `${step.value} entries are in ${folder}. Check them with: steerhouse verify ${folder}\n`,
        );
      }),
    );
}
