import { bytesOf, type Column } from '../../core/segments/column.ts';

/** Decoded columns, the least recently used let go first. A segment never changes, so nothing in here is ever stale. */
export type ColumnCache = {
  /** Undefined: not known; null: the segment has no such column. */
  get(segmentId: string, name: string): Column | null | undefined;
  set(segmentId: string, name: string, column: Column | null): void;
  /** Bytes held, about. */
  bytes(): number;
};

/** What remembering that a column is not there costs. */
const emptyBytes = 200;

export function openColumnCache(limitBytes: number): ColumnCache {
  // A Map keeps the order of insertion: the first is the one used longest ago.
  const held = new Map<string, { column: Column | null; bytes: number }>();
  let total = 0;
  function drop(key: string): void {
    total -= held.get(key)?.bytes ?? 0;
    held.delete(key);
  }
  return {
    get(segmentId, name) {
      const key = `${segmentId} ${name}`;
      const found = held.get(key);
      if (!found) return undefined;
      held.delete(key);
      held.set(key, found);
      return found.column;
    },
    set(segmentId, name, column) {
      const key = `${segmentId} ${name}`;
      const bytes = emptyBytes + (column ? bytesOf(column) : 0);
      drop(key);
      if (bytes > limitBytes) return;
      held.set(key, { column, bytes });
      total += bytes;
      for (const oldest of held.keys()) {
        if (total <= limitBytes) break;
        drop(oldest);
      }
    },
    bytes: () => total,
  };
}
