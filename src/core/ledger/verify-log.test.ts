import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type MemoryLog, memoryLog, numberedLeaves, signedCheckpoint } from '../../testing/memory-log.ts';
import { sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { textBytes } from './bytes.ts';
import { decodeEntry, encodeEntry } from './entry.ts';
import { proveInclusion } from './inclusion.ts';
import { formatReceipt } from './proof.ts';
import { type LogCheck, type LogVerdict, verifyLog } from './verify-log.ts';

const log = memoryLog(numberedLeaves(600));

async function verdictOf(given: MemoryLog, more: Partial<LogCheck> = {}): Promise<LogVerdict> {
  let verdict: LogVerdict | null = null;
  const { reader, trust } = given;
  for await (const news of verifyLog({ reader, trust, hash: sha256, verify: verifyEd25519, ...more })) {
    assert.equal(verdict, null, 'nothing comes after the verdict');
    if (news.step === 'verdict') verdict = news.verdict;
  }
  assert.ok(verdict);
  return verdict;
}

/** A copy of the log in which files have been tampered with; `null` removes one. */
function tampered(from: MemoryLog, changes: Record<string, Uint8Array | null>): MemoryLog {
  const copy = memoryLog([]);
  for (const [path, bytes] of from.files) copy.files.set(path, bytes);
  for (const [path, bytes] of Object.entries(changes)) {
    if (bytes) copy.files.set(path, bytes);
    else copy.files.delete(path);
  }
  return { ...copy, trust: from.trust };
}

function fileOf(path: string, from = log): Uint8Array {
  const bytes = from.files.get(path);
  assert.ok(bytes, path);
  return bytes.slice();
}

/** The file with one bit flipped in the given byte. */
function flipped(path: string, at: number, from = log): Record<string, Uint8Array> {
  const bytes = fileOf(path, from);
  bytes[at] = bytes[at]! ^ 1;
  return { [path]: bytes };
}

test('good logs pass, at every size around the edges of tiles', async () => {
  for (const size of [0, 1, 2, 7, 255, 256, 257, 511, 512, 513, 600]) {
    const verdict = await verdictOf(memoryLog(numberedLeaves(size)));
    assert.ok(verdict.ok, `${size}: ${verdict.ok ? '' : verdict.because}`);
    assert.equal(verdict.size, size);
    assert.deepEqual(verdict.witnesses, ['witness.example/w1']);
  }
});

test('a log with a second level of full tiles passes, and a fault in its last leaf is found', async () => {
  const large = memoryLog(numberedLeaves(65_537));
  assert.equal((await verdictOf(large)).ok, true);
  const verdict = await verdictOf(tampered(large, flipped('tile/entries/256.p/1', 9, large)));
  assert.deepEqual(verdict, { ok: false, because: 'the entry is not the one in the tree', index: 65_536 });
});

test('progress counts up to the size, bundle by bundle', async () => {
  const steps: number[] = [];
  for await (const news of verifyLog({ ...log, hash: sha256, verify: verifyEd25519 })) {
    if (news.step === 'progress') steps.push(news.checked);
  }
  assert.deepEqual(steps, [256, 512, 600]);
});

test('a log whose partial files are gone because it has grown passes through the full ones (case 25)', async () => {
  const grown = memoryLog(numberedLeaves(768));
  const verdict = await verdictOf(
    tampered(grown, { checkpoint: textBytes(log.note), 'tile/1/000.p/2': null }),
  );
  assert.deepEqual(verdict, {
    ok: false,
    because: 'tile/1/000.p/2 is missing',
    index: 0,
  });
  const partial = { 'tile/1/000.p/2': fileOf('tile/1/000.p/2'), checkpoint: textBytes(log.note) };
  assert.equal((await verdictOf(tampered(grown, partial))).ok, true);
});

test('one changed bit in any entry, length or leaf hash is found at its index (case 15)', async () => {
  const path = 'tile/entries/001';
  const bundle = fileOf(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(bundle.length - 1), async (at) => {
      let index = 256;
      for (let end = 0; end <= at; index++) end += 2 + bundle[end + 1]!;
      const verdict = await verdictOf(tampered(log, flipped(path, at)));
      assert.equal(verdict.ok, false);
      assert.equal(verdict.ok || verdict.index, index - 1);
    }),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(88 * 32 - 1), async (at) => {
      const verdict = await verdictOf(tampered(log, flipped('tile/0/002.p/88', at)));
      assert.equal(verdict.ok || verdict.index, 512 + Math.floor(at / 32));
    }),
    { numRuns: 20 },
  );
});

test('the first of several faults is named', async () => {
  const several = {
    ...flipped('tile/entries/002.p/88', 5),
    ...flipped('tile/entries/001', 700),
    ...flipped('tile/0/000', 320),
  };
  const verdict = await verdictOf(tampered(log, several));
  assert.deepEqual(verdict, { ok: false, because: 'the entry is not the one in the tree', index: 10 });
});

test('a changed hash in a higher tile is found where its entries begin', async () => {
  assert.deepEqual(await verdictOf(tampered(log, flipped('tile/1/000.p/2', 40))), {
    ok: false,
    because: 'hash 1 of tile/1/000 does not belong to the entries below it',
    index: 256,
  });
});

test('an entry changed together with its leaf hash is found one level up', async () => {
  const other = memoryLog(numberedLeaves(600).map((leaf, i) => (i === 300 ? textBytes('leaf X') : leaf)));
  const changes = {
    'tile/entries/001': fileOf('tile/entries/001', other),
    'tile/0/001': fileOf('tile/0/001', other),
  };
  assert.deepEqual(await verdictOf(tampered(log, changes)), {
    ok: false,
    because: 'hash 1 of tile/1/000 does not belong to the entries below it',
    index: 256,
  });
});

test('a log rewritten as a whole no longer adds up to what was signed', async () => {
  const other = memoryLog(numberedLeaves(600).map((leaf, i) => (i === 300 ? textBytes('leaf X') : leaf)));
  assert.deepEqual(await verdictOf(tampered(other, { checkpoint: textBytes(log.note) })), {
    ok: false,
    because: 'the entries do not add up to the root that was signed',
    index: null,
  });
});

test('an empty log must show the root of the empty tree', async () => {
  const empty = memoryLog([]);
  const wrong = textBytes(signedCheckpoint(0, sha256(textBytes('x'))));
  assert.equal((await verdictOf(tampered(empty, { checkpoint: wrong }))).ok, false);
});

test('missing files are named with the first entry they hide', async () => {
  const missing = async (path: string) => verdictOf(tampered(log, { [path]: null }));
  assert.deepEqual(await missing('checkpoint'), {
    ok: false,
    because: 'the checkpoint is missing',
    index: null,
  });
  assert.deepEqual(await missing('tile/entries/001'), {
    ok: false,
    because: 'tile/entries/001 is missing',
    index: 256,
  });
  assert.deepEqual(await missing('tile/0/002.p/88'), {
    ok: false,
    because: 'tile/0/002.p/88 is missing',
    index: 512,
  });
  assert.deepEqual(await missing('tile/1/000.p/2'), {
    ok: false,
    because: 'tile/1/000.p/2 is missing',
    index: 0,
  });
});

test('truncated, lengthened and swapped files fail cleanly (case 26)', async () => {
  const bundle = fileOf('tile/entries/002.p/88');
  const cases = {
    cut: [{ 'tile/entries/002.p/88': bundle.slice(0, -1) }, 'bundle 2: entry 87 is cut off', 599],
    short: [{ 'tile/entries/002.p/88': bundle.slice(0, -10) }, 'bundle 2 ends before entry 87', 599],
    empty: [{ 'tile/entries/002.p/88': new Uint8Array(0) }, 'bundle 2 ends before entry 0', 512],
    long: [
      { 'tile/entries/002.p/88': new Uint8Array([...bundle, 0, 1, 65]) },
      'bundle 2: bytes after the last of 88 entries',
      600,
    ],
    swapped: [
      { 'tile/0/000': fileOf('tile/0/001'), 'tile/0/001': fileOf('tile/0/000') },
      'the entry is not the one in the tree',
      0,
    ],
    swappedBundles: [
      { 'tile/entries/000': fileOf('tile/entries/001'), 'tile/entries/001': fileOf('tile/entries/000') },
      'the entry is not the one in the tree',
      0,
    ],
    longTile: [
      { 'tile/0/002.p/88': new Uint8Array(89 * 32) },
      'tile/0/002.p/88 does not hold exactly 88 hashes',
      512,
    ],
    huge: [{ 'tile/entries/000': new Uint8Array(20_000_000) }, 'tile/entries/000 is too large', 0],
  } as const;
  for (const [name, [changes, because, index]] of Object.entries(cases)) {
    assert.deepEqual(await verdictOf(tampered(log, changes)), { ok: false, because, index }, name);
  }
});

test('a wrong length prefix is found at its entry, not where the bytes run out', async () => {
  const bundle = fileOf('tile/entries/000');
  bundle[5 * 8 + 1] = 7; // entry 5 claims one byte of entry 6
  assert.deepEqual(await verdictOf(tampered(log, { 'tile/entries/000': bundle })), {
    ok: false,
    because: 'the entry is not the one in the tree',
    index: 5,
  });
});

test('checkpoints that may not be believed end the check at once (case 26)', async () => {
  const fails = async (note: string) => {
    const verdict = await verdictOf(tampered(log, { checkpoint: textBytes(note) }));
    assert.equal(verdict.ok, false);
    return verdict.ok ? '' : verdict.because;
  };
  assert.equal(
    await fails(log.note.replace('\n600\n', '\n601\n')),
    'checkpoint: the signature of hitl.example/audit/2026h2 is wrong',
  );
  assert.equal(await fails('x'.repeat(10_000_000)), 'checkpoint: a note has at most 1000000 characters');
  assert.equal(
    await fails(`text\n\n${'— a AAAAAAA=\n'.repeat(5000)}`),
    'checkpoint: more than 100 signatures',
  );
  assert.equal(await fails(''), 'checkpoint: no empty line before the signatures');
});

test('an enormous signed size with tiny tiles fails at the first missing file (case 26)', async () => {
  const started = performance.now();
  const lie = textBytes(signedCheckpoint(Number.MAX_SAFE_INTEGER, log.root));
  assert.deepEqual(await verdictOf(tampered(log, { checkpoint: lie })), {
    ok: false,
    because: 'tile/1/000 is missing',
    index: 0,
  });
  assert.ok(performance.now() - started < 2000);
});

test('given receipts are checked against what the log was then', async () => {
  const then = memoryLog(numberedLeaves(300));
  const proved = await proveInclusion(then.tree, 42);
  assert.ok(proved.ok);
  const receipt = formatReceipt({ index: 42, hashes: proved.proof, checkpoint: then.note });
  const good = await verdictOf(log, { receipts: [receipt, receipt] });
  assert.equal(good.ok && good.receipts, 2);
  assert.deepEqual(await verdictOf(log, { receipts: [receipt, receipt.replace('index 42', 'index 43')] }), {
    ok: false,
    because: 'receipt 2: the proof leads to another root',
    index: 43,
  });
  const shorter = memoryLog(numberedLeaves(299));
  assert.deepEqual(await verdictOf(shorter, { receipts: [receipt] }), {
    ok: false,
    because: 'receipt 1: it was given when the log had 300 entries; now it has 299',
    index: 42,
  });
  assert.equal((await verdictOf(log, { receipts: ['nonsense'] })).ok, false);
});

test('entries can be checked for what they say, too', async () => {
  const entry = (index: number) => {
    const encoded = encodeEntry(
      { kind: 'task.opened', actor: { kind: 'system', pseudonym: 'demo' }, about: { task: `t${index}` } },
      { commitId: '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0004', index, at: '2026-01-01T00:00:00.000Z' },
    );
    assert.ok(encoded.ok);
    return encoded.bytes;
  };
  const entries = Array.from({ length: 10 }, (_, index) => entry(index));
  assert.equal((await verdictOf(memoryLog(entries), { checkEntry: decodeEntry })).ok, true);
  entries[6] = textBytes('{"v":1}');
  assert.deepEqual(await verdictOf(memoryLog(entries), { checkEntry: decodeEntry }), {
    ok: false,
    because: 'the entry is malformed: the id is not a commit and a place in it',
    index: 6,
  });
});

test('every file is read once: a log is checked with one pass and little memory', async () => {
  const reads: string[] = [];
  const { reader } = log;
  const counting = {
    checkpoint: () => reader.checkpoint(),
    tile: (level: number, n: number, width: number) => {
      reads.push(`tile ${level} ${n}`);
      return reader.tile(level, n, width);
    },
    entries: (n: number, width: number) => {
      reads.push(`entries ${n}`);
      return reader.entries(n, width);
    },
  };
  assert.equal((await verdictOf(log, { reader: counting })).ok, true);
  assert.deepEqual(reads.toSorted(), [
    'entries 0',
    'entries 1',
    'entries 2',
    'tile 0 0',
    'tile 0 1',
    'tile 0 2',
    'tile 1 0',
  ]);
});

test('a reader that cannot read throws through: that is no verdict on the log', async () => {
  const reader = { ...log.reader, entries: () => Promise.reject(new Error('connection reset')) };
  await assert.rejects(verdictOf(log, { reader }), /connection reset/);
});
