import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ed25519FromSeed, hmacWith, sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { textBytes } from './bytes.ts';
import { HASH_LENGTH } from './primitives.ts';

// The functions the other tests hand in must themselves be the right ones.
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('the hash handed in is SHA-256 (FIPS 180-4, "abc")', () => {
  assert.equal(
    hex(sha256(textBytes('abc'))),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  assert.equal(sha256(new Uint8Array(0)).length, HASH_LENGTH);
});

test('the hash does not keep the array it was given', () => {
  const scratch = textBytes('abc');
  const before = hex(sha256(scratch));
  scratch.fill(0);
  sha256(scratch);
  assert.equal(hex(sha256(textBytes('abc'))), before);
});

test('the MAC handed in is HMAC-SHA256 (RFC 4231, case 2)', () => {
  assert.equal(
    hex(hmacWith(textBytes('Jefe'))(textBytes('what do ya want for nothing?'))),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('the signature handed in is Ed25519 (RFC 8032, test 1)', async () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const { publicKey, sign } = ed25519FromSeed(seed);
  const message = new Uint8Array(0);
  const signature = sign(message);
  assert.equal(hex(publicKey), 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  assert.equal(
    hex(signature),
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
  assert.equal(await verifyEd25519({ publicKey, message, signature }), true);
  assert.equal(await verifyEd25519({ publicKey, message: textBytes('x'), signature }), false);
});
