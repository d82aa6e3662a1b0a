import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { testDatabase } from '../../../testing/database.ts';
import { integrateAll, openTestLog, putCommit } from '../../../testing/ledger.ts';
import { entriesAt } from './entries-at.ts';
import { readEntries } from './read-entries.ts';

const db = await testDatabase();
await openTestLog(db);
// Commits of 100, 200 and 300 entries, of lengths from 0 to 599.
const texts = Array.from({ length: 600 }, (_, i) => 'abcdefghij'.repeat(60).slice(0, i));
const commits: { commitId: string; from: number }[] = [];
for (const [from, to] of [
  [0, 100],
  [100, 300],
  [300, 600],
] as const) {
  commits.push({ commitId: await putCommit(db, texts.slice(from, to).map(textBytes)), from });
  await integrateAll(db);
}

test('every single entry is cut out right, wherever its commit begins', async () => {
  const pointers = commits.flatMap(({ commitId, from }, i) =>
    Array.from({ length: (commits[i + 1]?.from ?? 600) - from }, (_, entryIndex) => ({
      commitId,
      entryIndex,
    })),
  );
  const found = await entriesAt(db, pointers);
  assert.deepEqual(
    found.map((entry) => entry && [entry.position, textOf(entry.bytes)]),
    texts.map((text, position) => [position, text]),
  );
});

test('pointers are followed into the log and into the outbox, in the order asked, and may be asked twice', async () => {
  const waiting = await putCommit(db, ['w0', 'w1'].map(textBytes));
  const [first, second] = commits;
  assert.ok(first && second);
  const found = await entriesAt(db, [
    { commitId: waiting, entryIndex: 1 },
    { commitId: second.commitId, entryIndex: 150 },
    { commitId: first.commitId, entryIndex: 99 },
    { commitId: second.commitId, entryIndex: 150 },
    { commitId: first.commitId, entryIndex: 100 },
    { commitId: waiting, entryIndex: 2 },
    { commitId: uuidv7(1), entryIndex: 0 },
  ]);
  assert.deepEqual(
    found.map((entry) => entry && [entry.position, textOf(entry.bytes)]),
    [[null, 'w1'], [250, texts[250]], [99, texts[99]], [250, texts[250]], null, null, null],
  );
  assert.deepEqual(await entriesAt(db, []), []);
});

test('a stretch of the log is read exactly, from anywhere to anywhere', async () => {
  for (const [from, to] of [
    [0, 600],
    [0, 1],
    [99, 101],
    [255, 257],
    [256, 256],
    [511, 513],
    [599, 600],
  ] as const) {
    const entries = await readEntries(db, from, to);
    assert.deepEqual(
      entries.map(({ bytes }) => textOf(bytes)),
      texts.slice(from, to),
      `${from} to ${to}`,
    );
  }
  await assert.rejects(readEntries(db, 590, 610), /entry 600 is missing/);
});

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString('latin1') : null;
}
