import { type Command, Option } from 'commander';
import { printJson } from '../print.ts';
import { BadInput, type Terminal } from '../terminal.ts';
import { plain } from './in-markdown.ts';
import { type Format, formats } from './print-comparison.ts';
import { type ReadPolicyFile, readPolicyFile } from './read-policy-file.ts';

export function formatOption(): Option {
  return new Option('--format <format>', 'how to print it; markdown is for a pull request')
    .choices(formats)
    .default('text');
}

export function formatOf(command: Command): Format {
  const { json, format } = command.optsWithGlobals<{ json?: boolean; format: Format }>();
  return json ? 'json' : format;
}

/** Reads a policy file; what is wrong with it is also told where the summary goes. */
export async function readAs(format: Format, name: string, terminal: Terminal): Promise<ReadPolicyFile> {
  try {
    return await readPolicyFile(name, terminal);
  } catch (error) {
    if (error instanceof BadInput && format === 'json') printJson(terminal, { unreadable: error.lines });
    if (error instanceof BadInput && format === 'markdown')
      terminal.out(
        `### Policy file cannot be read\n\n${error.lines.map((line) => `- ${plain(line)}\n`).join('')}`,
      );
    throw error;
  }
}
