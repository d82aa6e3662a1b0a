import type { Entry } from '../../core/ledger/entry.ts';
import type { EntryKind } from '../../core/ledger/kinds.ts';
import type { Tx } from '../../db/database.ts';

/** An entry at its place in the log. */
export type LedgerEntry = { position: number; entry: Entry };

/**
 * News from the ledger: entries of the wanted kinds, in order, many at once. The reaction's cursor moves in the
 * transaction of its effect, so nothing is lost and nothing happens twice.
 */
export type Reaction = {
  name: string;
  kinds: readonly EntryKind[];
  react(tx: Tx, entries: readonly LedgerEntry[]): Promise<void>;
};
