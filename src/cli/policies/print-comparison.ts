import { printable, printJson } from '../print.ts';
import type { Terminal } from '../terminal.ts';
import type { Comparison } from './compare-file.ts';
import { inMarkdown } from './in-markdown.ts';
import type { ReplayTold } from './tell-replay.ts';

export const formats = ['text', 'markdown', 'json'] as const;
export type Format = (typeof formats)[number];

/** Prints what a file changes and what is wrong with it; with a replay, also what it would have done. */
export function printComparison(
  terminal: Terminal,
  format: Format,
  { comparison, replay = null }: { comparison: Comparison; replay?: ReplayTold | null },
): void {
  if (format === 'json') printJson(terminal, inJson(comparison, replay));
  else if (format === 'markdown') terminal.out(inMarkdown(comparison, replay));
  else terminal.out(inText(comparison, replay));
}

/** `2 changes against version 7` */
export function headline({ changes, inForce, useCase }: Comparison): string {
  const count =
    changes.length === 0 ? 'no changes' : changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return `${useCase.slug}: ${inForce ? `${count} against version ${inForce.version}, in force` : 'a first policy'}`;
}

function inText(comparison: Comparison, replay: ReplayTold | null): string {
  const { file, changes, problems } = comparison;
  const lines = [
    headline(comparison),
    ...changes.map(({ sentence }) => `  ${sentence}`),
    ...problems.map(
      ({ line, column, severity, message }) => `${file.name}:${line}:${column}: ${severity}: ${message}`,
    ),
    ...(replay ? ['', replay.title, ...tableInText(replay.rows), ...replay.sentences] : []),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function tableInText(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function inJson({ useCase, inForce, changes, problems }: Comparison, replay: ReplayTold | null): unknown {
  return {
    useCase: useCase.slug,
    inForce: inForce && { policyVersionId: inForce.policyVersionId, version: inForce.version },
    changes,
    problems,
    ...(replay ? { replay: replay.replay } : {}),
  };
}
