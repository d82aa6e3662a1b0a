import { readEntry } from '../../../core/ledger/entry.ts';
import type { EntryKind } from '../../../core/ledger/kinds.ts';
import type { Db } from '../../../db/database.ts';
import type { LedgerEntry } from '../reactions.ts';
import { peekKind } from './peek-kind.ts';
import { readEntries, type StoredEntry } from './read-entries.ts';

/** A stretch of the log, read once for all reactions that stand in it. */
export type EntryWindow = {
  end: number;
  all(): LedgerEntry[];
  covers(position: number): boolean;
  /** The entries of the wanted kinds from a position on. */
  wanted(kinds: readonly EntryKind[], from: number): StoredEntry[];
  /** Decodes an entry once, however many reactions want it. */
  decode(stored: StoredEntry): LedgerEntry;
};

/** Reads the entries at `from` (included) to `to` (excluded). */
export async function openWindow(db: Db, from: number, to: number): Promise<EntryWindow> {
  const entries = await readEntries(db, from, to);
  const kinds = entries.map(({ bytes }) => peekKind(bytes));
  const decoded = new Map<number, LedgerEntry>();
  const decodeOnce = (stored: StoredEntry) => {
    const known = decoded.get(stored.position) ?? decode(stored);
    decoded.set(stored.position, known);
    return known;
  };
  return {
    end: to,
    all: () => entries.map(decodeOnce),
    covers: (position) => position >= from && position < to,
    wanted(wantedKinds, position) {
      const set: ReadonlySet<string> = new Set(wantedKinds);
      return entries.filter((entry, i) => entry.position >= position && set.has(kinds[i] ?? ''));
    },
    decode: decodeOnce,
  };
}

function decode({ position, bytes }: StoredEntry): LedgerEntry {
  const read = readEntry(bytes);
  if (read.ok) return { position, entry: read.entry };
  throw new Error(`entry ${position} cannot be read: ${read.because}`);
}
