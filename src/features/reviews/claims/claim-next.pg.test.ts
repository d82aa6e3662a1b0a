import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../../db/sql.ts';
import { testDatabase } from '../../../testing/database.ts';
import { type Desk, entriesWritten, freshDesk } from '../../../testing/review-desk.ts';
import { claimNext } from './claim-next.ts';
import { claimTask } from './claim-task.ts';
import { heartbeat } from './heartbeat.ts';
import { listClaims } from './list-claims.ts';
import { parkTask } from './park-task.ts';
import { releaseTask } from './release-task.ts';
import { expireLeases, unparkTasks } from './return-tasks.ts';

const db = await testDatabase();

async function next(desk: Desk, person: Parameters<typeof claimNext>[1], wanted = {}, seconds = 0) {
  return (await claimNext(desk.deps, person, wanted, desk.after(seconds))).claim;
}

test('the task due first is claimed, with everything the review page shows', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(3, { dueSeconds: 900 });
  const [urgent] = await desk.open(1, { dueSeconds: 60, purpose: 'review' });
  const claim = await next(desk, ada, {}, 10);
  assert.equal(claim?.item.taskId, urgent?.taskId);
  assert.equal(claim?.claimedAt, desk.after(10).toISOString());
  assert.equal(claim?.expiresAt, desk.after(610).toISOString());
  assert.deepEqual(claim?.item, {
    taskId: urgent?.taskId,
    decisionId: urgent?.decisionId,
    purpose: 'review',
    tier: 1,
    openedAt: desk.after(0).toISOString(),
    dueAt: desk.after(60).toISOString(),
    useCase: {
      useCaseId: desk.useCaseId,
      name: 'Banking intents',
      outputKind: 'class',
      classes: ['refund', 'card-lost', 'fees'].map((name) => ({ name, impact: 1 })),
      reasonCodes: [{ code: 'wrong-class', label: 'Wrong class' }],
      guideline: 'Read twice.',
      undoSeconds: 5,
      leaseSeconds: 600,
    },
    model: 'linear-1',
    judgements: { least: 1, most: 1, given: 0 },
    qualification: null,
    blind: false,
    outputHidden: false,
    escalatedAt: null,
    input: 'I want my money back',
    output: 'refund',
    label: 'refund',
    confidence: 0.7,
    probabilities: { refund: 0.7, fees: 0.3 },
    metadata: { channel: 'chat' },
    reasons: [{ code: 'policy.rule', sentence: 'Rule 1 "Everything" holds it for people.' }],
    earlierVerdicts: [],
    parkNote: null,
    draft: null,
  });
});

test('of two tasks due together the older is claimed first', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1, { atSeconds: 100, dueSeconds: 900 });
  const [older] = await desk.open(1, { atSeconds: 0, dueSeconds: 1000 });
  assert.equal((await next(desk, ada))?.item.taskId, older?.taskId);
});

test('an empty queue answers null', async () => {
  const desk = await freshDesk(db);
  assert.equal(await next(desk, await desk.person('Ada')), null);
});

test('lanes of several use cases are merged by urgency; naming one leaves the others alone', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  const other = await desk.useCase({ name: 'Other', leaseSeconds: 30 });
  await desk.open(1, { dueSeconds: 500 });
  const [urgent] = await desk.open(1, { dueSeconds: 100, useCaseId: other });
  await desk.open(1, { dueSeconds: 200, useCaseId: other });
  const first = await next(desk, ada);
  assert.equal(first?.item.taskId, urgent?.taskId);
  assert.equal(first?.expiresAt, desk.after(30).toISOString());
  assert.equal(
    (await next(desk, ada, { useCaseId: desk.useCaseId }))?.item.useCase.useCaseId,
    desk.useCaseId,
  );
});

test('a reviewer gets tier 1 only, an expert tier 2 first', async () => {
  const desk = await freshDesk(db);
  const [ada, eve] = [await desk.person('Ada'), await desk.person('Eve', ['expert'])];
  const [plain] = await desk.open(1, { dueSeconds: 10 });
  const [hard] = await desk.open(1, { dueSeconds: 900, tier: 2 });
  assert.equal((await next(desk, eve))?.item.taskId, hard?.taskId);
  assert.equal((await next(desk, eve))?.item.taskId, plain?.taskId);
  assert.equal(await next(desk, ada), null);
  await assert.rejects(next(desk, ada, { tier: 2 }), { code: 'task.needs-expert' });
  assert.equal(await next(desk, await desk.person('Eli', ['expert']), { tier: 2 }), null);
});

test('excluded tasks are passed over', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  const [first, second] = await desk.open(2);
  assert.equal((await next(desk, ada, { exclude: [first?.taskId] }))?.item.taskId, second?.taskId);
});

test('who holds two gets the older again, then the other, then a reason', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(3);
  const one = await next(desk, ada, {}, 0);
  const two = await next(desk, ada, {}, 1);
  assert.deepEqual(await next(desk, ada, {}, 2), one);
  assert.deepEqual(await next(desk, ada, { exclude: [one?.item.taskId] }, 2), two);
  const ids = [one?.item.taskId, two?.item.taskId];
  await assert.rejects(next(desk, ada, { exclude: ids }, 2), {
    code: 'claim.hands-full',
    details: {
      todo: 'Judge, park or release one of them first.',
      facts: { taskIds: ids },
    },
  });
  assert.deepEqual((await listClaims(db, ada, desk.after(2))).items, [one, two]);
});

test('two requests of one person at once do not take a third task', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(10);
  await Promise.all(Array.from({ length: 6 }, () => next(desk, ada)));
  assert.equal((await listClaims(db, ada, desk.after(0))).items.length, 2);
});

test('a lapsed lease is taken over by the next claim, and the ledger says so', async () => {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const [task] = await desk.open(1);
  const first = await next(desk, ada);
  assert.equal(await next(desk, bob, {}, 599), null);
  const second = await next(desk, bob, {}, 600);
  assert.equal(second?.item.taskId, task?.taskId);
  assert.notEqual(second?.claimToken, first?.claimToken);
  assert.deepEqual(
    (await entriesWritten(db)).map(({ kind, facts }) => [kind, facts.reason]),
    [
      ['task.claimed', undefined],
      ['task.released', 'lease-expired'],
      ['task.claimed', undefined],
    ],
  );
});

test('parked tasks come back at their time, with the note for whoever is next', async () => {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  await desk.open(1);
  const claim = await next(desk, ada);
  assert.ok(claim);
  const parked = { taskId: claim.item.taskId, claimToken: claim.claimToken, note: 'asked the branch' };
  await parkTask(desk.deps, ada, { ...parked, until: desk.after(50).toISOString() }, desk.after(1));
  assert.equal(await next(desk, bob, {}, 2), null);
  await unparkTasks(desk.deps, desk.after(49));
  assert.equal(await next(desk, bob, {}, 49), null);
  await unparkTasks(desk.deps, desk.after(50));
  assert.equal((await next(desk, bob, {}, 50))?.item.parkNote, 'asked the branch');
});

test('a released task goes back into its queue with the reason in the ledger', async () => {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const [task] = await desk.open(1);
  const claim = await next(desk, ada);
  assert.ok(claim);
  const release = { taskId: claim.item.taskId, claimToken: claim.claimToken, reason: 'prefetch' } as const;
  await releaseTask(desk.deps, ada, release, desk.after(1));
  assert.equal((await next(desk, bob, {}, 2))?.item.taskId, task?.taskId);
  const { id: _, ...entry } = (await entriesWritten(db))[1]!; // a claim and its release
  assert.deepEqual(entry, {
    kind: 'task.released',
    about: { decision: task?.decisionId, task: task?.taskId },
    facts: { reason: 'prefetch' },
    c: [],
  });
  await assert.rejects(releaseTask(desk.deps, ada, release, desk.after(3)), { code: 'claim.stale' });
});

test('heartbeats keep a claim alive; the sweep takes what was not kept', async () => {
  const desk = await freshDesk(db, { leaseSeconds: 60 });
  const ada = await desk.person('Ada');
  await desk.open(2);
  const kept = await next(desk, ada);
  const left = await next(desk, ada);
  assert.ok(kept && left);
  const beat = { taskId: kept.item.taskId, claimToken: kept.claimToken };
  assert.deepEqual(await heartbeat(desk.deps, ada, beat, desk.after(59)), {
    expiresAt: desk.after(119).toISOString(),
  });
  await expireLeases(desk.deps, desk.after(60));
  assert.deepEqual(
    (await listClaims(db, ada, desk.after(60))).items.map((claim) => claim.item.taskId),
    [kept.item.taskId],
  );
  assert.deepEqual((await entriesWritten(db)).at(-1)?.facts, { reason: 'lease-expired' });
  await assert.rejects(heartbeat(desk.deps, ada, beat, desk.after(119)), { code: 'claim.stale' });
});

test('eight reviewers empty a queue of two hundred in parallel, and no task is claimed twice', async () => {
  const desk = await freshDesk(db);
  const tasks = await desk.open(200);
  const people = await Promise.all(Array.from({ length: 8 }, (_, i) => desk.person(`Reviewer ${i}`)));
  const claimed = await Promise.all(people.map((person) => emptyQueue(desk, person)));
  const all = claimed.flat();
  assert.equal(all.length, 200);
  assert.deepEqual(new Set(all), new Set(tasks.map((task) => task.taskId)));
});

/** Claims and puts aside until nothing is left. */
async function emptyQueue(desk: Desk, person: Parameters<typeof claimNext>[1]): Promise<string[]> {
  const taken: string[] = [];
  for (let claim = await next(desk, person); claim; claim = await next(desk, person)) {
    taken.push(claim.item.taskId);
    // Cancelling stands for whatever takes a task out of the queue for good.
    await db.run(sql`update task set state = 'cancelled' where task_id = ${claim.item.taskId}`);
    await db.run(sql`delete from lease where claim_token = ${claim.claimToken}`);
  }
  return taken;
}

test('a given task is claimed once; the holder gets the same claim again', async () => {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const [task] = await desk.open(1);
  const claim = await claimTask(desk.deps, ada, task!.taskId, desk.after(0));
  assert.deepEqual(await claimTask(desk.deps, ada, task!.taskId, desk.after(1)), claim);
  await assert.rejects(claimTask(desk.deps, bob, task!.taskId, desk.after(1)), {
    code: 'task.claimed-by-another',
    message: 'Ada has this task now.',
  });
  assert.equal((await claimTask(desk.deps, bob, task!.taskId, desk.after(600))).item.taskId, task?.taskId);
});

test('a parked task is resumed by who parked it and refused to others', async () => {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  await desk.open(1);
  const claim = await next(desk, ada);
  assert.ok(claim);
  const { taskId } = claim.item;
  const until = desk.after(3600).toISOString();
  await parkTask(desk.deps, ada, { taskId, claimToken: claim.claimToken, until }, desk.after(1));
  await assert.rejects(claimTask(desk.deps, bob, taskId, desk.after(2)), { code: 'task.claimed-by-another' });
  const resumed = await claimTask(desk.deps, ada, taskId, desk.after(3));
  assert.equal(resumed.item.taskId, taskId);
  await unparkTasks(desk.deps, desk.after(3600));
  await heartbeat(desk.deps, ada, { taskId, claimToken: resumed.claimToken }, desk.after(4));
});

test('a task is parked into the future, for seven days at most', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1);
  const claim = await next(desk, ada);
  assert.ok(claim);
  const week = 7 * 24 * 3600;
  const park = (until: number) =>
    parkTask(
      desk.deps,
      ada,
      { taskId: claim.item.taskId, claimToken: claim.claimToken, until: desk.after(until).toISOString() },
      desk.after(1),
    );
  await assert.rejects(park(week + 2), { code: 'park.too-long' });
  await assert.rejects(park(1), { code: 'park.past' });
  await park(week + 1);
});

test('who cannot claim a given task is told why', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  const [hard] = await desk.open(1, { tier: 2 });
  const [, , third] = await desk.open(3);
  await assert.rejects(claimTask(desk.deps, ada, hard!.taskId, desk.after(0)), { code: 'task.needs-expert' });
  await next(desk, ada);
  await next(desk, ada);
  await assert.rejects(claimTask(desk.deps, ada, third!.taskId, desk.after(0)), { code: 'claim.hands-full' });
  await db.run(sql`update task set state = 'cancelled' where task_id = ${third!.taskId}`);
  await assert.rejects(claimTask(desk.deps, ada, third!.taskId, desk.after(0)), { code: 'task.not-open' });
  await assert.rejects(claimTask(desk.deps, ada, ada.personId, desk.after(0)), { code: 'task.unknown' });
});
