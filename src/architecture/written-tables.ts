// Law 4: a table has one owner.
import type { SourceFile } from './read-file.ts';

/** Who alone inserts, updates and deletes, from the root. */
export const owners: Record<string, string> = {
  ...owned('src/features/ledger', [
    ...['ledger_commit', 'ledger_log', 'ledger_tile', 'ledger_checkpoint'],
    ...['ledger_cursor', 'ledger_problem', 'ledger_reconciliation', 'ledger_subject', 'ledger_secret'],
  ]),
  ...owned('src/features/access', ['person', 'session', 'api_key', 'one_time_token', 'sign_in_attempt']),
  ...owned('src/features/use-cases', ['use_case', 'routing_epoch']),
  ...owned('src/features/models', ['model_version']),
  ...owned('src/features/policies', ['policy_version']),
  ...owned('src/features/sampling', ['sampling_salt']),
  ...owned('src/features/standing-approvals', ['standing_approval']),
  ...owned('src/features/decisions', [
    ...['decision', 'payload_block', 'settlement', 'routing_context', 'overload_state'],
  ]),
  ...owned('src/features/reviews', ['task', 'slot', 'lease', 'verdict', 'draft']),
  ...owned('src/features/kpis', ['kpi_minute', 'kpi_duration', 'kpi_total', 'kpi_reached']),
  ...owned('src/features/feedback', ['grade']),
  ...owned('src/features/calibration', ['calibration_map', 'validation_set', 'validation_chunk']),
  ...owned('src/features/certificates', ['certificate']),
  ...owned('src/features/segments', ['decision_segment', 'segment_column']),
  ...owned('src/features/replay', ['replay', 'shadow', 'shadow_tally', 'shadow_example']),
  ...owned('src/db', ['schema_migration']),
};

function owned(folder: string, tables: readonly string[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [table, folder]));
}

export type Write = { table: string; line: number };

const statements = [
  /\binsert\s+into\s+([a-z_]+)/gi,
  /\bdelete\s+from\s+(?:only\s+)?([a-z_]+)/gi,
  /\bmerge\s+into\s+(?:only\s+)?([a-z_]+)/gi,
  /\btruncate\s+(?:table\s+)?([a-z_]+)/gi,
  // `for update of task` and `do update set` are no writes of their own; a write names its columns.
  /(?<!\bfor\s+(?:no\s+key\s+)?)\bupdate\s+(?:only\s+)?([a-z_]+)(?:\s+(?:as\s+)?(?!set\b)[a-z_]+)?\s+set\b/gi,
];
const kysely = /(?:^|\.)(?:insertInto|updateTable|deleteFrom|mergeInto)\(([a-z_]+)\)$/;

/** The tables a file writes: found in its strings and templates, and in the calls of the query builder. */
export function writesOf(file: SourceFile): Write[] {
  const inText = file.texts.flatMap(({ what, line }) =>
    statements.flatMap((statement) =>
      [...what.matchAll(statement)].map((found) => ({
        table: found[1] ?? '',
        line: line + (what.slice(0, found.index).match(/\n/g)?.length ?? 0),
      })),
    ),
  );
  const built = file.uses.flatMap(({ what, line }) => {
    const table = kysely.exec(what)?.[1];
    return table ? [{ table, line }] : [];
  });
  return [...inText, ...built].filter(({ table }) => table !== 'set');
}

/** Text that starts like a statement, or holds one in a `with`. */
export function isSql(text: string): boolean {
  return /^\s*(?:select\b[\s\S]*\b(?:from\b|\d)|insert\s+into\b|update\b[\s\S]*\bset\b|delete\s+from\b|with\s+[a-z_]+\s+as\b)/i.test(
    text,
  );
}
