import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logSigner, ORIGIN, witnessSigner } from '../../testing/memory-log.ts';
import { sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { decodeBase64 } from './base64.ts';
import { bytesText, textBytes } from './bytes.ts';
import { cosign, cosignedMessage, parseCosignature } from './cosignature.ts';
import { openNote, signNote } from './note.ts';
import { parseSignatureLine } from './signature-line.ts';

const TEXT = `${ORIGIN}\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\n`;
const LOG_LINE =
  '— hitl.example/audit/2026h2 ttSegDhOy/rFj3/8lr8PCOCjiY7yNo4+x6mZnHpD+9a+dP95zRopzpPH9V8po7qJRPm2wDLUfE3Lgdw1Wx639zU5+Q4=';
const WITNESS_LINE =
  '— witness.example/w1 4M0oZAAAAABpVbkA9fQc5IYvdeHD2Obk4jJ3YZmeI6BouFVWn6qeaPj9U+ZsvY+VOGwRTrwXgNlp4hQQZxiJyEprwrchK0jwW7bICQ==';

test('a checkpoint signed and cosigned has the published bytes (K1)', () => {
  const signed = signNote(TEXT, [logSigner]);
  assert.ok(signed.ok);
  assert.equal(signed.note, `${TEXT}\n${LOG_LINE}\n`);
  assert.equal(cosign(TEXT, witnessSigner, 1767225600), WITNESS_LINE);
  const note = `${signed.note}${WITNESS_LINE}\n`;
  assert.equal(
    Buffer.from(sha256(textBytes(note))).toString('hex'),
    'b0aee367b416e801a7b169e6064bd7bb68f08805647f14788a0f240511a52a33',
  );
});

test('what is signed is two header lines and the checkpoint', () => {
  assert.equal(bytesText(cosignedMessage(TEXT, 1679315147)), `cosignature/v1\ntime 1679315147\n${TEXT}`);
});

test('the published cosignature is taken apart into its time and a valid signature', async () => {
  const line = parseSignatureLine(WITNESS_LINE);
  const parts = parseCosignature(line!.signature);
  assert.equal(parts?.timeSeconds, 1767225600);
  const message = cosignedMessage(TEXT, 1767225600);
  const { publicKey } = witnessSigner.key;
  assert.equal(await verifyEd25519({ publicKey, message, signature: parts!.signature }), true);
});

test('the time is part of what is signed', async () => {
  const later = new Uint8Array(parseSignatureLine(WITNESS_LINE)!.signature);
  later[7] = later[7]! + 1;
  const parts = parseCosignature(later);
  const message = cosignedMessage(TEXT, parts!.timeSeconds);
  const { publicKey } = witnessSigner.key;
  assert.equal(await verifyEd25519({ publicKey, message, signature: parts!.signature }), false);
});

test('a cosignature opens at any time, and tells it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), async (timeSeconds) => {
      const note = `${TEXT}\n${cosign(TEXT, witnessSigner, timeSeconds)}\n`;
      const opened = await openNote(note, [witnessSigner.key], verifyEd25519);
      assert.ok(opened.ok);
      assert.equal(opened.signedBy[0]?.timeSeconds, timeSeconds);
    }),
    { numRuns: 30 },
  );
});

test('bytes of any other length are no cosignature', () => {
  for (const length of [0, 8, 64, 71, 73]) assert.equal(parseCosignature(new Uint8Array(length)), null);
  assert.deepEqual(parseCosignature(new Uint8Array(72)), { timeSeconds: 0, signature: new Uint8Array(64) });
});

test('a time beyond 2^53 seconds is refused, not rounded', () => {
  const bytes = new Uint8Array(72);
  bytes.set(decodeBase64('ACAAAAAAAAA=')!); // 2^53
  assert.equal(parseCosignature(bytes), null);
  bytes.set(decodeBase64('AB////////8=')!); // 2^53 - 1
  assert.equal(parseCosignature(bytes)?.timeSeconds, Number.MAX_SAFE_INTEGER);
  bytes.set(decodeBase64('//////////8=')!);
  assert.equal(parseCosignature(bytes), null);
});

test('the bytes may lie anywhere in a larger array', () => {
  const shifted = new Uint8Array(100).subarray(13, 85);
  shifted[7] = 5;
  assert.equal(parseCosignature(shifted)?.timeSeconds, 5);
});
