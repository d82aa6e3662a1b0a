import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { ValidationRow } from '../../../contract/validation-sets.ts';
import { checkRow, type GivenRow, type RowCheck } from '../../../core/feedback/validation-row.ts';
import { type Column, checkHeader, rowOfCells } from '../../../core/feedback/validation-table.ts';
import type { MetadataField } from '../../../core/use-cases/use-case.ts';
import { parseJson } from '../../../platform/http/parse-json.ts';
import { type Line, readLines } from '../../../platform/http/read-lines.ts';
import { compileSchema, describeErrors } from '../../../platform/http/validate.ts';
import { Refusal } from '../../../platform/refusal.ts';

/** A row with its number in what was sent: of the line, of the row in the table, or of the item in the list. */
export type NumberedRow = { readonly number: number; readonly checked: RowCheck };

/** Longer lines than any row needs; what holds one is no table of ours. */
const longestLine = 64 * 1024;
const validate = compileSchema(ValidationRow, 'body');

export function* rowsOfList(
  rows: readonly GivenRow[],
  fields: readonly MetadataField[],
): Generator<NumberedRow> {
  for (const [place, row] of rows.entries()) yield { number: place + 1, checked: checkRow(row, fields) };
}

export async function* rowsOfLines(
  stream: Readable,
  fields: readonly MetadataField[],
): AsyncGenerator<NumberedRow[]> {
  const limits = { lineBytes: longestLine, groupSize: 256, groupBytes: 1 << 20, lingerMs: 1000 };
  for await (const lines of readLines(stream, limits))
    yield lines.map((line) => ({ number: line.number, checked: checkLine(line, fields) }));
}

function checkLine(line: Line, fields: readonly MetadataField[]): RowCheck {
  if ('tooLong' in line) return { ok: false, because: `It is longer than ${longestLine} bytes.` };
  try {
    const row = parseJson(line.bytes, 'It');
    if (validate(row)) return checkRow(row as GivenRow, fields); // as just validated
    const [first] = describeErrors(validate.errors);
    return { ok: false, because: `${first?.at ?? ''} ${first?.message ?? 'does not fit'}.`.trim() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, because: error.message };
    throw error;
  }
}

export async function* rowsOfTable(
  stream: Readable,
  fields: readonly MetadataField[],
): AsyncGenerator<NumberedRow[]> {
  const texts = readTexts(stream);
  const first = await texts.next();
  const head: string = first.done ? '' : first.value;
  const parser = parse({
    delimiter: delimiterOf(head),
    relax_column_count: true,
    max_record_size: longestLine,
  });
  const source = Readable.from(putTogether(head, texts));
  source.once('error', (error) => parser.destroy(error));
  let columns: readonly Column[] | null = null;
  let number = 0;
  try {
    for await (const records of recordsOf(source.pipe(parser))) {
      const rows: NumberedRow[] = [];
      for (const cells of records) {
        // As a spreadsheet numbers them: the heading is row 1, and an empty row is one too.
        number += 1;
        if (cells.length === 1 && cells[0] === '') continue;
        if (columns === null) columns = columnsOf(cells, fields);
        else rows.push({ number, checked: checkCells(columns, cells, fields) });
      }
      yield rows;
    }
  } catch (error) {
    throw whyUnreadable(error);
  } finally {
    stream.destroy();
  }
  if (columns === null) throw unreadable('The table is empty.', 'Name the columns in its first line.');
}

/** All records that are ready, together: one at a time would take twice as long. */
async function* recordsOf(parser: Readable): AsyncGenerator<string[][]> {
  const ended = finished(parser);
  ended.catch(() => undefined); // thrown where it is awaited
  for (;;) {
    const records: string[][] = [];
    for (let record = parser.read(); record !== null; record = parser.read()) records.push(record);
    if (records.length > 0) yield records;
    if (parser.readableEnded || parser.destroyed) break;
    await Promise.race([new Promise((more) => parser.once('readable', more)), ended]);
  }
  await ended;
}

function columnsOf(names: readonly string[], fields: readonly MetadataField[]): readonly Column[] {
  const header = checkHeader(names, fields);
  if (header.ok) return header.columns;
  throw unreadable(header.because, 'Name the columns in the first line.');
}

function checkCells(
  columns: readonly Column[],
  cells: readonly string[],
  fields: readonly MetadataField[],
): RowCheck {
  const read = rowOfCells(columns, cells);
  return read.ok ? checkRow(read.given, fields) : read;
}

/** Text in whole characters, without a byte order mark; bytes that are no UTF-8 are refused, never replaced. */
async function* readTexts(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of stream as AsyncIterable<Buffer>)
    yield decodeOr(() => decoder.decode(chunk, { stream: true }));
  yield decodeOr(() => decoder.decode());
}

function decodeOr(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw unreadable('The table is not encoded as UTF-8.', 'Save it as UTF-8 and send it again.');
  }
}

async function* putTogether(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (head !== '') yield head;
  for await (const text of rest) if (text !== '') yield text;
}

/** Spreadsheets write semicolons or tabs in many countries; the heading has no cell that could hold another one. */
function delimiterOf(head: string): string {
  const line = head.split(/[\r\n]/, 1)[0] ?? '';
  return [';', '\t'].find((delimiter) => line.includes(delimiter)) ?? ',';
}

function whyUnreadable(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const { code, message, lines } = error as { code?: string; message?: string; lines?: number }; // as csv-parse throws
  if (!code?.startsWith('CSV_')) return error;
  const because =
    code === 'CSV_MAX_RECORD_SIZE' ? `It is longer than ${longestLine} bytes.` : (message ?? '');
  return unreadable(
    `Line ${lines ?? '?'} cannot be read: ${because}`,
    'Check its quotes; inside of a cell a quote is doubled.',
  );
}

function unreadable(message: string, todo: string): Refusal {
  return new Refusal('unprocessable', 'validation-set.unreadable', message, { todo });
}
