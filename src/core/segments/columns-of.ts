import { type Cell, type CodeColumn, type Column, type Columns, idLength, newCodes } from './column.ts';
import { openDictionary } from './dictionary.ts';
import { metadataPrefix, columnNames as names, type RecordedDecision } from './recorded-decision.ts';
import { thousandthOf } from './thousandth.ts';
import { writeId } from './uuid-bytes.ts';

/**
 * Decisions turned into columns, in the order given. Linear in the decisions and their metadata.
 *
 * A metadata field is a column of numbers where all its values are, else of codes: the use case's schema has typed the
 * values when they were recorded, and may have changed since. Columns with nothing in them are left out.
 *
 * @example columnsOf(decisions).get('metadata.amount') // { kind: 'numbers', numbers: Float64Array […] }
 */
export function columnsOf(decisions: readonly RecordedDecision[]): Columns {
  const columns = new Map<string, Column>([
    [names.decisionId, ids(decisions.map(({ decisionId }) => decisionId))],
    [names.recordedAt, numbers(decisions.map(({ recordedAtMs }) => recordedAtMs))],
    [names.confidence, numbers(decisions.map(({ confidence }) => confidence))],
    [names.thousandth, codesOf(decisions.map(({ confidence }) => thousandthOf(confidence)))],
    [names.modelVersion, codesOf(decisions.map(({ modelVersionId }) => modelVersionId))],
    [names.place, numbers(decisions.map(({ place }) => place))],
    [names.routing, codesOf(decisions.map(({ routing }) => routing))],
  ]);
  if (decisions.some(({ label }) => label !== null))
    columns.set(names.label, codesOf(decisions.map(({ label }) => label)));
  if (decisions.some(({ pairedWith }) => pairedWith !== null))
    columns.set(names.pairedWith, ids(decisions.map(({ pairedWith }) => pairedWith)));
  if (decisions.some(({ probabilities }) => probabilities !== null))
    columns.set(names.probabilities, maps(decisions.map(({ probabilities }) => probabilities)));
  for (const [field, column] of metadataColumns(decisions)) columns.set(metadataPrefix + field, column);
  return columns;
}

function ids(texts: readonly (string | null)[]): Column {
  const bytes = new Uint8Array(texts.length * idLength);
  for (const [row, text] of texts.entries()) writeId(bytes, row, text);
  return { kind: 'ids', ids: bytes };
}

function numbers(values: readonly number[]): Column {
  return { kind: 'numbers', numbers: Float64Array.from(values) };
}

/** Values as places in a dictionary, in the order of their first appearance. */
export function codesOf<T extends Cell>(
  cells: readonly T[],
): CodeColumn & { readonly dictionary: readonly T[] } {
  const dictionary = openDictionary<T>();
  const places = cells.map(dictionary.placeOf);
  const codes = newCodes(dictionary.values.length, cells.length);
  codes.set(places);
  return { kind: 'codes', codes, dictionary: dictionary.values };
}

function maps(rows: readonly (Readonly<Record<string, number>> | null)[]): Column {
  const ends = new Uint32Array(rows.length);
  const keys: string[] = [];
  const values: number[] = [];
  for (const [row, entries] of rows.entries()) {
    for (const [key, value] of Object.entries(entries ?? {})) {
      keys.push(key);
      values.push(value);
    }
    ends[row] = keys.length;
  }
  const { codes, dictionary } = codesOf(keys);
  return {
    kind: 'maps',
    ends,
    keys: codes,
    values: Float64Array.from(values),
    dictionary,
  };
}

function metadataColumns(decisions: readonly RecordedDecision[]): Map<string, Column> {
  const fields = new Set(decisions.flatMap(({ metadata }) => Object.keys(metadata)));
  return new Map(
    Array.from(fields, (field) => {
      const cells = decisions.map(({ metadata }) =>
        Object.hasOwn(metadata, field) ? (metadata[field] ?? null) : null,
      );
      return [field, cells.every(isNumberOrNone) ? numbersOf(cells) : codesOf(cells)];
    }),
  );
}

function isNumberOrNone(cell: Cell): cell is number | null {
  return cell === null || typeof cell === 'number';
}

function numbersOf(cells: readonly (number | null)[]): Column {
  return { kind: 'numbers', numbers: Float64Array.from(cells, (cell) => cell ?? Number.NaN) };
}
