import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Failure, type Terminal, UsageError } from './terminal.ts';

/** The JSON document of a file, or of the input where the name is `-`. */
export async function readDocument(file: string, terminal: Terminal): Promise<unknown> {
  return parseJson(await readInput(file, terminal), file === '-' ? 'the input' : file);
}

/** The text of a file, or of the input where the name is `-`. */
export function readInput(file: string, terminal: Terminal): Promise<string> {
  return file === '-' ? wholeInput(terminal) : readText(file);
}

/**
 * The JSON documents of a file: one a line, read as they come, or, where the name ends in `.json`, the elements of
 * its array.
 */
export async function* readDocuments(file: string, terminal: Terminal): AsyncGenerator<unknown> {
  if (file.endsWith('.json')) {
    const document = await readDocument(file, terminal);
    yield* Array.isArray(document) ? document : [document];
    return;
  }
  const source = file === '-' ? Readable.from(terminal.input()) : createReadStream(file);
  let number = 0;
  try {
    for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() !== '') yield parseJson(line, `line ${number} of ${file === '-' ? 'the input' : file}`);
    }
  } catch (error) {
    throw fileFailure(error, file);
  }
}

/** Reads JSON; the failure says where it came from. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is not JSON: ${(error as Error).message}`); // JSON.parse throws SyntaxError
  }
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileFailure(error, file);
  }
}

function fileFailure(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return new Failure(`There is no file ${file}.`);
  if (code === 'EACCES') return new Failure(`${file} may not be read by you.`);
  if (code === 'EISDIR') return new Failure(`${file} is a folder.`);
  return error;
}

async function wholeInput(terminal: Terminal): Promise<string> {
  let text = '';
  for await (const piece of terminal.input()) text += piece.toString();
  return text;
}
