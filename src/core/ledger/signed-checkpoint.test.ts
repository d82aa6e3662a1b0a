import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logSigner, ORIGIN, signedCheckpoint, signerOf, witnessSigner } from '../../testing/memory-log.ts';
import { verifyEd25519 } from '../../testing/native-crypto.ts';
import { decodeBase64 } from './base64.ts';
import { formatCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { signNote } from './note.ts';
import { openCheckpoint, type Trust } from './signed-checkpoint.ts';

const root = decodeBase64('WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=')!;
const text = formatCheckpoint({ origin: ORIGIN, size: 7, root });
const note = signedCheckpoint(7, root);
const logKeys = [logSigner.key];
const open = (given: string, trust: Trust) => openCheckpoint(given, trust, verifyEd25519);

function signed(...signers: (typeof logSigner)[]): string {
  const answer = signNote(text, signers);
  assert.ok(answer.ok);
  return answer.note;
}

test('a checkpoint signed by its log opens', async () => {
  assert.deepEqual(await open(note, { logKeys }), {
    ok: true,
    checkpoint: { origin: ORIGIN, size: 7, root },
    witnesses: [],
  });
});

test('known witnesses are named with the time of their signature', async () => {
  const opened = await open(note, { logKeys, witnessKeys: [witnessSigner.key], witnessesNeeded: 1 });
  assert.ok(opened.ok);
  assert.deepEqual(opened.witnesses, [{ name: 'witness.example/w1', timeSeconds: 1767225600 }]);
});

test('too few witnesses are a refusal', async () => {
  const trust = { logKeys, witnessKeys: [witnessSigner.key] };
  assert.deepEqual(await open(signed(logSigner), { ...trust, witnessesNeeded: 1 }), {
    ok: false,
    because: '0 of 1 witnesses have cosigned',
  });
  assert.equal((await open(note, { ...trust, witnessesNeeded: 2 })).ok, false);
});

test('two keys of one witness count as one witness', async () => {
  const second = signerOf('witness.example/w1', 'cosignature/v1', 0x55);
  const twice = `${note}${cosign(text, second, 1767225601)}\n`;
  const trust = { logKeys, witnessKeys: [witnessSigner.key, second.key] };
  assert.equal((await open(twice, { ...trust, witnessesNeeded: 1 })).ok, true);
  assert.equal((await open(twice, { ...trust, witnessesNeeded: 2 })).ok, false);
});

test('a witness alone does not speak for the log', async () => {
  const alone = `${text}\n${cosign(text, witnessSigner, 1767225600)}\n`;
  assert.deepEqual(await open(alone, { logKeys, witnessKeys: [witnessSigner.key] }), {
    ok: false,
    because: `the log ${ORIGIN} has not signed with a key known for it`,
  });
});

test('a trusted log does not speak for another log', async () => {
  const other = signerOf('other.example/log', 'ed25519', 0x33);
  assert.equal((await open(signed(other), { logKeys: [...logKeys, other.key] })).ok, false);
});

test('a bad cosignature of a known witness fails the checkpoint', async () => {
  const bad = `${signed(logSigner)}${cosign(`${text}x\n`, witnessSigner, 1767225600)}\n`;
  assert.equal((await open(bad, { logKeys })).ok, true);
  assert.equal((await open(bad, { logKeys, witnessKeys: [witnessSigner.key] })).ok, false);
});

test('while a key is replaced both sign, and either is enough; afterwards the old one is not (case 27)', async () => {
  const next = signerOf(ORIGIN, 'ed25519', 0x66);
  const overlap = signed(logSigner, next);
  for (const keys of [[logSigner.key], [next.key], [logSigner.key, next.key]]) {
    assert.equal((await open(overlap, { logKeys: keys })).ok, true);
  }
  assert.equal((await open(signed(logSigner), { logKeys: [next.key] })).ok, false);
});

test('a note that is signed but is no checkpoint is refused', async () => {
  const answer = signNote('just a text\n', [logSigner]);
  assert.ok(answer.ok);
  assert.deepEqual(await open(answer.note, { logKeys }), { ok: false, because: 'a line is missing' });
});

test('what is not even a note is refused', async () => {
  for (const garbage of ['', '\n', text, note.slice(1), note.slice(0, -2)]) {
    assert.equal((await open(garbage, { logKeys })).ok, false);
  }
});
