import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryLog, numberedLeaves, treeOf } from '../../testing/memory-log.ts';
import { sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { textBytes } from './bytes.ts';
import { proveInclusion } from './inclusion.ts';
import { formatReceipt, parseReceipt, verifyReceipt } from './proof.ts';

const crypto = { hash: sha256, verify: verifyEd25519 };
const log = memoryLog(numberedLeaves(7));
const HASHES = [
  'gxFfiUeVX6/cKifn9MCFS72Nonuxs+NAXbVxya+Nvho=',
  '+3+GnOi3tR/fcZ/IwhpHNsmMwWCoJWBqgfeKf00iYdk=',
  'T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=',
];
const RECEIPT = `c2sp.org/tlog-proof@v1\nindex 5\n${HASHES.join('\n')}\n\n${log.note}`;

async function receiptOf(index: number, from = log): Promise<string> {
  const proved = await proveInclusion(treeOf(from.files, from.size), index);
  assert.ok(proved.ok);
  return formatReceipt({ index, hashes: proved.proof, checkpoint: from.note });
}

const check = (receipt: string, entry = textBytes('leaf 5'), trust = log.trust) =>
  verifyReceipt({ receipt, entry, trust }, crypto);

test('the receipt of entry 5 of 7 has the published hashes and holds (K3)', async () => {
  assert.equal(await receiptOf(5), RECEIPT);
  const verdict = await check(RECEIPT);
  assert.ok(verdict.ok);
  assert.equal(verdict.index, 5);
  assert.equal(verdict.checkpoint.size, 7);
  assert.equal(verdict.checkpoint.origin, 'hitl.example/audit/2026h2');
  assert.deepEqual(verdict.witnesses, [{ name: 'witness.example/w1', timeSeconds: 1767225600 }]);
});

test('receipts of every entry hold, also in a log of several tiles', async () => {
  const larger = memoryLog(numberedLeaves(520));
  for (const index of [0, 1, 255, 256, 511, 512, 519]) {
    const receipt = await receiptOf(index, larger);
    assert.equal((await check(receipt, textBytes(`leaf ${index}`))).ok, true, String(index));
  }
});

test('the receipt of the only entry has no hashes', async () => {
  const single = memoryLog(numberedLeaves(1));
  const receipt = await receiptOf(0, single);
  assert.ok(receipt.startsWith('c2sp.org/tlog-proof@v1\nindex 0\n\nhitl.example'));
  assert.equal((await check(receipt, textBytes('leaf 0'))).ok, true);
});

test('another entry, another index, another hash: refused', async () => {
  const because = 'the proof leads to another root';
  assert.deepEqual(await check(RECEIPT, textBytes('leaf 6')), { ok: false, because });
  assert.deepEqual(await check(RECEIPT.replace('index 5', 'index 4')), { ok: false, because });
  assert.deepEqual(await check(RECEIPT.replace(HASHES[0]!, HASHES[1]!)), { ok: false, because });
  assert.deepEqual(await check(RECEIPT.replace('index 5', 'index 7')), {
    ok: false,
    because: 'index 7 is outside a tree of 7 entries',
  });
  assert.deepEqual(await check(RECEIPT.replace(`${HASHES[2]}\n`, '')), {
    ok: false,
    because: 'the proof is too short',
  });
});

test('a receipt with a checkpoint nobody trusted has signed is refused', async () => {
  const trust = { ...log.trust, logKeys: [] };
  assert.equal((await check(RECEIPT, textBytes('leaf 5'), trust)).ok, false);
  assert.equal((await check(RECEIPT.replace('\n7\n', '\n8\n'))).ok, false);
});

test('a receipt without the witnesses asked for is refused', async () => {
  const unwitnessed = RECEIPT.slice(0, RECEIPT.lastIndexOf('— witness'));
  assert.deepEqual(await check(unwitnessed), { ok: false, because: '0 of 1 witnesses have cosigned' });
  const trust = { ...log.trust, witnessesNeeded: 0 };
  assert.equal((await check(unwitnessed, textBytes('leaf 5'), trust)).ok, true);
});

test('extra data comes along and changes nothing', async () => {
  const extra = textBytes('context');
  const parsed = parseReceipt(RECEIPT);
  assert.ok(parsed.ok);
  const text = formatReceipt({ ...parsed.receipt, extra });
  assert.ok(text.startsWith('c2sp.org/tlog-proof@v1\nextra Y29udGV4dA==\nindex 5\n'));
  assert.deepEqual(parseReceipt(text), { ok: true, receipt: { ...parsed.receipt, extra } });
  assert.equal((await check(text)).ok, true);
});

test('any receipt is read back as it was written', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const receipts = fc.record(
    {
      index: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      hashes: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.string({ maxLength: 50 }),
      extra: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    },
    { requiredKeys: ['index', 'hashes', 'checkpoint'] },
  );
  fc.assert(
    fc.property(receipts, (receipt) => {
      assert.deepEqual(parseReceipt(formatReceipt(receipt)), { ok: true, receipt: { ...receipt } });
    }),
  );
});

test('receipts out of form are refused, with the reason', () => {
  const wrong = {
    '': 'no empty line before the checkpoint',
    [RECEIPT.replace('@v1', '@v2')]: 'the first line is not c2sp.org/tlog-proof@v1',
    [RECEIPT.replace('index 5\n', '')]: 'the index line is wrong',
    [RECEIPT.replace('index 5', 'index 05')]: 'the index line is wrong',
    [RECEIPT.replace('index 5', 'index -5')]: 'the index line is wrong',
    [RECEIPT.replace('index 5', 'index 0x5')]: 'the index line is wrong',
    [RECEIPT.replace('index 5', 'index  5')]: 'the index line is wrong',
    [RECEIPT.replace('index 5', 'index 9007199254740992')]: 'the index line is wrong',
    [RECEIPT.replace('index 5', 'extra !\nindex 5')]: 'the extra line is not base64',
    [RECEIPT.replace('index 5', 'index 5\nextra AAAA')]: 'hash 1 is not 32 bytes of base64',
    [RECEIPT.replace(HASHES[1]!, 'AAAA')]: 'hash 2 is not 32 bytes of base64',
    [RECEIPT.replace(HASHES[1]!, `${HASHES[1]}\r`)]: 'hash 2 is not 32 bytes of base64',
    [RECEIPT.replace(HASHES[0]!, Array(64).fill(HASHES[0]).join('\n'))]: 'more than 63 hashes',
    [RECEIPT.replace(HASHES[0]!, Array(5000).fill(HASHES[0]).join('\n'))]: 'more than 63 hashes',
  };
  for (const [text, because] of Object.entries(wrong)) {
    assert.deepEqual(parseReceipt(text), { ok: false, because }, text.slice(0, 60));
  }
});

test('a receipt of 10 MB is refused at once (case 26)', () => {
  assert.deepEqual(parseReceipt(RECEIPT + 'x'.repeat(10_000_000)), {
    ok: false,
    because: 'the receipt is too long',
  });
});

test('one flipped character anywhere is refused or changes nothing that is signed', async () => {
  const unsigned = RECEIPT.indexOf('— hitl');
  await fc.assert(
    fc.asyncProperty(fc.nat(unsigned - 1), async (at) => {
      const flipped = RECEIPT.slice(0, at) + (RECEIPT[at] === 'A' ? 'B' : 'A') + RECEIPT.slice(at + 1);
      assert.equal((await check(flipped)).ok, false, `at ${at}`);
    }),
    { numRuns: 300 },
  );
});
