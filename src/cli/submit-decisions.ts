import type { Command } from 'commander';
import { type NewDecision, type RoutedLine, submitDecision } from '../contract/decisions.ts';
import type { JsonValue } from '../contract/parts.ts';
import type { Client } from '../sdk/client.ts';
import { newDecisionId } from '../sdk/decision-id.ts';
import { type Gated, gate } from '../sdk/gate.ts';
import { retry } from '../sdk/retry.ts';
import { submitMany } from '../sdk/submit-many.ts';
import { withClient } from './connect.ts';
import { inOneLine, printable, printJson } from './print.ts';
import { parseJson, readDocuments } from './read-documents.ts';
import { Failure, type Terminal, UsageError } from './terminal.ts';

type Flags = {
  file?: string;
  useCase?: string;
  model?: string;
  input?: string;
  output?: string;
  label?: string;
  confidence?: string;
  metadata?: string[];
  wait?: boolean;
  timeout?: string;
};

export function addSubmit(group: Command, terminal: Terminal): void {
  group
    .command('submit')
    .description('submit one decision given by options, or many from a file')
    .option('-f, --file <file>', 'decisions as NDJSON, one a line; - for the input')
    .option('--use-case <slug>')
    .option('--model <name>', 'registered model version')
    .option('--input <value>', 'JSON, or plain text')
    .option('--output <value>', 'JSON, or plain text')
    .option('--label <class>', 'class of the output')
    .option('--confidence <0..1>')
    .option('--metadata <name=value...>', 'fields that rules may use')
    .option('--wait', 'wait until it may be used; exit code 1 when rejected')
    .option('--timeout <seconds>', 'with --wait: give up waiting after so long')
    .addHelpText(
      'after',
      `
Examples:
  steerhouse decisions submit --use-case refunds --model v3 --input '{"amount": 120}' --output pay --confidence 0.91
  steerhouse decisions submit --use-case refunds --model v3 --input Hello --output pay --confidence 0.5 --wait
  cat decisions.ndjson | steerhouse decisions submit -f -`,
    )
    .action(async (flags: Flags, command: Command) =>
      withClient(command, terminal, async (client, { json }) => {
        if (flags.file) return submitFile(client, flags.file, terminal, json === true);
        const decision = decisionOf(flags);
        if (flags.wait) return waitFor(client, { decision, flags, json: json === true }, terminal);
        const body = { ...decision, decisionId: newDecisionId(Date.now()) };
        const deadlineMs = Date.now() + 30_000;
        const routed = await retry((signal) => client.call(submitDecision, { body }, { signal }), {
          signal: terminal.signal,
          deadlineMs,
        });
        if (json) return printJson(terminal, routed);
        terminal.out(`${lineText({ line: 1, decision: routed })}\n`);
      }),
    );
}

async function submitFile(client: Client, file: string, terminal: Terminal, json: boolean): Promise<void> {
  let refused = 0;
  const decisions = readDocuments(file, terminal) as AsyncGenerator<NewDecision>; // the server checks every line
  for await (const answer of submitMany(client, decisions, { signal: terminal.signal })) {
    if ('refusal' in answer) refused += 1;
    terminal.out(json ? `${JSON.stringify(answer)}\n` : `${lineText(answer)}\n`);
  }
  if (refused > 0) throw new Failure(`${refused} of the lines were refused; the others are recorded.`);
}

function lineText(answer: RoutedLine): string {
  if ('refusal' in answer) {
    return printable(`line ${answer.line}  refused  ${answer.refusal.code}: ${answer.refusal.detail}`);
  }
  const { decisionId, route, reasons } = answer.decision;
  return printable(`${decisionId}  ${route}  ${reasons.map(({ sentence }) => sentence).join(' ')}`);
}

async function waitFor(
  client: Client,
  { decision, flags, json }: { decision: NewDecision; flags: Flags; json: boolean },
  terminal: Terminal,
): Promise<void> {
  const gated = await gate(client, decision, {
    signal: terminal.signal,
    ...(flags.timeout ? { timeoutMs: 1000 * numberOf('--timeout', flags.timeout) } : {}),
    onRouted: ({ decisionId, released }) => {
      if (!released) terminal.err(`${decisionId} waits for a person.\n`);
    },
  });
  if (json) printJson(terminal, gated);
  else terminal.out(`${printable(gatedText(gated))}\n`);
  if (gated.kind === 'rejected') throw new Failure('Rejected: do not use the output.');
  if (gated.kind === 'timed-out') throw new Failure('Nobody has judged it in time; it stays open.');
}

function gatedText(gated: Gated): string {
  if (gated.kind === 'rejected' || gated.kind === 'timed-out') return `${gated.decisionId}  ${gated.kind}`;
  return `${gated.decisionId}  ${gated.kind}  ${inOneLine(gated.output)}`;
}

function decisionOf(flags: Flags): NewDecision {
  const { useCase, model, input, output, confidence, label } = flags;
  if (!useCase || !model || input === undefined || output === undefined || confidence === undefined) {
    throw new UsageError('Give --use-case, --model, --input, --output and --confidence, or a file with -f.');
  }
  return {
    useCase,
    model,
    input: jsonOrText(input),
    output: jsonOrText(output),
    confidence: numberOf('--confidence', confidence),
    ...(label ? { label } : {}),
    ...(flags.metadata ? { metadata: metadataOf(flags.metadata) } : {}),
  };
}

/** JSON where it is JSON, else the text as it stands; what begins like a document must be one. */
function jsonOrText(text: string): JsonValue {
  if (/^\s*[[{]/.test(text)) return parseJson(text, text) as JsonValue; // JSON.parse makes nothing else
  try {
    return JSON.parse(text) as JsonValue; // as above
  } catch {
    return text;
  }
}

function metadataOf(pairs: readonly string[]): Record<string, string | number | boolean> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const split = pair.indexOf('=');
      if (split < 1) throw new UsageError(`--metadata ${pair} is not name=value.`);
      const text = pair.slice(split + 1);
      const value = /^(true|false|-?\d+(\.\d+)?)$/.test(text) ? (JSON.parse(text) as number | boolean) : text; // by the pattern
      return [pair.slice(0, split), value];
    }),
  );
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${flag} ${text} is not a number.`);
  return value;
}
