// Rows of a validation set out of a table of texts.
import type { MetadataField } from '../use-cases/use-case.ts';
import type { GivenRow } from './validation-row.ts';

const plainColumns = ['confidence', 'correct', 'label', 'truth'] as const;
type PlainColumn = (typeof plainColumns)[number];

export type Column =
  | { readonly kind: PlainColumn }
  | { readonly kind: 'metadata'; readonly field: MetadataField };

export type HeaderCheck =
  | { readonly ok: true; readonly columns: readonly Column[] }
  | { readonly ok: false; readonly because: string };

/**
 * The columns that the first line names. A column nobody knows is refused: left out silently, a misspelt one would make a
 * report about half of the data.
 *
 * @example checkHeader(['confidence', 'correct', 'metadata.country'], fields)
 */
export function checkHeader(names: readonly string[], fields: readonly MetadataField[]): HeaderCheck {
  const columns: Column[] = [];
  for (const [place, written] of names.entries()) {
    const name = written.trim();
    if (names.findIndex((other) => other.trim() === name) < place)
      return no(`Two columns are named "${name}".`);
    const column = columnOf(name, fields);
    if (column) columns.push(column);
    else return no(`The column "${name}" is unknown. ${whatIsKnown(fields)}`);
  }
  const kinds = new Set(columns.map(({ kind }) => kind));
  if (!kinds.has('confidence')) return no(`There is no column "confidence". ${whatIsKnown(fields)}`);
  if (!kinds.has('correct') && !(kinds.has('label') && kinds.has('truth')))
    return no('There is neither a column "correct" nor both "label" and "truth".');
  return { ok: true, columns };
}

function columnOf(name: string, fields: readonly MetadataField[]): Column | null {
  const plain = plainColumns.find((known) => known === name);
  if (plain) return { kind: plain };
  const field = fields.find((known) => `metadata.${known.name}` === name);
  return field ? { kind: 'metadata', field } : null;
}

function whatIsKnown(fields: readonly MetadataField[]): string {
  const known = [...plainColumns, ...fields.map((field) => `metadata.${field.name}`)];
  return `Known are ${known.join(', ')}.`;
}

export type CellsCheck =
  | { readonly ok: true; readonly given: GivenRow }
  | { readonly ok: false; readonly because: string };

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** One line as a row: numbers with a point, `true`, `false`, 1 or 0 for outcomes, an empty cell for "not given". */
export function rowOfCells(columns: readonly Column[], cells: readonly string[]): CellsCheck {
  if (cells.length !== columns.length)
    return { ok: false, because: `It has ${cells.length} cells instead of ${columns.length}.` };
  const row: { -readonly [key in keyof GivenRow]: GivenRow[key] } = { confidence: Number.NaN };
  const metadata: Record<string, string | number | boolean> = {};
  for (const [place, column] of columns.entries()) {
    const cell = (cells[place] ?? '').trim();
    if (cell === '' && column.kind !== 'confidence') continue;
    const read =
      column.kind === 'metadata' ? readTyped(column.field.type, cell) : readPlain(column.kind, cell);
    if (read === null) return { ok: false, because: whyNot(column, cell) };
    if (column.kind === 'metadata') metadata[column.field.name] = read;
    else Object.assign(row, { [column.kind]: read });
  }
  return { ok: true, given: { ...row, metadata } };
}

function readPlain(kind: PlainColumn, cell: string): string | number | boolean | null {
  if (kind === 'confidence') return numeral.test(cell) ? Number(cell) : null;
  return kind === 'correct' ? (truths.get(cell.toLowerCase()) ?? null) : cell;
}

function readTyped(type: MetadataField['type'], cell: string): string | number | boolean | null {
  if (type === 'boolean') return truths.get(cell.toLowerCase()) ?? null;
  if (type === 'number' || type === 'integer') return numeral.test(cell) ? Number(cell) : null;
  return cell;
}

function whyNot(column: Column, cell: string): string {
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
  if (column.kind === 'metadata')
    return `metadata.${column.field.name} "${shown}" is no ${column.field.type}.`;
  return column.kind === 'confidence'
    ? `The confidence "${shown}" is no number; write it with a point, as in 0.93.`
    : `"${column.kind}" is "${shown}"; write true or false, or 1 or 0.`;
}

function no(because: string): HeaderCheck {
  return { ok: false, because };
}
