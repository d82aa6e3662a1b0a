import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryLog, numberedLeaves, signedCheckpoint } from '../../testing/memory-log.ts';
import { sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { hashEntries } from './bundle.ts';
import { type Edge, EMPTY_EDGE } from './edge.ts';
import { proveInclusion } from './inclusion.ts';
import { formatReceipt } from './proof.ts';
import { judgeReceipt, meetReceipts, type OpenReceipt, openReceipts } from './receipt-check.ts';
import { growEdge } from './tiles.ts';

const leaves = hashEntries(numberedLeaves(600), sha256);
const now = memoryLog(numberedLeaves(600));
const logNow = { origin: 'hitl.example/audit/2026h2', size: 600, root: now.root };

async function receiptOf(index: number, size: number): Promise<string> {
  const then = memoryLog(numberedLeaves(size));
  const proved = await proveInclusion(then.tree, index);
  assert.ok(proved.ok);
  return formatReceipt({ index, hashes: proved.proof, checkpoint: then.note });
}

async function opened(...texts: string[]): Promise<OpenReceipt[]> {
  const answer = await openReceipts(texts, now.trust, verifyEd25519);
  assert.ok(answer.ok);
  return answer.receipts;
}

function passAllLeaves(receipts: readonly OpenReceipt[], step = 256): void {
  let edge: Edge = EMPTY_EDGE;
  for (let from = 0; from < 600; from += step) {
    const some = leaves.subarray(from * 32, Math.min(600, from + step) * 32);
    meetReceipts(receipts, { edge, leaves: some }, sha256);
    ({ edge } = growEdge(edge, some, sha256));
  }
}

test('receipts given at any size hold in the log as it is now', async () => {
  const places = [
    [0, 1],
    [3, 7],
    [254, 255],
    [255, 256],
    [0, 256],
    [256, 257],
    [511, 512],
    [300, 600],
    [599, 600],
  ] as const;
  const receipts = await opened(
    ...(await Promise.all(places.map(([index, size]) => receiptOf(index, size)))),
  );
  for (const step of [256, 100, 600]) {
    passAllLeaves(receipts, step);
    for (const receipt of receipts) assert.deepEqual(judgeReceipt(receipt, logNow, sha256), { ok: true });
  }
});

test('a receipt that is not one is refused with its number', async () => {
  const good = await receiptOf(3, 7);
  assert.deepEqual(await openReceipts([good, 'nonsense'], now.trust, verifyEd25519), {
    ok: false,
    because: 'receipt 2: no empty line before the checkpoint',
    index: null,
  });
});

test('a receipt signed by nobody known is refused with its index', async () => {
  const answer = await openReceipts([await receiptOf(3, 7)], { logKeys: [] }, verifyEd25519);
  assert.deepEqual(answer, { ok: false, because: 'receipt 1: no known key has signed', index: 3 });
});

test('a log shorter than the receipt has lost entries (case 16)', async () => {
  const [receipt] = await opened(await receiptOf(3, 7));
  const shorter = { ...logNow, size: 6 };
  assert.deepEqual(judgeReceipt(receipt!, shorter, sha256), {
    ok: false,
    because: 'receipt 1: it was given when the log had 7 entries; now it has 6',
    index: 3,
  });
});

test('a log that had another root then was rewritten (case 17)', async () => {
  const rewritten = numberedLeaves(7);
  rewritten[2] = new Uint8Array([1]);
  const other = memoryLog(rewritten);
  const proved = await proveInclusion(other.tree, 5);
  assert.ok(proved.ok);
  const receipts = await opened(formatReceipt({ index: 5, hashes: proved.proof, checkpoint: other.note }));
  passAllLeaves(receipts);
  assert.deepEqual(judgeReceipt(receipts[0]!, logNow, sha256), {
    ok: false,
    because: 'receipt 1: the log had another root at 7 entries',
    index: 5,
  });
});

test('a receipt whose proof is for another entry is refused', async () => {
  const text = await receiptOf(3, 7);
  const receipts = await opened(text.replace('index 3', 'index 4'));
  passAllLeaves(receipts);
  assert.deepEqual(judgeReceipt(receipts[0]!, logNow, sha256), {
    ok: false,
    because: 'receipt 1: the proof leads to another root',
    index: 4,
  });
});

test('a receipt for an entry beyond its own tree is refused', async () => {
  const text = await receiptOf(3, 7);
  for (const index of [7, 599, 600, 9_000_000]) {
    const receipts = await opened(text.replace('index 3', `index ${index}`));
    passAllLeaves(receipts);
    assert.equal(judgeReceipt(receipts[0]!, logNow, sha256).ok, false, String(index));
  }
});

test('a receipt of another log says nothing about this one', async () => {
  const receipts = await opened(await receiptOf(3, 7));
  const other = { ...logNow, origin: 'other.example/log' };
  assert.deepEqual(judgeReceipt(receipts[0]!, other, sha256), {
    ok: false,
    because: 'receipt 1: it is of another log, hitl.example/audit/2026h2',
    index: 3,
  });
});

test('a receipt over an empty log cannot be', async () => {
  const checkpoint = signedCheckpoint(0, sha256(new Uint8Array(0)));
  const receipts = await opened(formatReceipt({ index: 0, hashes: [], checkpoint }));
  passAllLeaves(receipts);
  assert.equal(judgeReceipt(receipts[0]!, logNow, sha256).ok, false);
});
