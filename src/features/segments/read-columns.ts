import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Column, Columns } from '../../core/segments/column.ts';
import { decodeColumn } from '../../core/segments/decode-column.ts';
import { unpackColumns } from '../../core/segments/pack.ts';
import { columnNames } from '../../core/segments/recorded-decision.ts';
import { firstRowAt } from '../../core/segments/row-order.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { ColumnCache } from './column-cache.ts';
import { type Window, type WindowSegment, windowSegments } from './queries.ts';

export const decompress: (bytes: Uint8Array) => Promise<Buffer> = promisify(zstdDecompress);

/** Rows `first` to `end` (not included) of a segment lie in the window. */
export type SegmentRows = { segmentId: string; columns: Columns; first: number; end: number };

/**
 * The wanted columns of a window's decisions, segment by segment, in order of time. At most two segments are in memory
 * beside the cache: one is fetched while the other is read. Columns that a segment does not have are missing in it.
 *
 * Segments that are merged meanwhile stay readable for an hour.
 */
export async function* readColumns(
  db: Db,
  window: Window & { columns: readonly string[] },
  cache: ColumnCache | null = null,
): AsyncGenerator<SegmentRows, void, void> {
  const segments = await windowSegments(db, window);
  const load = (segment: WindowSegment | undefined) =>
    segment ? rowsIn(db, segment, { window, cache }) : null;
  let next = load(segments[0]);
  for (const [index] of segments.entries()) {
    const rows = await next;
    next = load(segments[index + 1]);
    // Its failure is for the turn that awaits it.
    next?.catch(() => undefined);
    if (rows && rows.first < rows.end) yield rows;
  }
}

type Reading = { window: Window & { columns: readonly string[] }; cache: ColumnCache | null };

async function rowsIn(db: Db, segment: WindowSegment, { window, cache }: Reading): Promise<SegmentRows> {
  const inside = segment.fromMs >= window.fromMs && segment.toMs < window.beforeMs;
  const names = inside ? window.columns : [...new Set([...window.columns, columnNames.recordedAt])];
  const columns = await columnsIn(db, segment, { names, cache });
  const { segmentId, decisions } = segment;
  if (inside) return { segmentId, columns, first: 0, end: decisions };
  const recordedAt = columns.get(columnNames.recordedAt);
  if (recordedAt?.kind !== 'numbers')
    throw new Error(`segment ${segmentId} has lost the times of its decisions`);
  return {
    segmentId,
    columns,
    first: firstRowAt(recordedAt.numbers, window.fromMs),
    end: firstRowAt(recordedAt.numbers, window.beforeMs),
  };
}

async function columnsIn(
  db: Db,
  segment: WindowSegment,
  { names, cache }: { names: readonly string[]; cache: ColumnCache | null },
): Promise<Columns> {
  const columns = new Map<string, Column>();
  const missing: string[] = [];
  for (const name of names) {
    const known = cache?.get(segment.segmentId, name);
    if (known) columns.set(name, known);
    else if (known === undefined) missing.push(name);
  }
  if (missing.length === 0) return columns;
  const fetched = segment.small
    ? await fetchPacked(db, segment, missing)
    : await fetchColumns(db, segment, missing);
  for (const name of missing) {
    const column = fetched.get(name) ?? null;
    cache?.set(segment.segmentId, name, column);
    if (column) columns.set(name, column);
  }
  return columns;
}

async function fetchPacked(db: Db, { segmentId }: WindowSegment, names: readonly string[]): Promise<Columns> {
  const row = await db.row<{ packed: Buffer }>({
    name: 'read-packed-segment',
    ...sql`select packed from decision_segment where segment_id = ${segmentId}`,
  });
  if (!row) throw gone(segmentId);
  return unpackColumns(await decompress(row.packed), new Set(names));
}

async function fetchColumns(
  db: Db,
  { segmentId }: WindowSegment,
  names: readonly string[],
): Promise<Columns> {
  // The outer join tells a segment without these columns from one that is gone.
  const rows = await db.rows<{ name: string | null; body: Buffer }>({
    name: 'read-segment-columns',
    ...sql`
      select name, body
      from decision_segment
      left join segment_column on segment_column.segment_id = decision_segment.segment_id
        and name = any(${names}::text[])
      where decision_segment.segment_id = ${segmentId}`,
  });
  if (rows.length === 0) throw gone(segmentId);
  const decoded = rows.map(async ({ name, body }) =>
    name === null ? [] : [[name, decodeColumn(await decompress(body))] as const],
  );
  return new Map((await Promise.all(decoded)).flat());
}

function gone(segmentId: string): Error {
  return new Error(`segment ${segmentId} was removed while it was read; read the window again`);
}
