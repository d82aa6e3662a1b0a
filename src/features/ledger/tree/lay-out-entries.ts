import { hashEntries } from '../../../core/ledger/bundle.ts';
import { TILE_WIDTH } from '../../../core/ledger/tile-path.ts';
import { sha256 } from '../../../platform/sha256.ts';

/** A commit as it waits in the outbox. */
export type WaitingCommit = { commitId: string; entryCount: number; entries: Uint8Array };

/**
 * Entries about to be appended: their bytes in bundle form end to end, where each starts, its length in two bytes, and
 * its leaf hash.
 */
export type LaidOut = { bytes: Uint8Array; starts: number[]; lengths: Uint8Array; leafHashes: Uint8Array };

/** Entries that follow each other within one bundle. */
export type Run = { position: number; width: number; entries: Uint8Array; lengths: Uint8Array };

/**
 * Lays the entries of commits end to end. They wait in the very form they are stored and served in, so nothing is
 * encoded again: finding the lengths and hashing each entry once is all the work.
 */
export function layOutEntries(commits: readonly WaitingCommit[]): LaidOut {
  const bytes = Buffer.concat(commits.map((commit) => commit.entries));
  const starts: number[] = [];
  const lengths = Buffer.alloc(2 * commits.reduce((sum, commit) => sum + commit.entryCount, 0));
  const views: Uint8Array[] = [];
  let at = 0;
  for (const { commitId, entryCount, entries } of commits) {
    const end = at + entries.length;
    let count = 0;
    for (; count < entryCount && at < end; count++) {
      bytes.copy(lengths, 2 * starts.length, at, at + 2);
      starts.push(at);
      const length = at + 2 <= end ? bytes.readUInt16BE(at) : end;
      views.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    if (at !== end || count !== entryCount) throw malformed(commitId, entryCount);
  }
  return { bytes, starts, lengths, leafHashes: hashEntries(views, sha256) };
}

/** Cuts laid out entries where bundles end; the first one is at `position` of the log. */
export function cutIntoRuns({ bytes, starts, lengths }: LaidOut, position: number): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < starts.length; ) {
    const room = TILE_WIDTH - ((position + from) % TILE_WIDTH);
    const to = Math.min(starts.length, from + room);
    runs.push({
      position: position + from,
      width: to - from,
      entries: bytes.subarray(starts[from], starts[to]),
      lengths: lengths.subarray(2 * from, 2 * to),
    });
    from = to;
  }
  return runs;
}

function malformed(commitId: string, entryCount: number): Error {
  return new Error(`commit ${commitId} in the outbox does not hold exactly ${entryCount} entries`);
}
