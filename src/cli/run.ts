import { Command, CommanderError } from 'commander';
import { ConnectionError } from '../sdk/connection-error.ts';
import { ProblemError } from '../sdk/problem-error.ts';
import { addApprovals } from './approvals.ts';
import { addCalibration } from './calibration.ts';
import { addCall } from './call.ts';
import { addConfig } from './config.ts';
import { addConnectionOptions } from './connect.ts';
import { addDecisions } from './decisions.ts';
import { addLedger } from './ledger.ts';
import { addModels } from './models.ts';
import { addPolicies } from './policies.ts';
import { printable } from './print.ts';
import { BadInput, Finding, NotDone, type Terminal, UsageError } from './terminal.ts';
import { addUseCases } from './use-cases.ts';
import { addVerify } from './verify.ts';

/**
 * Runs one command line and answers its exit code: 0 done, 1 the answer is no (a difference, a rejection, a log that is
 * not whole), 2 wrong usage or input, 3 refused by the server, or not reached.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2 | 3> {
  try {
    await buildProgram(terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (terminal.signal.aborted) return 1;
    if (error instanceof Finding) return 1;
    terminal.err(sentenceOf(error));
    if (error instanceof UsageError) return 2;
    const notDone = [ProblemError, ConnectionError, NotDone].some((kind) => error instanceof kind);
    return notDone ? 3 : 1;
  }
}

function buildProgram(terminal: Terminal): Command {
  const program = new Command('steerhouse')
    .description('People in the loop of AI decisions, from the command line.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(add --help for how to call this)')
    .addHelpText(
      'after',
      `
Examples:
  export STEERHOUSE_API_KEY=sh_…
  steerhouse decisions submit --use-case refunds --model v3 --input Hello --output pay --confidence 0.7 --wait
  steerhouse decisions list --state held
  steerhouse --email ada@example.org policy publish 0198c1f2-6b1c-7000-8000-000000000000
  steerhouse verify http://127.0.0.1:8420`,
    );
  addConnectionOptions(program);
  const add = [
    addDecisions,
    addUseCases,
    addModels,
    addPolicies,
    addApprovals,
    addCalibration,
    addLedger,
    addVerify,
    addCall,
    addConfig,
  ];
  for (const addCommands of add) addCommands(program, terminal);
  return program;
}

function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) {
    const places = error.problems.map(({ at, message }) => `  ${at}: ${message}`);
    const lines = [error.message, ...places, ...changesIn(error), ...(error.todo ? [error.todo] : [])];
    return `${lines.map((line) => printable(line)).join('\n')}\n`;
  }
  if (error instanceof BadInput) return error.lines.map((line) => `${printable(line)}\n`).join('');
  if (error instanceof ConnectionError) {
    return `${printable(error.message)}\nIs Steerhouse running there? --url says where it is.\n`;
  }
  return `${printable(error instanceof Error ? error.message : String(error))}\n`;
}

/** What somebody else published meanwhile. */
function changesIn({ code, facts }: ProblemError): string[] {
  if (code !== 'policy.other-published' || !Array.isArray(facts.changes)) return [];
  return facts.changes.map((change: { sentence?: unknown }) => `  ${String(change.sentence)}`);
}
