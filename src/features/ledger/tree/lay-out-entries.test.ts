import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBundle } from '../../../core/ledger/bundle.ts';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { leafHash } from '../../../core/ledger/merkle.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { cutIntoRuns, layOutEntries } from './lay-out-entries.ts';

test('entries of several commits lie end to end, each hashed once', () => {
  const laidOut = layOutEntries([commitOf(['a', '']), commitOf(['ccc'])]);
  assert.deepEqual(laidOut.starts, [0, 3, 5]);
  assert.equal(Buffer.from(laidOut.bytes).toString('latin1'), '\0\u0001a\0\0\0\u0003ccc');
  assert.deepEqual([...laidOut.lengths], [0, 1, 0, 0, 0, 3]);
  const hashes = ['a', '', 'ccc'].map((text) => leafHash(textBytes(text), sha256));
  assert.deepEqual(Buffer.from(laidOut.leafHashes), Buffer.concat(hashes));
});

test('runs end where bundles end', () => {
  const laidOut = layOutEntries([commitOf(Array.from({ length: 600 }, (_, i) => `${i}`))]);
  const runs = cutIntoRuns(laidOut, 250);
  assert.deepEqual(
    runs.map(({ position, width }) => [position, width]),
    [
      [250, 6],
      [256, 256],
      [512, 256],
      [768, 82],
    ],
  );
  assert.deepEqual(Buffer.concat(runs.map((run) => run.entries)), Buffer.from(laidOut.bytes));
  assert.deepEqual(Buffer.concat(runs.map((run) => run.lengths)), Buffer.from(laidOut.lengths));
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
