import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBytes } from '../../../core/ledger/bytes.ts';
import { verifyReceipt } from '../../../core/ledger/proof.ts';
import { parseVerifierKey } from '../../../core/ledger/verifier-key.ts';
import { sql } from '../../../db/sql.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { integrateAll, putCommit, putLeaves } from '../../../testing/ledger.ts';
import { openLedgerServer } from '../../../testing/ledger-server.ts';
import { appendEntries } from '../append-entries.ts';
import { ledgerStatus } from '../queries.ts';
import { verifyEd25519 } from '../signer/ed25519.ts';
import { openTileReader } from '../tree/read-tiles.ts';
import { getReceipt } from './get-receipt.ts';

test('a receipt proves its entry to whoever has the entry and the key, and to nobody with another entry', async () => {
  const { deps, get, settle } = await openLedgerServer();
  const task = uuidv7(Date.now());
  const [pointer] = await deps.db.atomically((tx) =>
    appendEntries(tx, deps.clock.now(), [
      { kind: 'task.opened', actor: { kind: 'system', duty: 'test' }, about: { task } },
    ]),
  );
  assert.ok(pointer);
  await putLeaves(deps.db, 0, 3000);
  await settle();
  const entryId = `${pointer.commitId}.${pointer.entryIndex}`;
  const receipt = await (await get(`/v1/ledger/receipts/${entryId}`)).json();
  assert.equal(receipt.entryId, entryId);
  assert.equal(JSON.parse(receipt.entry).about.task, task);
  const key = parseVerifierKey((await ledgerStatus(deps.db)).verifierKey, sha256);
  assert.ok(key.ok);
  const check = (entry: string) =>
    verifyReceipt(
      { receipt: receipt.proof, entry: textBytes(entry), trust: { logKeys: [key.key] } },
      { hash: sha256, verify: verifyEd25519 },
    );
  const verdict = await check(receipt.entry);
  assert.ok(verdict.ok, JSON.stringify(verdict));
  assert.equal(verdict.index, receipt.position);
  assert.ok(!(await check(receipt.entry.replace('task.opened', 'task.claimed'))).ok);
});

test('receipts of every place in a log hold, at sizes where tiles end, and with the whole log', async () => {
  const { deps, settle, verify } = await openLedgerServer();
  const readTiles = openTileReader(deps.db);
  await deps.db.run(sql`delete from ledger_commit`);
  const receipts: string[] = [];
  let size = 0;
  for (const next of [1, 255, 256, 257, 513, 3000]) {
    const commitId = await putCommit(
      deps.db,
      Array.from({ length: next - size }, (_, i) => textBytes(`leaf ${size + i}`)),
    );
    await settle();
    for (const position of new Set([size, next - 1, Math.floor((size + next) / 2)])) {
      const receipt = await getReceipt(deps.db, readTiles, `${commitId}.${position - size}`);
      assert.equal(receipt.position, position);
      assert.equal(receipt.entry, `leaf ${position}`);
      receipts.push(receipt.proof);
    }
    size = next;
  }
  const verdict = await verify(receipts);
  assert.ok(verdict.ok, JSON.stringify(verdict));
  assert.equal(verdict.receipts, receipts.length);
});

test('an entry that waits, or is in the tree but not signed yet, is refused for a second', async () => {
  const { deps, get, settle } = await openLedgerServer();
  const commitId = await putCommit(deps.db, [textBytes('{}')]);
  const ask = () => get(`/v1/ledger/receipts/${commitId}.0`);
  await expectNotYet(await ask());
  await integrateAll(deps.db);
  await expectNotYet(await ask());
  await settle();
  assert.equal((await ask()).status, 200);
});

test('an entry that never was is unknown, not late', async () => {
  const { deps, get, settle } = await openLedgerServer();
  const commitId = await putCommit(deps.db, [textBytes('{}')]);
  for (const entryId of [`${uuidv7(1)}.0`, `${commitId}.1`, `${commitId}.4096`]) {
    const answer = await get(`/v1/ledger/receipts/${entryId}`);
    assert.equal(answer.status, 404, entryId);
    assert.equal((await answer.json()).code, 'receipt.unknown');
  }
  await settle();
  assert.equal((await get(`/v1/ledger/receipts/${commitId}.1`)).status, 404);
  assert.equal((await get('/v1/ledger/receipts/nonsense')).status, 400);
});

async function expectNotYet(answer: Response): Promise<void> {
  assert.equal(answer.status, 409);
  assert.equal(answer.headers.get('retry-after'), '1');
  assert.equal((await answer.json()).code, 'receipt.not-yet');
}
