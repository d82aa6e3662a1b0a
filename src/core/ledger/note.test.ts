import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logSigner, ORIGIN, signerOf, witnessSigner } from '../../testing/memory-log.ts';
import { ed25519FromSeed, sha256, verifyEd25519 } from '../../testing/native-crypto.ts';
import { decodeBase64 } from './base64.ts';
import { cosign } from './cosignature.ts';
import { openNote, parseNote, signNote } from './note.ts';
import { parseVerifierKey, type VerifierKey } from './verifier-key.ts';

const EXAMPLE_KEY = keyOf('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
const EXAMPLE =
  'This is an example message.\n\n' +
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const GO_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const other = signerOf('other.example/log', 'ed25519', 0x33);
const open = (note: string, keys: readonly VerifierKey[]) => openNote(note, keys, verifyEd25519);

function keyOf(text: string): VerifierKey {
  const parsed = parseVerifierKey(text, sha256);
  assert.ok(parsed.ok);
  return parsed.key;
}

function signed(text: string, ...signers: (typeof logSigner)[]): string {
  const answer = signNote(text, signers);
  assert.ok(answer.ok);
  return answer.note;
}

test('the example note of C2SP opens with its key (N1)', async () => {
  const opened = await open(EXAMPLE, [EXAMPLE_KEY]);
  assert.ok(opened.ok);
  assert.equal(opened.text, 'This is an example message.\n');
  assert.deepEqual(opened.signedBy, [{ key: EXAMPLE_KEY, timeSeconds: null }]);
});

test('the note of golang.org/x/mod is signed to the same bytes and opens (N2)', async () => {
  const secret = decodeBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz')!;
  const { sign } = ed25519FromSeed(secret.subarray(1));
  const key = keyOf('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  assert.equal(signed(GO_TEXT, { key, sign }), `${GO_TEXT}\n${GO_LINE}`);
  assert.equal((await open(`${GO_TEXT}\n${GO_LINE}`, [key])).ok, true);
});

test('signatures of unknown keys are ignored beside a known one (N6)', async () => {
  const note = signed('text\n', other, logSigner);
  const opened = await open(note, [logSigner.key]);
  assert.ok(opened.ok);
  assert.deepEqual(opened.signedBy, [{ key: logSigner.key, timeSeconds: null }]);
});

test('a bad signature of an unknown key does no harm', async () => {
  const note = signed('text\n', logSigner).replace(/$/, signed('else\n', other).split('\n\n')[1]!);
  assert.equal((await open(note, [logSigner.key])).ok, true);
});

test('a bad signature of a known key fails the whole note, whatever the others say (trap 6)', async () => {
  const [, wrong] = signed('another text\n', other).split('\n\n');
  const note = `${signed('text\n', logSigner)}${wrong}`;
  assert.equal((await open(note, [logSigner.key])).ok, true);
  assert.deepEqual(await open(note, [logSigner.key, other.key]), {
    ok: false,
    because: 'the signature of other.example/log is wrong',
  });
});

test('a good signature does not make up for a bad one of the same key', async () => {
  const [, wrong] = signed('another text\n', logSigner).split('\n\n');
  assert.equal((await open(`${signed('text\n', logSigner)}${wrong}`, [logSigner.key])).ok, false);
});

test('a key that signed twice counts once', async () => {
  const opened = await open(signed('text\n', logSigner, logSigner), [logSigner.key]);
  assert.ok(opened.ok);
  assert.equal(opened.signedBy.length, 1);
});

test('without any known key a note is not to be believed', async () => {
  const because = 'no known key has signed';
  assert.deepEqual(await open(signed('text\n', other), [logSigner.key]), { ok: false, because });
  assert.deepEqual(await open(signed('text\n', other), []), { ok: false, because });
});

test('a key is known by name and id together', async () => {
  const sameName = signerOf(ORIGIN, 'ed25519', 0x44);
  const sameId = { ...other, key: { ...other.key, keyId: logSigner.key.keyId } };
  for (const stranger of [sameName, sameId]) {
    assert.equal((await open(signed('text\n', stranger), [logSigner.key])).ok, false);
    assert.equal((await open(signed('text\n', stranger, logSigner), [logSigner.key])).ok, true);
  }
});

test('any changed character of the text breaks the signature', async () => {
  const text = 'origin\n12\nroot\n';
  const note = signed(text, logSigner);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 2), fc.constantFrom('x', '0', ' ', 'é'), async (at, character) => {
      if (note[at] === '\n' || note[at] === character) return;
      const changed = note.slice(0, at) + character + note.slice(at + 1);
      assert.equal((await open(changed, [logSigner.key])).ok, false);
    }),
  );
});

test('texts may hold empty lines and any language; the last empty line parts text and signatures', async () => {
  for (const text of ['a\n\nb\n', '\n', 'ed è subito sera.\n\n\nfine\n', '— not a signature\n', '😀\n']) {
    const opened = await open(signed(text, logSigner), [logSigner.key]);
    assert.ok(opened.ok, JSON.stringify(text));
    assert.equal(opened.text, text);
  }
});

test('a witness signs the text and a time; its signature is no signature of the text', async () => {
  const line = `${cosign('text\n', witnessSigner, 1767225600)}\n`;
  const opened = await open(`${signed('text\n', logSigner)}${line}`, [logSigner.key, witnessSigner.key]);
  assert.ok(opened.ok);
  assert.deepEqual(
    opened.signedBy.map(({ key, timeSeconds }) => [key.name, timeSeconds]),
    [
      [ORIGIN, null],
      ['witness.example/w1', 1767225600],
    ],
  );
  const asLog = { ...witnessSigner, key: witnessSigner.key };
  assert.equal((await open(signed('text\n', asLog), [witnessSigner.key])).ok, false);
});

test('a signature check that answers later is waited for', async () => {
  const later = (good: boolean) => () => new Promise<boolean>((resolve) => setImmediate(() => resolve(good)));
  const note = signed('text\n', logSigner);
  assert.equal((await openNote(note, [logSigner.key], later(true))).ok, true);
  assert.equal((await openNote(note, [logSigner.key], later(false))).ok, false);
});

test('a signature of another length is wrong and never reaches the check', async () => {
  const short = { key: logSigner.key, sign: () => new Uint8Array(63) };
  const never = () => assert.fail('must not be asked');
  assert.equal((await openNote(signed('text\n', short), [logSigner.key], never)).ok, false);
});

test('sixteen signatures and more are accepted, a hundred at most', async () => {
  const [text, line] = signed('text\n', other).split('\n\n');
  const own = signed('text\n', logSigner);
  for (const strangers of [15, 99]) {
    assert.equal((await open(`${own}${line!.repeat(strangers)}`, [logSigner.key])).ok, true);
  }
  const because = 'more than 100 signatures';
  assert.deepEqual(await open(`${own}${line!.repeat(100)}`, [logSigner.key]), { ok: false, because });
  assert.equal(parseNote(`${text}\n\n${line!.repeat(5000)}`).ok, false);
});

test('a note of 10 MB or of 100,000 signatures is refused at once (case 26)', async () => {
  const started = performance.now();
  const own = signed('text\n', logSigner);
  assert.equal((await open(`${'x'.repeat(10_000_000)}\n${own}`, [logSigner.key])).ok, false);
  assert.equal((await open(own + own.split('\n\n')[1]!.repeat(100_000), [logSigner.key])).ok, false);
  assert.ok(performance.now() - started < 2000);
});

test('notes out of form are refused', () => {
  const wrong = {
    '': 'no empty line before the signatures',
    'text\n': 'no empty line before the signatures',
    [`text\n${GO_LINE}`]: 'no empty line before the signatures',
    'text\n\n': 'the note does not end with a signature line',
    [`text\n\n${GO_LINE.trimEnd()}`]: 'the note does not end with a signature line',
    [`text\n\n${GO_LINE}\n`]: 'the note does not end with a signature line',
    [`text\n\n${GO_LINE}junk\n`]: 'line 2 under the text is no signature',
    [`text\n\nx${GO_LINE}`]: 'line 1 under the text is no signature',
    [`text\r\n\n${GO_LINE}`]: 'the text holds a control character',
    [`te\txt\n\n${GO_LINE}`]: 'the text holds a control character',
    [`te\0xt\n\n${GO_LINE}`]: 'the text holds a control character',
    [`te\ud800xt\n\n${GO_LINE}`]: 'the text is not valid Unicode',
  };
  for (const [note, because] of Object.entries(wrong)) {
    assert.deepEqual(parseNote(note), { ok: false, because }, JSON.stringify(note));
  }
});

test('texts that could not be read back are not signed', () => {
  const wrong = {
    '': 'the text does not end with a newline',
    'no newline': 'the text does not end with a newline',
    'tab\there\n': 'the text holds a control character',
    '\udfff\n': 'the text is not valid Unicode',
  };
  for (const [text, because] of Object.entries(wrong)) {
    assert.deepEqual(signNote(text, [logSigner]), { ok: false, because });
  }
  assert.deepEqual(signNote('text\n', []), { ok: false, because: 'a note needs a signature' });
  assert.equal(signNote(`${'x'.repeat(1_000_000)}\n`, [logSigner]).ok, false);
});

test('signing again gives the same bytes, so a crash between signing and storing does no harm', () => {
  assert.equal(signed('text\n', logSigner), signed('text\n', logSigner));
});
