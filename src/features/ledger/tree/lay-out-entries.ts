import { decodeBundle, hashEntries } from '../../../core/ledger/bundle.ts';
import { MOST_ENTRIES_PER_COMMIT } from '../../../core/ledger/entry.ts';
import { sha256 } from '../../../platform/sha256.ts';

/** A commit as it waits in the outbox. */
export type WaitingCommit = { commitId: string; entryCount: number; entries: Uint8Array };

/** A commit about to get its place: the length of each of its entries, in two bytes each. */
export type MeasuredCommit = { commitId: string; entryCount: number; lengths: Uint8Array };

/** Entries about to be appended: their commits in order, and the leaf hash of each. */
export type LaidOut = { commits: MeasuredCommit[]; leafHashes: Uint8Array };

/**
 * Finds the entries of commits and hashes each once. They wait in the very form they are kept and served in, so nothing
 * is encoded again, and their bytes stay where they are.
 */
export function layOutEntries(waiting: readonly WaitingCommit[]): LaidOut {
  const entries: Uint8Array[] = [];
  const commits = waiting.map((commit) => measure(commit, entries));
  return { commits, leafHashes: hashEntries(entries, sha256) };
}

/** Views of the commit's entries go to `found`. */
function measure({ commitId, entryCount, entries }: WaitingCommit, found: Uint8Array[]): MeasuredCommit {
  const cut = decodeBundle(entries, MOST_ENTRIES_PER_COMMIT);
  if (!cut.ok || cut.entries.length !== entryCount) {
    throw new Error(`commit ${commitId} in the outbox does not hold exactly ${entryCount} entries`);
  }
  const lengths = new Uint8Array(2 * entryCount);
  for (const [i, entry] of cut.entries.entries()) {
    lengths[2 * i] = entry.length >> 8;
    lengths[2 * i + 1] = entry.length;
    found.push(entry);
  }
  return { commitId, entryCount, lengths };
}
