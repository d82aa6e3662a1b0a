// Compares all state with the whole ledger, in both directions, in one snapshot: it may run beside any load.
import type { Database, Tx } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { type Folded, foldLedger } from './fold-ledger.ts';
import { readLedger } from './read-ledger.ts';

export type Comparison = {
  decisions: number;
  tasks: number;
  verdicts: number;
  entries: number;
  /** Rows that no entry tells of, entries without their row, states the ledger does not lead to. */
  differences: string[];
};

export function compareState(db: Database): Promise<Comparison> {
  return db.atomically(async (tx) => {
    await tx.run({ text: 'set transaction isolation level repeatable read, read only', values: [] });
    const { entries, integrated } = await readLedger(tx);
    const folded = foldLedger(entries);
    const differences = [
      ...folded.faults,
      ...(await compareDecisions(tx, folded)),
      ...(await compareTasks(tx, folded)),
      ...(await compareVerdicts(tx, folded)),
      ...(await compareCounts(
        tx,
        entries.slice(0, integrated).map((entry) => entry.kind),
      )),
    ];
    return {
      decisions: folded.decisions.size,
      tasks: folded.tasks.size,
      verdicts: folded.verdicts.size,
      entries: entries.length,
      differences,
    };
  });
}

async function compareDecisions(tx: Tx, { decisions }: Folded): Promise<string[]> {
  const rows = await tx.rows<{
    decision_id: string;
    state: string;
    task_id: string | null;
    recorded: string;
    settled: string | null;
    settled_state: string | null;
    has_payload: boolean;
  }>(sql`
    select decision_id, decision.state, task_id, decision.commit_id || '.' || decision.entry_index as recorded,
      settlement.commit_id || '.' || settlement.entry_index as settled, settlement.state as settled_state,
      payload_block.commit_id is not null as has_payload
    from decision
    left join settlement using (decision_id)
    left join payload_block on payload_block.commit_id = decision.commit_id`);
  return compare('decision', decisions, rows, {
    idOf: (row) => row.decision_id,
    ofRow: ({ state, task_id, recorded, settled, settled_state, has_payload }) =>
      [state, task_id, recorded, settled, settled_state ?? state, has_payload].join(' '),
    ofLedger: ({ state, taskId, recorded, settled }) =>
      [state, taskId, recorded, settled, state, true].join(' '),
  });
}

async function compareTasks(tx: Tx, { tasks }: Folded): Promise<string[]> {
  const rows = await tx.rows<{
    task_id: string;
    decision_id: string;
    state: string;
    resolved: string | null;
    slots: string[];
  }>(sql`
    select task.task_id, task.decision_id, task.state, task.commit_id || '.' || task.entry_index as resolved,
      array(
        select case when lease.task_id is null then slot.state
          when slot.state = 'open' then 'claimed'
          else slot.state || ' with a lease' end
        from slot left join lease using (task_id, slot_number)
        where slot.task_id = task.task_id
        order by slot.slot_number) as slots
    from task`);
  return compare('task', tasks, rows, {
    idOf: (row) => row.task_id,
    ofRow: ({ decision_id, state, resolved, slots }) => [decision_id, state, resolved, ...slots].join(' '),
    ofLedger: ({ decisionId, state, resolved, slots }) => [decisionId, state, resolved, ...slots].join(' '),
  });
}

async function compareVerdicts(tx: Tx, { verdicts }: Folded): Promise<string[]> {
  const rows = await tx.rows<{ verdict_id: string; task_id: string; given: string; withdrawn: boolean }>(sql`
    select verdict_id, task_id, commit_id || '.' || entry_index as given, withdrawn_at is not null as withdrawn
    from verdict`);
  return compare('verdict', verdicts, rows, {
    idOf: (row) => row.verdict_id,
    ofRow: ({ task_id, given, withdrawn }) => [task_id, given, withdrawn].join(' '),
    ofLedger: ({ taskId, given, withdrawn }) => [taskId, given, withdrawn].join(' '),
  });
}

/** What the roll-up has counted is what it has read, each entry once. */
async function compareCounts(tx: Tx, kinds: readonly string[]): Promise<string[]> {
  const row = await tx.row<{ position: number; counted: number }>(sql`
    select position, (
        select coalesce(sum(total), 0)::bigint from kpi_minute where measure = 'decisions') as counted
    from ledger_cursor
    where reaction = 'roll-up-kpis'`);
  if (!row) return [];
  const read = kinds.slice(0, row.position).filter((kind) => kind === 'decision.recorded').length;
  return read === row.counted ? [] : [`the roll-up has read ${read} decisions and counted ${row.counted}`];
}

type Sides<Row, Told> = {
  idOf: (row: Row) => string;
  ofRow: (row: Row) => string;
  ofLedger: (told: Told) => string;
};

function compare<Row, Told>(
  what: string,
  ledger: ReadonlyMap<string, Told>,
  rows: readonly Row[],
  { idOf, ofRow, ofLedger }: Sides<Row, Told>,
): string[] {
  const missing = new Map(ledger);
  const wrong = rows.flatMap((row) => {
    const id = idOf(row);
    const told = ledger.get(id);
    missing.delete(id);
    if (told === undefined) return [`${what} ${id} has no entry`];
    return ofRow(row) === ofLedger(told)
      ? []
      : [`${what} ${id} is "${ofRow(row)}", the ledger says "${ofLedger(told)}"`];
  });
  return [...wrong, ...[...missing.keys()].map((id) => `${what} ${id} has entries and no row`)];
}
