import type { Command } from 'commander';
import { getDecision, listDecisions } from '../contract/decisions.ts';
import type { QueryOf } from '../contract/endpoint.ts';
import { outcomes } from '../sdk/outcomes.ts';
import { withClient } from './connect.ts';
import { findUseCase } from './find-use-case.ts';
import { inOneLine, printable, printFields, printJson, printRows } from './print.ts';
import { addSubmit } from './submit-decisions.ts';
import type { Terminal } from './terminal.ts';

export function addDecisions(program: Command, terminal: Terminal): void {
  const group = program
    .command('decisions')
    .description('submit model outputs, look at them, follow outcomes');
  addSubmit(group, terminal);
  addGet(group, terminal);
  addList(group, terminal);
  addWatch(group, terminal);
}

function addGet(group: Command, terminal: Terminal): void {
  group
    .command('get <decision-id>')
    .description('input, output, which rule fired and why, everything that happened')
    .action(async (decisionId: string, _: unknown, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const found = await client.call(getDecision, { params: { decisionId } });
        if (json) return printJson(terminal, found);
        printFields(terminal, [
          ['use case', found.useCaseName],
          ['model', found.modelVersion],
          ['state', found.state],
          ['route', found.route],
          ['rule', found.ruleName ?? 'none, otherwise'],
          ['because', found.reasons.map(({ sentence }) => sentence).join(' ')],
          ['confidence', found.confidence],
          ['input', found.payload ? inOneLine(found.payload.input) : 'hidden'],
          ['output', found.payload ? inOneLine(found.payload.output) : 'hidden'],
          ['metadata', inOneLine(found.metadata)],
        ]);
        terminal.out('\n');
        printRows(
          terminal,
          ['AT', 'WHAT', 'BY', 'ENTRY'],
          found.timeline.map((it) => [it.at, it.sentence, it.actor.name ?? it.actor.kind, it.entryId]),
        );
      }),
    );
}

type ListOptions = {
  useCase?: string;
  route?: string;
  state?: string;
  label?: string;
  limit: string;
  cursor?: string;
};

function addList(group: Command, terminal: Terminal): void {
  group
    .command('list')
    .description('decisions, newest first')
    .option('--use-case <slug>', 'of this use case')
    .option('--route <route>', 'release, hold or release-and-review')
    .option('--state <state>', 'held, released, edited, rejected, flagged, corrected or recalled')
    .option('--label <label>', 'with this class as output')
    .option('--limit <n>', 'at most so many, up to 200', '50')
    .option('--cursor <cursor>', 'continue where the last page ended')
    .action(async ({ useCase, limit, ...filter }: ListOptions, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const of = useCase ? { useCaseId: (await findUseCase(client, useCase)).useCaseId } : {};
        const query = { ...filter, ...of, limit: Number(limit) } as QueryOf<typeof listDecisions>; // the server checks it
        const page = await client.call(listDecisions, { query });
        if (json) return printJson(terminal, page);
        printRows(
          terminal,
          ['RECORDED', 'USE CASE', 'STATE', 'ROUTE', 'LABEL', 'CONFIDENCE', 'ID'],
          page.items.map((it) => [
            it.recordedAt,
            it.useCaseName,
            it.state,
            it.route,
            it.label,
            it.confidence,
            it.decisionId,
          ]),
        );
        if (page.next) terminal.out(`More: --cursor ${page.next}\n`);
      }),
    );
}

function addWatch(group: Command, terminal: Terminal): void {
  group
    .command('watch')
    .description('outcomes as they settle, until Ctrl-C; reconnects by itself')
    .option('--use-case <slug>', 'of this use case')
    .option('--after <event-id>', 'continue after this event without a gap')
    .action(async ({ useCase, after }: { useCase?: string; after?: string }, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        const from = { ...(useCase ? { useCase } : {}), ...(after ? { lastEventId: after } : {}) };
        const onRetry = (error: unknown) => terminal.err(`${(error as Error).message} Connecting again.\n`); // retried errors are Errors
        try {
          for await (const event of outcomes(client, { ...from, onRetry, signal: terminal.signal })) {
            const { settledAt, state, decisionId, use } = event.outcome;
            const line = `${settledAt ?? '–'}  ${state.padEnd(9)}  ${use.padEnd(11)}  ${decisionId}`;
            terminal.out(json ? `${JSON.stringify(event)}\n` : `${printable(line)}\n`);
          }
        } catch (error) {
          if (!terminal.signal.aborted) throw error;
        }
      }),
    );
}
