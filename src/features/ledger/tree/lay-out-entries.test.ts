import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBundle } from '../../../core/ledger/bundle.ts';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { leafHash } from '../../../core/ledger/merkle.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { layOutEntries } from './lay-out-entries.ts';

test('entries of several commits are hashed in order, and their lengths noted', () => {
  const { commits, leafHashes } = layOutEntries([commitOf(['a', '']), commitOf(['ccc'])]);
  assert.deepEqual(
    commits.map(({ lengths }) => [...lengths]),
    [
      [0, 1, 0, 0],
      [0, 3],
    ],
  );
  const hashes = ['a', '', 'ccc'].map((text) => leafHash(textBytes(text), sha256));
  assert.deepEqual(Buffer.from(leafHashes), Buffer.concat(hashes));
});

test('a commit that does not hold as many entries as it says is named, not guessed at', () => {
  const { entries } = commitOf(['a', 'b']);
  const wrong = [
    { entryCount: 3, entries },
    { entryCount: 1, entries },
    { entryCount: 2, entries: entries.subarray(0, entries.length - 1) },
    { entryCount: 3, entries: Buffer.concat([entries, Buffer.of(0)]) },
  ];
  for (const commit of wrong) {
    assert.throws(
      () => layOutEntries([{ commitId: 'c1', ...commit }]),
      /commit c1 in the outbox does not hold exactly/,
    );
  }
});

function commitOf(texts: string[]) {
  const bundle = encodeBundle(texts.map(textBytes));
  assert.ok(bundle.ok);
  return { commitId: 'c1', entryCount: texts.length, entries: bundle.bytes };
}
