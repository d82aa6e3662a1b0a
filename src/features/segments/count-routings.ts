import { columnNames, type RecordedRouting } from '../../core/segments/recorded-decision.ts';
import type { Db } from '../../db/database.ts';
import type { Window } from './queries.ts';
import { readColumns } from './read-columns.ts';

/** Decisions of a window that were routed alike: the counts that grades of a sample speak for. */
export type RoutingCount = { routing: RecordedRouting; decisions: number };

/** Counts a window's decisions by their recorded routing. Reads one column of a byte or two per decision. */
export async function countRoutings(db: Db, window: Window): Promise<RoutingCount[]> {
  const counts = new Map<string, RoutingCount>();
  for await (const { columns, first, end } of readColumns(db, {
    ...window,
    columns: [columnNames.routing],
  })) {
    const column = columns.get(columnNames.routing);
    if (column?.kind !== 'codes') continue;
    const rows = new Uint32Array(column.dictionary.length);
    for (let row = first; row < end; row++) rows[column.codes[row]!]! += 1; // codes are places of the dictionary
    for (const [place, cell] of column.dictionary.entries()) {
      const decisions = rows[place] ?? 0;
      if (decisions === 0) continue;
      const key = JSON.stringify(cell);
      const known = counts.get(key);
      if (known) known.decisions += decisions;
      else counts.set(key, { routing: cell as RecordedRouting, decisions }); // what was written
    }
  }
  return [...counts.values()];
}
