import type { Terminal } from './terminal.ts';

/** A cell: text, number, or nothing. */
export type Cell = string | number | boolean | null | undefined;

const WIDEST_CELL = 60;

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}

/** A table with a heading; columns are as wide as they need to be. */
export function printRows(
  terminal: Terminal,
  titles: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  const lines = [titles, ...rows].map((cells) => cells.map(cellText));
  const widths = titles.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  for (const cells of lines) {
    terminal.out(
      `${cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
  if (rows.length === 0) terminal.out('(none)\n');
}

/** Names and values, one a line. */
export function printFields(terminal: Terminal, fields: readonly (readonly [string, Cell])[]): void {
  const width = Math.max(...fields.map(([name]) => name.length));
  for (const [name, value] of fields)
    terminal.out(`${name.padEnd(width)}  ${printable(String(value ?? '–'))}\n`);
}

function cellText(cell: Cell): string {
  const text = printable(String(cell ?? '–'));
  return text.length > WIDEST_CELL ? `${text.slice(0, WIDEST_CELL - 1)}…` : text;
}

/**
 * Text from a server or a file without what could steer a terminal: control characters and the marks that turn the
 * reading direction around.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

/** Any JSON value in one line. */
export function inOneLine(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
}
