import { createReadStream } from 'node:fs';
import type { PolicyFile } from '../../contract/policy-file.ts';
import { BadInput, type Terminal } from '../terminal.ts';
import { checkShape } from './check-shape.ts';
import { type ParsedYaml, type Place, type PlacedProblem, parseYaml } from './parse-yaml.ts';

/** A policy with its name, and where each part of it stands. */
export type ReadPolicyFile = PolicyFile & {
  name: string;
  /** Of a part of the policy, by its JSON pointer in the document. */
  placeOf: (pointer: string) => Place;
  placeOfUseCase: Place;
};

/** A policy of 200 rules, each with a condition of 2,000 characters, would be larger; none that people read is. */
export const mostBytes = 256 * 1024;

/** Reads a policy file; throws every problem of it with its line and column. */
export async function readPolicyFile(name: string, terminal: Terminal): Promise<ReadPolicyFile> {
  const shown = name === '-' ? 'the input' : name;
  const text = decode(await readBytes(name, shown, terminal), shown);
  const parsed = parseYaml(text);
  if (!parsed.ok) throw badFile(shown, parsed.problems);
  const problems = checkShape(parsed.value);
  if (problems.length > 0) throw badFile(shown, placed(problems, parsed));
  const { placeOf } = parsed;
  return {
    ...(parsed.value as PolicyFile), // just checked
    name: shown,
    placeOf: (pointer) => placeOf(`/policy${pointer}`),
    placeOfUseCase: placeOf('/useCase'),
  };
}

export function badFile(name: string, problems: readonly PlacedProblem[]): BadInput {
  return new BadInput(problems.map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`));
}

function placed(
  problems: ReturnType<typeof checkShape>,
  { placeOf }: Extract<ParsedYaml, { ok: true }>,
): PlacedProblem[] {
  return problems
    .map(({ pointer, message }) => ({ ...placeOf(pointer), message }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Reads no more than it takes to know that it is too much. */
async function readBytes(name: string, shown: string, terminal: Terminal): Promise<Buffer> {
  const source: AsyncIterable<Buffer | string> = name === '-' ? terminal.input() : createReadStream(name);
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of source) {
      const bytes = Buffer.from(piece);
      length += bytes.length;
      if (length > mostBytes) throw new BadInput([`${shown} is larger than ${mostBytes / 1024} KiB.`]);
      pieces.push(bytes);
    }
  } catch (error) {
    throw whyUnreadable(error, shown);
  }
  return Buffer.concat(pieces);
}

function whyUnreadable(error: unknown, shown: string): unknown {
  const because = { ENOENT: 'is not there', EACCES: 'may not be read by you', EISDIR: 'is a folder' };
  const { code } = error as NodeJS.ErrnoException; // no code on other errors
  return code !== undefined && code in because
    ? new BadInput([`${shown} ${because[code as keyof typeof because]}.`]) // just looked up
    : error;
}

function decode(bytes: Buffer, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadInput([`${shown} is not UTF-8 text.`]);
  }
}
