import type { Column, Columns } from '../../core/segments/column.ts';
import { encodeColumn } from '../../core/segments/encode-column.ts';
import { gatherRows } from '../../core/segments/gather-rows.ts';
import { columnNamesIn, unpackColumns } from '../../core/segments/pack.ts';
import { columnNames } from '../../core/segments/recorded-decision.ts';
import { rowOrder } from '../../core/segments/row-order.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Deps } from '../../platform/deps.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';
import { alike, chooseMerge, isLarge, largeBytes, largeDecisions } from './choose-merge.ts';
import { decompress } from './read-columns.ts';
import { compress, insertSegment, writeSmallSegment } from './write-segment.ts';

/**
 * Merges small segments into larger ones, column by column, so that other work gets its turn in between. The old ones
 * stay for those who are reading them. Answers how many were merged.
 */
export async function mergeSegments({ db }: Pick<Deps, 'db'>, at: Date): Promise<number> {
  // Many of a use case may be worth a merge; fewer are only when they are large.
  const useCases = await db.rows<{ use_case_id: string }>(sql`
    select use_case_id
    from decision_segment
    where replaced_at is null and packed is not null
    group by use_case_id
    having count(*) >= ${alike} or sum(decisions) >= ${largeDecisions} or sum(size) >= ${largeBytes}`);
  let merged = 0;
  for (const { use_case_id } of useCases) {
    for (;;) {
      const count = await db.atomically((tx) => mergeOnce(tx, use_case_id, at));
      if (count === 0) break;
      merged += count;
    }
  }
  return merged;
}

type Small = { segmentId: string; decisions: number; size: number; readTo: number };

async function mergeOnce(tx: Tx, useCaseId: string, at: Date): Promise<number> {
  // Locked: another process that merges takes others. Readers lock nothing and see the old ones until the commit.
  const rows = await tx.rows<{ segment_id: string; decisions: number; size: number; read_to: number }>(sql`
    select segment_id, decisions, size, read_to
    from decision_segment
    where use_case_id = ${useCaseId} and replaced_at is null and packed is not null
    order by from_at, segment_id
    limit 2048
    for update skip locked`);
  const chosen = chooseMerge<Small>(
    rows.map((row) => ({ ...row, segmentId: row.segment_id, readTo: row.read_to })),
  );
  if (chosen.length === 0) return 0;
  const sources = await loadSources(tx, chosen);
  const readTo = Math.max(...chosen.map((small) => small.readTo));
  await writeMerged(tx, sources, { useCaseId, at, readTo });
  await tx.run(sql`
    update decision_segment
    set replaced_at = ${at}
    where segment_id = any(${chosen.map(({ segmentId }) => segmentId)}::uuid[])`);
  return chosen.length;
}

type Sources = { parts: { rows: number; packed: Buffer }[]; order: Uint32Array; large: boolean };

async function loadSources(tx: Tx, chosen: readonly Small[]): Promise<Sources> {
  const rows = await tx.rows<{ segment_id: string; packed: Buffer }>(sql`
    select segment_id, packed
    from decision_segment
    where segment_id = any(${chosen.map(({ segmentId }) => segmentId)}::uuid[])
    order by from_at, segment_id`);
  const sizes = new Map(chosen.map(({ segmentId, decisions }) => [segmentId, decisions]));
  const parts = await Promise.all(
    rows.map(async (row) => ({ rows: sizes.get(row.segment_id) ?? 0, packed: await decompress(row.packed) })),
  );
  const total = parts.reduce((sum, part) => sum + part.rows, 0);
  const all = Uint32Array.from({ length: total }, (_, row) => row);
  const recordedAt = gather(parts, columnNames.recordedAt, all);
  const ids = gather(parts, columnNames.decisionId, all);
  if (recordedAt?.kind !== 'numbers' || ids?.kind !== 'ids')
    throw new Error('a segment without times or ids');
  const order = rowOrder({ recordedAt: recordedAt.numbers, ids: ids.ids });
  const bytes = chosen.reduce((sum, { size }) => sum + size, 0);
  return { parts, order, large: isLarge(total, bytes) };
}

function gather(parts: Sources['parts'], name: string, order: Uint32Array): Column | null {
  const wanted = new Set([name]);
  return gatherRows(
    parts.map(({ rows, packed }) => ({ rows, column: unpackColumns(packed, wanted).get(name) ?? null })),
    order,
  );
}

type Place = { useCaseId: string; at: Date; readTo: number };

/** One large segment and what is left over as a small one; or all of it as a small one. */
async function writeMerged(tx: Tx, { parts, order, large }: Sources, place: Place): Promise<void> {
  const names = [...new Set(parts.flatMap(({ packed }) => columnNamesIn(packed)))];
  const taken = large ? Math.min(order.length, largeDecisions) : 0;
  if (taken > 0) await writeLarge(tx, { parts, order: order.subarray(0, taken), names }, place);
  if (taken === order.length) return;
  const rest = order.subarray(taken);
  const columns: Columns = new Map(
    names.flatMap((name) => {
      const column = gather(parts, name, rest);
      return column ? [[name, column] as const] : [];
    }),
  );
  await writeSmallSegment(tx, { ...place, columns });
}

type Taken = Pick<Sources, 'parts' | 'order'> & { names: readonly string[] };

async function writeLarge(
  tx: Tx,
  { parts, order, names }: Taken,
  { useCaseId, at, readTo }: Place,
): Promise<void> {
  const recordedAt = gather(parts, columnNames.recordedAt, order);
  if (recordedAt?.kind !== 'numbers') throw new Error('a segment without the times of its decisions');
  const segmentId = uuidv7(at.getTime());
  const columns: { name: string; size: number; body: Buffer }[] = [];
  for (const name of names) {
    const column = gather(parts, name, order);
    if (!column) continue;
    const bytes = encodeColumn(column);
    columns.push({ name, size: bytes.length, body: await compress(bytes) });
  }
  await insertSegment(tx, {
    segmentId,
    useCaseId,
    fromMs: recordedAt.numbers[0] ?? 0,
    toMs: recordedAt.numbers.at(-1) ?? 0,
    decisions: order.length,
    size: columns.reduce((sum, { size }) => sum + size, 0),
    packed: null,
    at,
    readTo,
  });
  for (const { name, body } of columns) {
    await tx.run({
      name: 'insert-segment-column',
      ...sql`insert into segment_column (segment_id, name, body) values (${segmentId}, ${name}, ${body})`,
    });
  }
}
