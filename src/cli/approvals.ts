import { type Command, Option } from 'commander';
import {
  issueStandingApproval,
  listStandingApprovals,
  revokeStandingApproval,
  type StandingApproval,
} from '../contract/standing-approvals.ts';
import { approvalStates } from '../core/standing-approvals/life.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { printJson, printRows } from './print.ts';
import { readEnd } from './read-end.ts';
import type { Terminal } from './terminal.ts';

export function addApprovals(program: Command, terminal: Terminal): void {
  const group = program
    .command('approvals')
    .description('standing approvals: release decisions like these for a while');
  addList(group, terminal);
  addGive(group, terminal);
  addRevoke(group, terminal);
}

type Listing = { useCase?: string; state?: StandingApproval['state']; cursor?: string };

function addList(group: Command, terminal: Terminal): void {
  group
    .command('list')
    .description('standing approvals, newest first, with what each has released')
    .option('--use-case <use-case>', 'only of this one')
    .addOption(new Option('--state <state>', 'only in this state').choices(approvalStates))
    .option('--cursor <cursor>', 'continue where the last page ended')
    .action(async ({ useCase, ...more }: Listing, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const of = useCase ? { useCaseId: (await findUseCase(client, useCase)).useCaseId } : {};
        const page = await client.call(listStandingApprovals, { query: { ...of, ...more } });
        if (json) return printJson(terminal, page);
        printRows(
          terminal,
          ['STATE', 'USE CASE', 'SCOPE', 'REASON', 'UNTIL', 'RELEASED', 'BY', 'ID'],
          page.items.map((it) => [
            it.state,
            it.useCaseName,
            it.scope,
            it.reason,
            it.expiresAt,
            it.released,
            it.issuedBy,
            it.standingApprovalId,
          ]),
        );
        if (page.next) terminal.out(`More: --cursor ${page.next}\n`);
      }),
    );
}

type Giving = { when: string; reason: string; for?: string; until?: string };

function addGive(group: Command, terminal: Terminal): void {
  group
    .command('give <use-case>')
    .description('release what the policy would hold and this scope fits, until the end; takes a person')
    .requiredOption('--when <condition>', 'the scope, in CEL')
    .requiredOption('--reason <text>', 'why; it is shown with every decision released')
    .option('--for <length>', 'how long it lasts: 30m, 2h or 7d')
    .option('--until <time>', 'when it ends: a moment with its zone, e.g. 2026-03-01T12:00:00Z')
    .addHelpText(
      'after',
      `\nExample:\n  steerhouse --email ada@example.org approvals give refunds --for 2h \\\n    --when 'metadata.amount < 20.0' --reason 'Backlog after the outage'`,
    )
    .action(async (useCase: string, given: Giving, command: Command) => {
      const expiresAt = readEnd(given);
      return withClient(command, terminal, async (client, { json }) => {
        const { useCaseId } = await findUseCase(client, useCase);
        const body = { reason: given.reason, scope: given.when, expiresAt };
        const made = await client.call(issueStandingApproval, { params: { useCaseId }, body });
        if (json) return printJson(terminal, made);
        terminal.out(
          `In force until ${made.expiresAt} (${made.standingApprovalId}).\nIt ends by itself; to end it now: steerhouse approvals revoke ${made.standingApprovalId}\n`,
        );
      });
    });
}

function addRevoke(group: Command, terminal: Terminal): void {
  group
    .command('revoke <standing-approval-id>')
    .description('end it: from the next decision on it releases nothing; takes a person')
    .action(async (standingApprovalId: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const revoked = await client.call(revokeStandingApproval, { params: { standingApprovalId } });
        if (json) return printJson(terminal, revoked);
        terminal.out(`Revoked. It released ${revoked.released} decisions.\n`);
      }),
    );
}
