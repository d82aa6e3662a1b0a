import { Refusal } from './refusal.ts';

/** A place in a list: the sort keys of the last row seen. Opaque to callers. */
export function encodeCursor(keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** What a key of a cursor must look like before it may reach the database. */
export type KeyKind = 'uuid' | 'text' | 'whole';
type KeyOf<K extends KeyKind> = K extends 'whole' ? number : string;

/** Reads a cursor back; refuses what this list cannot have handed out. */
export function decodeCursor<const Kinds extends readonly KeyKind[]>(
  cursor: string | undefined,
  kinds: Kinds,
): { [I in keyof Kinds]: KeyOf<Kinds[I]> } | null {
  if (cursor === undefined) return null;
  const keys = parse(cursor);
  if (Array.isArray(keys) && keys.length === kinds.length && keys.every((key, i) => fits(key, kinds[i]))) {
    return keys as unknown as { [I in keyof Kinds]: KeyOf<Kinds[I]> }; // each key fits its kind
  }
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

function fits(key: unknown, kind: KeyKind | undefined): boolean {
  if (kind === 'whole') return Number.isInteger(key) && Math.abs(key as number) < 2 ** 31; // checked on its left
  if (typeof key !== 'string' || key.length > 200 || key.includes('\0')) return false;
  return kind === 'text' || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);
}
