import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import type { Columns } from '../../core/segments/column.ts';
import { rowsOf } from '../../core/segments/column.ts';
import { packColumns } from '../../core/segments/pack.ts';
import { columnNames } from '../../core/segments/recorded-decision.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { uuidv7 } from '../../platform/uuidv7.ts';

/** In a thread of libuv: a column of 64 k rows takes a millisecond, which would be a millisecond for everybody. */
export const compress: (bytes: Uint8Array) => Promise<Buffer> = promisify(zstdCompress);

export type SegmentHead = {
  segmentId: string;
  useCaseId: string;
  fromMs: number;
  toMs: number;
  decisions: number;
  size: number;
  packed: Buffer | null;
  at: Date;
  /** The ledger below this position is in this segment or an earlier one; 0 where it was not made from the ledger. */
  readTo?: number;
};

/** Writes decisions in order as one small segment. */
export async function writeSmallSegment(
  tx: Tx,
  { useCaseId, columns, at, readTo = 0 }: { useCaseId: string; columns: Columns; at: Date; readTo?: number },
): Promise<void> {
  const recordedAt = columns.get(columnNames.recordedAt);
  if (recordedAt?.kind !== 'numbers') throw new Error('a segment without the times of its decisions');
  const bytes = packColumns(columns);
  await insertSegment(tx, {
    segmentId: uuidv7(at.getTime()),
    useCaseId,
    fromMs: recordedAt.numbers[0] ?? 0,
    toMs: recordedAt.numbers.at(-1) ?? 0,
    decisions: rowsOf(recordedAt),
    size: bytes.length,
    packed: await compress(bytes),
    at,
    readTo,
  });
}

export async function insertSegment(tx: Tx, head: SegmentHead): Promise<void> {
  await tx.run({
    name: 'insert-segment',
    ...sql`
      insert into decision_segment (segment_id, use_case_id, from_at, to_at, decisions, packed, size, made_at,
        read_to)
      values (${head.segmentId}, ${head.useCaseId}, ${new Date(head.fromMs)}, ${new Date(head.toMs)},
        ${head.decisions}, ${head.packed}, ${head.size}, ${head.at},
        ${head.readTo ?? 0})`,
  });
}
