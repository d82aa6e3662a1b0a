import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { openLedgerServer } from '../../../testing/ledger-server.ts';
import { appendEntries, type EntryPointer, type NewEntry } from '../append-entries.ts';

const system = { kind: 'system', duty: 'test' } as const;

test('everything about a thing is listed, oldest first, waiting or not, page by page', async () => {
  const { deps, get, settle } = await openLedgerServer();
  const task = uuidv7(Date.now());
  const tell = (kind: NewEntry['kind'], about: Record<string, string>, at: number) =>
    deps.db.atomically((tx) => appendEntries(tx, new Date(at), [{ kind, actor: system, about }]));
  await tell('task.opened', { task }, 1000);
  await tell('task.claimed', { task }, 2000);
  await tell('task.opened', { task: uuidv7(Date.now()) }, 2500);
  await settle();
  await tell('task.released', { task }, 3000);
  const all = await list('');
  assert.deepEqual(
    all.items.map((item) => [item.kind, item.at, item.position === null]),
    [
      ['task.opened', '1970-01-01T00:00:01.000Z', false],
      ['task.claimed', '1970-01-01T00:00:02.000Z', false],
      ['task.released', '1970-01-01T00:00:03.000Z', true],
    ],
  );
  assert.equal(JSON.parse(all.items[0]?.body ?? '').about.task, task);
  const first = await list('?limit=2');
  const second = await list(`?limit=2&cursor=${first.next}`);
  assert.deepEqual([...first.items, ...second.items], all.items);
  assert.equal(second.next, null);

  async function list(query: string) {
    const answer = await get(`/v1/ledger/subjects/${task}${query}`);
    assert.equal(answer.status, 200);
    return (await answer.json()) as Listed;
  }
});

test('commands about one decision at the same moment each keep their entry and get a place of their own (case 12)', async () => {
  const { deps, get, settle } = await openLedgerServer();
  const decision = uuidv7(Date.now());
  const kinds = ['task.claimed', 'task.released', 'verdict.given', 'decision.settled'] as const;
  const told = await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      deps.db.atomically((tx) =>
        appendEntries(tx, new Date(i), [{ kind: kinds[i % 4]!, actor: system, about: { decision } }]),
      ),
    ),
  );
  await settle();
  const { items } = (await (await get(`/v1/ledger/subjects/${decision}?limit=200`)).json()) as Listed;
  const ids = told.flat().map(({ commitId, entryIndex }) => `${commitId}.${entryIndex}`);
  assert.deepEqual(items.map(({ entryId }) => entryId).sort(), ids.sort());
  const positions = items.map(({ position }) => position ?? -1);
  assert.equal(new Set(positions).size, 24);
  assert.ok(!positions.includes(-1), 'each has its place');
});

test('what a feature points to itself comes first, and only on the first page', async () => {
  const own: EntryPointer[] = [];
  const { deps, get } = await openLedgerServer({ alsoAbout: [async () => own] });
  const decision = uuidv7(Date.now());
  const at = new Date();
  const about = { decision };
  own.push(
    ...(await deps.db.atomically((tx) =>
      appendEntries(tx, at, [{ kind: 'decision.recorded', actor: system, about: {} }]),
    )),
  );
  await deps.db.atomically((tx) =>
    appendEntries(tx, at, [
      { kind: 'verdict.given', actor: system, about },
      { kind: 'decision.settled', actor: system, about },
    ]),
  );
  const first = (await (await get(`/v1/ledger/subjects/${decision}?limit=1`)).json()) as Listed;
  const rest = (await (await get(`/v1/ledger/subjects/${decision}?cursor=${first.next}`)).json()) as Listed;
  assert.deepEqual(
    first.items.map((item) => item.kind),
    ['decision.recorded', 'verdict.given'],
  );
  assert.deepEqual(
    rest.items.map((item) => item.kind),
    ['decision.settled'],
  );
});

test('nothing is known about an unknown thing, and a made-up cursor is refused', async () => {
  const { get } = await openLedgerServer();
  const path = `/v1/ledger/subjects/${uuidv7(1)}`;
  assert.deepEqual(await (await get(path)).json(), { items: [], next: null });
  for (const keys of [
    ['x', 1],
    ['00000000-0000-0000-0000-000000000000', 'x'],
    [null, null],
  ]) {
    const cursor = Buffer.from(JSON.stringify(keys)).toString('base64url');
    assert.equal((await get(`${path}?cursor=${cursor}`)).status, 400, JSON.stringify(keys));
  }
});

type Listed = {
  items: { entryId: string; kind: string; at: string; position: number | null; body: string }[];
  next: string | null;
};
