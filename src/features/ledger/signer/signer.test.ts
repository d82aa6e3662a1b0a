import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { proveConsistency } from '../../../core/ledger/consistency.ts';
import { openCheckpoint } from '../../../core/ledger/signed-checkpoint.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { temporaryFolder } from '../../../testing/ledger.ts';
import { memoryLog, numberedLeaves } from '../../../testing/memory-log.ts';
import { verifyEd25519 } from './ed25519.ts';
import { createKeyFile, readKeyFile } from './key-file.ts';
import { recallSigned, rememberSigned } from './signed-memory.ts';
import { openSigner } from './signer.ts';

const origin = 'steerhouse.test/log';
const emptyRoot = sha256(new Uint8Array(0));

test('a key is written once, for its owner only, and read back the same', () => {
  const folder = temporaryFolder();
  assert.equal(readKeyFile(folder), null);
  const made = createKeyFile(folder, origin);
  const path = join(folder, 'ledger-key');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(
    readFileSync(path, 'utf8'),
    /^PRIVATE\+KEY\+steerhouse\.test\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}\n$/,
  );
  const read = readKeyFile(folder);
  assert.deepEqual(read?.key, made.key);
  assert.deepEqual(read?.sign(Buffer.from('x')), made.sign(Buffer.from('x')));
});

test('a damaged key file stops with a sentence that says what to do', () => {
  const folder = temporaryFolder();
  createKeyFile(folder, origin);
  const path = join(folder, 'ledger-key');
  const text = readFileSync(path, 'utf8');
  for (const damaged of [
    '',
    'no key',
    text.replace('/log+', '+'),
    text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
  ]) {
    writeFileSync(path, damaged);
    assert.throws(() => readKeyFile(folder), /is not a signing key: put the right one back/);
  }
});

test('a tree that grew out of the last one is signed, and the signature holds', async () => {
  const { signer, key } = openNew();
  for (const size of [0, 1, 7, 300]) {
    const log = memoryLog(numberedLeaves(size));
    const signed = signer.sign({ size, root: log.root, proof: await proofTo(log, signer.lastSize() ?? -1) });
    assert.ok(signed.ok);
    const opened = await openCheckpoint(signed.note, { logKeys: [key] }, verifyEd25519);
    assert.ok(opened.ok);
    assert.equal(opened.checkpoint.size, size);
    assert.equal(signer.lastSize(), size);
  }
});

test('signing the same tree again gives the same bytes, also after a crash', () => {
  const { folder, signer } = openNew();
  const { root } = memoryLog(numberedLeaves(5));
  const first = signer.sign({ size: 5, root, proof: [] });
  const reopened = readKeyFile(folder);
  assert.ok(first.ok && reopened);
  assert.deepEqual(openSigner(folder, reopened).sign({ size: 5, root, proof: [] }), first);
});

test('a smaller tree, another tree of the same size, and a rewritten larger one are refused', async () => {
  const { signer } = openNew();
  const log = memoryLog(numberedLeaves(7));
  assert.ok(signer.sign({ size: 7, root: log.root, proof: [] }).ok);
  const smaller = memoryLog(numberedLeaves(6));
  const rewritten = memoryLog([Buffer.from('other'), ...numberedLeaves(10).slice(1)]);
  const other = memoryLog([Buffer.from('other'), ...numberedLeaves(7).slice(1)]);
  assert.match(because(signer.sign({ size: 6, root: smaller.root, proof: [] })), /the database was set back/);
  assert.match(because(signer.sign({ size: 7, root: other.root, proof: [] })), /it was rewritten/);
  const proof = await proofTo(rewritten, 7);
  assert.match(because(signer.sign({ size: 10, root: rewritten.root, proof })), /it was rewritten/);
  assert.equal(signer.lastSize(), 7, 'what was refused is not remembered');
});

test('a signer that does not know what it signed last refuses', () => {
  const { folder, signer } = openNew();
  const path = join(folder, 'ledger-signed.json');
  for (const damaged of ['', '{}', '{"origin":"steerhouse.test/log","size":-0.5,"root":""}', '[]']) {
    writeFileSync(path, damaged);
    assert.equal(signer.lastSize(), null);
    assert.match(because(signer.sign({ size: 0, root: emptyRoot, proof: [] })), /lost or damaged/);
  }
  rmSync(path);
  assert.match(because(signer.sign({ size: 0, root: emptyRoot, proof: [] })), /lost or damaged/);
  rememberSigned(folder, { origin: 'another.log', size: 0, root: emptyRoot });
  assert.match(because(signer.sign({ size: 0, root: emptyRoot, proof: [] })), /lost or damaged/);
});

test('a key without its memory signs nothing; the last checkpoint holds all that the memory needs', async () => {
  const { signer, folder } = openNew();
  const log = memoryLog(numberedLeaves(5));
  const signed = signer.sign({ size: 5, root: log.root, proof: [] });
  assert.ok(signed.ok);
  const elsewhere = temporaryFolder();
  copyFileSync(join(folder, 'ledger-key'), join(elsewhere, 'ledger-key'));
  const key = readKeyFile(elsewhere);
  assert.ok(key);
  const moved = openSigner(elsewhere, key);
  assert.match(because(moved.sign({ size: 5, root: log.root, proof: [] })), /lost or damaged/);
  // As docs/operator.md tells it to be done by hand.
  const [name, size, root] = signed.note.split('\n');
  writeFileSync(
    join(elsewhere, 'ledger-signed.json'),
    `{"origin":"${name}","size":${size},"root":"${root}"}`,
  );
  const larger = memoryLog(numberedLeaves(9));
  assert.ok(moved.sign({ size: 9, root: larger.root, proof: await proofTo(larger, 5) }).ok);
});

test('what cannot be remembered is not signed', () => {
  const { folder, signer } = openNew();
  mkdirSync(join(folder, 'ledger-signed.json.new')); // stands where the next memory would be written
  const { root } = memoryLog(numberedLeaves(2));
  assert.throws(() => signer.sign({ size: 2, root, proof: [] }), { code: 'EISDIR' });
  assert.equal(recallSigned(folder)?.size, 0);
});

function openNew() {
  const folder = temporaryFolder();
  const noteSigner = createKeyFile(folder, origin);
  rememberSigned(folder, { origin, size: 0, root: emptyRoot });
  return { folder, key: noteSigner.key, signer: openSigner(folder, noteSigner) };
}

async function proofTo(log: ReturnType<typeof memoryLog>, oldSize: number): Promise<Uint8Array[]> {
  const proven = await proveConsistency(log.tree, oldSize);
  assert.ok(proven.ok);
  return proven.proof;
}

function because(signed: { ok: true } | { ok: false; because: string }): string {
  assert.ok(!signed.ok);
  return signed.because;
}
