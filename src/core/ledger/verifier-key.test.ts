import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logSigner, witnessSigner } from '../../testing/memory-log.ts';
import { sha256 } from '../../testing/native-crypto.ts';
import { formatVerifierKey, isKeyName, makeVerifierKey, parseVerifierKey } from './verifier-key.ts';

const EXAMPLE = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const LOG = 'hitl.example/audit/2026h2+b6d49e80+AdBKsjJ0K7SrOhNovUYV5ObQIkq3GgFrr4UgozLJd4c3';
const WITNESS = 'witness.example/w1+e0cd2864+BKCapfR6Z1mAL/lV+NwtKhSlyZ0jvpf4ZBJ/+Tg0VaTw';

test('the example key of C2SP signed-note is read and written (N1)', () => {
  const parsed = parseVerifierKey(EXAMPLE, sha256);
  assert.ok(parsed.ok);
  const { name, keyId, type, publicKey } = parsed.key;
  assert.deepEqual([name, keyId, type, publicKey.length], ['example.com/foo', '530d903a', 'ed25519', 32]);
  assert.equal(formatVerifierKey(parsed.key), EXAMPLE);
});

test('keys made from seeds have the published texts (K1)', () => {
  assert.equal(formatVerifierKey(logSigner.key), LOG);
  assert.equal(formatVerifierKey(witnessSigner.key), WITNESS);
});

test('a witness key is read as one that signs with a time', () => {
  const parsed = parseVerifierKey(WITNESS, sha256);
  assert.ok(parsed.ok);
  assert.equal(parsed.key.type, 'cosignature/v1');
  assert.deepEqual(parsed.key.publicKey, new Uint8Array(witnessSigner.key.publicKey));
});

test('one public key has different ids as log and as witness, and under different names', () => {
  const { publicKey } = logSigner.key;
  const idOf = (name: string, type: 'ed25519' | 'cosignature/v1') => {
    const made = makeVerifierKey({ name, type, publicKey }, sha256);
    assert.ok(made.ok);
    return made.key.keyId;
  };
  const ids = [idOf('a', 'ed25519'), idOf('a', 'cosignature/v1'), idOf('b', 'ed25519')];
  assert.equal(new Set(ids).size, 3);
});

test('a key id keeps its leading zeros', () => {
  for (let byte = 0, found = 0; found < 1; byte++) {
    const publicKey = new Uint8Array(32).fill(byte & 255);
    const made = makeVerifierKey({ name: `n${byte}`, type: 'ed25519', publicKey }, sha256);
    assert.ok(made.ok);
    assert.match(made.key.keyId, /^[0-9a-f]{8}$/);
    if (made.key.keyId.startsWith('0')) found++;
  }
});

test('any key is read back as it was written', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter(isKeyName);
  const publicKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const type = fc.constantFrom('ed25519' as const, 'cosignature/v1' as const);
  fc.assert(
    fc.property(fc.record({ name, publicKey, type }), (fields) => {
      const made = makeVerifierKey(fields, sha256);
      assert.ok(made.ok);
      assert.deepEqual(parseVerifierKey(formatVerifierKey(made.key), sha256), made);
    }),
  );
});

test('a mistyped key is noticed by its id', () => {
  assert.deepEqual(parseVerifierKey(EXAMPLE.replace('foo', 'fop'), sha256), {
    ok: false,
    because: 'the key id does not belong to the key',
  });
  assert.equal(parseVerifierKey(EXAMPLE.replace('530d903a', '530d903b'), sha256).ok, false);
  assert.equal(parseVerifierKey(EXAMPLE.replace('U2k', 'U2l'), sha256).ok, false);
});

test('texts that are no keys are refused', () => {
  const wrong = [
    '',
    '+',
    'name',
    'name+530d903a',
    '+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', // no name
    EXAMPLE.replace('530d903a', '530D903A'),
    EXAMPLE.replace('530d903a', '30d903a'),
    EXAMPLE.slice(0, -1), // no longer base64
    EXAMPLE.slice(0, -4), // a key of 29 bytes
    EXAMPLE.replace('/foo', '/f oo'),
    `${EXAMPLE}\n`,
    EXAMPLE.replace('+Aeky', '+Beky'), // type 5
    'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
    `${'x'.repeat(300)}${EXAMPLE}`,
    EXAMPLE.repeat(100),
  ];
  for (const text of wrong) assert.equal(parseVerifierKey(text, sha256).ok, false, text.slice(0, 80));
});

test('a type of key that is not supported yet is named', () => {
  const mlDsa = `${'example.com/foo+530d903a+'}${Buffer.from([6, ...new Uint8Array(32)]).toString('base64')}`;
  assert.deepEqual(parseVerifierKey(mlDsa, sha256), {
    ok: false,
    because: 'keys of type 6 are not known here',
  });
});

test('a public key has 32 bytes', () => {
  for (const length of [0, 31, 33]) {
    const made = makeVerifierKey({ name: 'a', type: 'ed25519', publicKey: new Uint8Array(length) }, sha256);
    assert.deepEqual(made, { ok: false, because: 'a public key has 32 bytes' });
  }
});

test('names hold no space of any kind, no plus, no control character', () => {
  for (const name of ['a', 'example.com/log', 'żółw', '例え']) assert.equal(isKeyName(name), true, name);
  const wrong = [
    '',
    'a b',
    'a+b',
    'a\tb',
    'a\nb',
    'a\u00a0b',
    'a\u2003b',
    'a\u3000b',
    'a\u0085b',
    'a\u0000',
    '\ud800',
  ];
  for (const name of wrong) assert.equal(isKeyName(name), false, JSON.stringify(name));
  assert.equal(isKeyName('x'.repeat(255)), true);
  assert.equal(isKeyName('x'.repeat(256)), false);
});
