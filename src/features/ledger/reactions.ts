import type { Entry } from '../../core/ledger/entry.ts';
import type { EntryKind } from '../../core/ledger/kinds.ts';
import type { Tx } from '../../db/database.ts';

/** An entry at its place in the log. */
export type LedgerEntry = { position: number; entry: Entry };

export type AfterCommit = () => void;

/**
 * News from the ledger: entries of the wanted kinds, in order, many at once. The reaction's cursor moves in the
 * transaction of its effect, so nothing is lost and nothing happens twice.
 */
export type Reaction = {
  name: string;
  kinds: readonly EntryKind[];
  /** May answer what is to be done once the effect is committed, e.g. waking those who wait for it. */
  react(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> | Promise<AfterCommit>;
};
