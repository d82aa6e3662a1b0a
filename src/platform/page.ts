import { Refusal } from './refusal.ts';

/** A place in a list: the sort keys of the last row seen. Opaque to callers. */
export function encodeCursor(keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Reads a cursor back; refuses what this list has not handed out. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined) return null;
  const keys = parse(cursor);
  if (Array.isArray(keys) && keys.length === length && keys.every(isKey)) return keys;
  throw new Refusal('bad-request', 'list.bad-cursor', 'This cursor does not belong to this list.', {
    todo: 'Start again without a cursor.',
  });
}

/** Cuts one row too many into a page with the cursor of its last row. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  parts: { keys: (row: Row) => readonly (string | number | null)[]; item: (row: Row) => Item },
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(parts.item),
    next: rows.length > limit && last !== undefined ? encodeCursor(parts.keys(last)) : null,
  };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function isKey(key: unknown): key is string | number | null {
  return (
    key === null ||
    typeof key === 'number' ||
    (typeof key === 'string' && key.length <= 200 && !key.includes('\0'))
  );
}
