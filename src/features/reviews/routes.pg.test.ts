import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AnswerOf, BodyOf, Endpoint } from '../../contract/endpoint.ts';
import * as contract from '../../contract/reviews.ts';
import type { Actor } from '../../core/access/actor.ts';
import { permissions } from '../../core/access/permissions.ts';
import { buildServer } from '../../platform/http/server.ts';
import { testDatabase } from '../../testing/database.ts';
import { type Desk, freshDesk } from '../../testing/review-desk.ts';
import { reviewJobs } from './jobs.ts';
import { reviewRoutes } from './routes.ts';
import { reviewItems } from './tasks/review-items.ts';

const db = await testDatabase();

/** The routes behind a real server, the caller and the time handed in. */
async function served(desk: Desk) {
  let now = desk.after(0);
  let caller: Actor = { kind: 'anonymous' };
  const clock = { now: () => now };
  const app = buildServer({
    routes: reviewRoutes({ ...desk.deps, clock }),
    authenticate: () => caller,
    clock,
    log: desk.deps.log,
    bodyLimitBytes: 1_000_000,
    onAnswered: () => {},
  });
  after(() => app.close());
  return {
    at(seconds: number) {
      now = desk.after(seconds);
    },
    async call<E extends Endpoint>(
      actor: Actor,
      endpoint: E,
      { id = '', body }: { id?: string; body?: BodyOf<E> } = {},
    ): Promise<AnswerOf<E> & { code?: string }> {
      caller = actor;
      const url = endpoint.path.replace(/:\w+/, id);
      const answer = await app.inject({
        method: endpoint.method,
        url,
        ...(body ? { payload: body as object } : {}),
      }); // every body is one
      return JSON.parse(answer.body || '{}');
    },
  };
}

test('an item goes through the whole contract: queue, claim, draft, heartbeat, verdict, undo, verdict', async () => {
  const desk = await freshDesk(db);
  const { at, call } = await served(desk);
  const ada = await desk.person('Ada');
  const [task] = await desk.open(1, { dueSeconds: 60 });
  const id = task!.taskId; // one was opened
  const { claim } = await call(ada, contract.claimNext, { body: {} });
  assert.ok(claim);
  const { claimToken } = claim;
  assert.deepEqual(
    claim.item,
    (await reviewItems(db, [{ taskId: id, slotNumber: 1 }], ada.personId)).get(id),
    'nothing is lost on the wire',
  );
  assert.deepEqual((await call(ada, contract.listClaims)).items, [claim]);
  await call(ada, contract.saveDraft, { id, body: { draft: { output: 'fees' } } });
  at(30);
  const kept = await call(ada, contract.heartbeat, { id, body: { claimToken } });
  assert.equal(kept.expiresAt, desk.after(630).toISOString());
  const body = { claimToken, kind: 'edit', output: 'fees', reasonCodes: ['wrong-class'] } as const;
  const first = await call(ada, contract.submitVerdict, {
    id,
    body: { ...body, reasonCodes: ['wrong-class'] },
  });
  at(34);
  const back = await call(ada, contract.withdrawVerdict, { id: first.verdictId });
  assert.deepEqual(back.item.draft, { output: 'fees' });
  const second = await call(ada, contract.submitVerdict, {
    id,
    body: { claimToken: back.claimToken, kind: 'approve' },
  });
  for (const job of reviewJobs(desk.deps)) await job.run(desk.after(39));
  const mine = await call(ada, contract.listMyVerdicts);
  assert.deepEqual(
    mine.items.map(({ verdictId, withdrawn, undoUntil }) => [verdictId, withdrawn, undoUntil]).sort(),
    [
      [first.verdictId, true, null],
      [second.verdictId, false, null],
    ].sort(),
  );
  assert.equal(
    (await call(ada, contract.withdrawVerdict, { id: second.verdictId })).code,
    'verdict.too-late',
  );
});

test('queues count what waits, what is in hands and what is late, and show empty first queues', async () => {
  const desk = await freshDesk(db);
  const { at, call } = await served(desk);
  const [ada, eve] = [await desk.person('Ada'), await desk.person('Eve', ['expert'])];
  const empty = await desk.useCase({ name: 'Nothing yet' });
  await desk.open(3, { dueSeconds: 60, atSeconds: 0 });
  await desk.open(1, { dueSeconds: 600, atSeconds: 5, tier: 2 });
  await call(ada, contract.claimNext, { body: {} });
  at(61);
  const { items, mine } = await call(ada, contract.listQueues);
  const queue = { useCaseId: desk.useCaseId, useCaseName: 'Banking intents' };
  assert.equal(mine, 1);
  assert.deepEqual(items, [
    {
      ...queue,
      tier: 1,
      open: 3,
      claimed: 1,
      overdue: 2,
      unqualified: [],
      oldestOpenedAt: desk.after(0).toISOString(),
      nextDueAt: desk.after(60).toISOString(),
    },
    {
      ...queue,
      tier: 2,
      open: 1,
      claimed: 0,
      overdue: 0,
      unqualified: [],
      oldestOpenedAt: desk.after(5).toISOString(),
      nextDueAt: desk.after(605).toISOString(),
    },
    {
      useCaseId: empty,
      useCaseName: 'Nothing yet',
      tier: 1,
      open: 0,
      claimed: 0,
      overdue: 0,
      unqualified: [],
      oldestOpenedAt: null,
      nextDueAt: null,
    },
  ]);
  await call(eve, contract.claimNext, { body: {} });
  assert.equal((await call(eve, contract.listQueues)).items[1]?.claimed, 0, 'counted a moment ago');
  at(62);
  assert.equal((await call(eve, contract.listQueues)).items[1]?.claimed, 1);
});

test('a machine never judges, whatever scopes its key claims to have', async () => {
  const desk = await freshDesk(db);
  const { call } = await served(desk);
  const key: Actor = { kind: 'service', apiKeyId: desk.useCaseId, name: 'bot', scopes: permissions };
  const id = desk.useCaseId;
  const body = { claimToken: id, kind: 'approve' } as const;
  assert.equal((await call(key, contract.submitVerdict, { id, body })).code, 'permission.missing');
  const duty: Actor = { kind: 'system', duty: 'anything' };
  assert.equal((await call(duty, contract.submitVerdict, { id, body })).code, 'permission.people-only');
});
