import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proveInclusion } from '../../core/ledger/inclusion.ts';
import { formatReceipt } from '../../core/ledger/proof.ts';
import { formatVerifierKey } from '../../core/ledger/verifier-key.ts';
import { logSigner, memoryLog, signerOf, treeOf } from '../../testing/memory-log.ts';
import { sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { browserCrypto } from './browser-crypto.ts';
import { type Crypto, checkReceipt, type GivenReceipt } from './check-receipt.ts';
import { tamper } from './tamper.ts';

const entryId = (index: number) => `0198c0de-0000-7000-8000-000000000001.${index}`;
const entries = Array.from({ length: 300 }, (_, index) => JSON.stringify({ id: entryId(index), v: 1 }));
const log = memoryLog(entries.map((entry) => new TextEncoder().encode(entry)));
const native: Crypto = { hash: sha256, verify: verifyEd25519 };

async function receiptOf(index: number): Promise<GivenReceipt> {
  const proved = await proveInclusion(treeOf(log.files, log.size), index);
  assert.ok(proved.ok);
  return {
    entryId: entryId(index),
    entry: entries[index]!, // in range: indices below are
    proof: formatReceipt({ index, hashes: proved.proof, checkpoint: log.note }),
    verifierKey: formatVerifierKey(logSigner.key),
  };
}

const failureOf = async (given: GivenReceipt) => (await checkReceipt(given, browserCrypto)).at(-1);

test('a good receipt passes all five steps, with the browser’s cryptography and with Node’s', async () => {
  for (const index of [0, 255, 256, 299]) {
    const given = await receiptOf(index);
    const steps = await checkReceipt(given, browserCrypto);
    assert.deepEqual(
      steps.map((step) => step.ok),
      [true, true, true, true, true],
    );
    assert.deepEqual(steps, await checkReceipt(given, native));
  }
});

test('an entry changed by one character no longer leads to the signed root', async () => {
  const given = await receiptOf(7);
  const changed = tamper(given.entry);
  assert.notEqual(changed, given.entry);
  assert.equal(changed.length, given.entry.length);
  assert.deepEqual(await failureOf({ ...given, entry: changed }), {
    ok: false,
    sentence: 'The entry is not the one in the log: the proof leads to another root.',
  });
});

test('a checkpoint signed by somebody else is refused', async () => {
  const verifierKey = formatVerifierKey(signerOf(logSigner.key.name, 'ed25519', 0x33).key);
  const last = await failureOf({ ...(await receiptOf(7)), verifierKey });
  assert.equal(last?.ok, false);
  assert.match(last?.sentence ?? '', /^The checkpoint is not signed by this log/);
});

test('a receipt of another entry is refused even where it holds', async () => {
  const last = await failureOf({ ...(await receiptOf(7)), entryId: entryId(8) });
  assert.match(last?.sentence ?? '', /^The receipt is of another entry/);
});

test('what is no receipt at all is said to be none', async () => {
  const given = await receiptOf(7);
  assert.match(
    (await failureOf({ ...given, proof: 'hello' }))?.sentence ?? '',
    /^The receipt cannot be read/,
  );
  assert.match(
    (await failureOf({ ...given, verifierKey: 'x' }))?.sentence ?? '',
    /^The log’s key cannot be read/,
  );
});

test('the browser’s cryptography gives the published values (RFC 8032 test 1, SHA-256 of "abc")', () => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  const publicKey = bytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  const signature = bytes(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
  const message = new Uint8Array(0);
  assert.equal(browserCrypto.verify({ publicKey, message, signature }), true);
  assert.equal(browserCrypto.verify({ publicKey, message: Uint8Array.of(1), signature }), false);
  assert.equal(browserCrypto.verify({ publicKey, message, signature: new Uint8Array(3) }), false);
  assert.equal(
    Buffer.from(browserCrypto.hash(new TextEncoder().encode('abc'))).toString('hex'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
