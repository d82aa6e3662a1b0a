// Tasks that ask several people: who is asked, what they see, and what their verdicts add up to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim, NewVerdict } from '../../../contract/reviews.ts';
import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import { say } from '../../../testing/at-the-desk.ts';
import { testDatabase } from '../../../testing/database.ts';
import { type Desk, entriesWritten, freshDesk } from '../../../testing/review-desk.ts';
import { claimNext } from '../claims/claim-next.ts';
import { claimTask } from '../claims/claim-task.ts';
import { parkTask } from '../claims/park-task.ts';
import { releaseTask } from '../claims/release-task.ts';
import { expireLeases } from '../claims/return-tasks.ts';
import { resolveDueTasks } from '../resolve-tasks.ts';
import { openQueueList } from '../tasks/list-queues.ts';
import { listMyVerdicts } from './list-my-verdicts.ts';
import { withdrawVerdict } from './withdraw-verdict.ts';

const db = await testDatabase({ connections: 12 });

type Words = Partial<NewVerdict>;

async function stage(judgements: { least: number; most: number }, settings = { undoSeconds: 0 }) {
  const desk = await freshDesk(db, settings);
  const [task] = await desk.open(1, { judgements });
  const people = await Promise.all(['Ada', 'Bob', 'Cleo', 'Dora', 'Emil'].map((name) => desk.person(name)));
  return { desk, taskId: task?.taskId ?? '', people, expert: await desk.person('Eve', ['expert']) };
}

async function judge(desk: Desk, person: Person, taskId: string, words: Words, seconds = 1): Promise<Claim> {
  const claim = await claimTask(desk.deps, person, taskId, desk.after(seconds));
  await say(desk, person, claim, words, seconds);
  return claim;
}

async function stateOf(taskId: string) {
  const task = await db.row<{ state: string; tier: number; resolution: string | null }>(sql`
    select state, tier, resolution from task where task_id = ${taskId}`);
  const slots = await db.rows<{ slot_number: number; round: number; tier: number; state: string }>(sql`
    select slot_number, round, tier, state from slot where task_id = ${taskId} order by slot_number`);
  return { ...task, slots: slots.map((slot) => `${slot.round}/${slot.tier} ${slot.state}`) };
}

test('as many slots as are needed open at once, and different people hold them side by side', async () => {
  const { desk, taskId, people } = await stage({ least: 3, most: 5 });
  const claims = await Promise.all(
    people.slice(0, 4).map((person) => claimNext(desk.deps, person, {}, desk.after(1))),
  );
  const slots = claims.map(({ claim }) => claim?.slotNumber ?? null);
  assert.deepEqual(slots.toSorted(), [1, 2, 3, null]);
  assert.equal(new Set(claims.flatMap(({ claim }) => claim?.claimToken ?? [])).size, 3);
  const late = people[slots.indexOf(null)]!; // four asked for three
  await assert.rejects(claimTask(desk.deps, late, taskId, desk.after(2)), {
    code: 'task.claimed-by-another',
    message: 'Others have this task now, one for each judgement it asks for.',
  });
  assert.equal((await db.rows(sql`select from lease`)).length, 3);
});

test('nobody gets a second slot of a task they hold, have parked or have judged', async () => {
  const { desk, taskId, people } = await stage({ least: 3, most: 3 });
  const [ada, bob] = people as [Person, Person];
  const claim = await claimTask(desk.deps, ada, taskId, desk.after(1));
  assert.equal((await claimNext(desk.deps, ada, {}, desk.after(1))).claim, null);
  const again = await claimTask(desk.deps, ada, taskId, desk.after(1));
  assert.equal(again.claimToken, claim.claimToken, 'the same claim again');
  const until = desk.after(3600).toISOString();
  await parkTask(desk.deps, ada, { taskId, claimToken: claim.claimToken, until }, desk.after(2));
  assert.equal((await claimNext(desk.deps, ada, {}, desk.after(3))).claim, null);
  const resumed = await claimTask(desk.deps, ada, taskId, desk.after(4));
  assert.equal(resumed.slotNumber, claim.slotNumber, 'what was parked is taken up again');
  await say(desk, ada, resumed, {}, 5);
  assert.equal((await claimNext(desk.deps, ada, {}, desk.after(6))).claim, null);
  await assert.rejects(claimTask(desk.deps, ada, taskId, desk.after(6)), { code: 'task.own-verdict' });
  const other = await claimNext(desk.deps, bob, {}, desk.after(6));
  assert.deepEqual(
    [other.claim?.slotNumber, other.claim?.item.judgements],
    [2, { least: 3, most: 3, given: 1 }],
  );
});

test('more than half agreeing settles it: one entry, the first of them carries the effect', async () => {
  const { desk, taskId, people } = await stage({ least: 3, most: 5 });
  const [ada, bob, cleo] = people as [Person, Person, Person];
  await judge(desk, ada, taskId, { kind: 'reject' }, 10);
  await judge(desk, bob, taskId, { kind: 'edit', output: 'fees' }, 20);
  assert.equal((await stateOf(taskId)).state, 'open');
  await judge(desk, cleo, taskId, { kind: 'edit', output: 'fees' }, 30);
  const { slots, ...task } = await stateOf(taskId);
  assert.deepEqual(task, { state: 'resolved', tier: 1, resolution: 'edit' });
  assert.deepEqual(slots, ['1/1 judged', '1/1 judged', '1/1 judged']);
  const resolved = (await entriesWritten(db)).filter((entry) => entry.kind === 'task.resolved');
  assert.equal(resolved.length, 1);
  const bobs = await db.row<{ verdict_id: string }>(sql`
    select verdict_id from verdict where reviewer_id = ${bob.personId}`);
  assert.equal(resolved[0]?.about.verdict, bobs?.verdict_id);
  assert.deepEqual(resolved[0]?.facts, {
    agreed: 2,
    among: 3,
    asked: 3,
    purpose: 'approval',
    resolution: 'edit',
    secondsToHuman: 30,
    simulated: false,
    tier: 1,
  });
});

test('while they disagree one more is asked, and after the last of them an expert, who sees what they said', async () => {
  const { desk, taskId, people, expert } = await stage({ least: 2, most: 3 });
  const [ada, bob, cleo] = people as [Person, Person, Person];
  await judge(desk, ada, taskId, { kind: 'approve' });
  await judge(desk, bob, taskId, { kind: 'reject', comment: 'Never.' });
  assert.deepEqual((await stateOf(taskId)).slots, ['1/1 judged', '1/1 judged', '2/1 open']);
  const third = await judge(desk, cleo, taskId, { kind: 'edit', output: 'fees' });
  assert.deepEqual(third.item.earlierVerdicts, [], 'those who count do not see each other');
  const { slots, ...task } = await stateOf(taskId);
  assert.deepEqual(task, { state: 'open', tier: 2, resolution: null });
  assert.equal(slots.at(-1), '3/2 open');
  await assert.rejects(claimTask(desk.deps, people[3]!, taskId, desk.after(2)), {
    code: 'task.needs-expert',
  });
  const last = await judge(desk, expert, taskId, { kind: 'reject' });
  assert.deepEqual(
    last.item.earlierVerdicts.map(({ kind, by, comment }) => [kind, by, comment]),
    [
      ['approve', 'Ada', null],
      ['reject', 'Bob', 'Never.'],
      ['edit', 'Cleo', null],
    ],
  );
  assert.equal((await stateOf(taskId)).resolution, 'reject');
  const opened = (await entriesWritten(db)).filter((entry) => entry.kind === 'task.opened');
  assert.deepEqual(
    opened.map(({ facts }) => [facts.slot, facts.tier]),
    [
      [3, 1],
      [4, 2],
    ],
  );
});

test('who cannot decide does not count: as many as are missing are asked at once', async () => {
  const { desk, taskId, people } = await stage({ least: 3, most: 5 });
  for (const person of people.slice(0, 2)) await judge(desk, person, taskId, { kind: 'cannot-decide' });
  await judge(desk, people[2]!, taskId, {});
  assert.deepEqual((await stateOf(taskId)).slots.slice(3), ['2/1 open', '2/1 open']);
  await judge(desk, people[3]!, taskId, {});
  await judge(desk, people[4]!, taskId, { kind: 'reject' });
  assert.deepEqual((await stateOf(taskId)).resolution, 'approve');
});

test('the effect waits for the undo window of the last verdict, and each can be undone in its own', async () => {
  const { desk, taskId, people } = await stage({ least: 2, most: 2 }, { undoSeconds: 30 });
  const [ada, bob] = people as [Person, Person];
  const claim = await claimTask(desk.deps, ada, taskId, desk.after(0));
  const first = await say(desk, ada, claim, {}, 0);
  assert.equal(first.undoUntil, desk.after(30).toISOString());
  await judge(desk, bob, taskId, {}, 20);
  assert.equal((await stateOf(taskId)).state, 'judged');
  await resolveDueTasks(desk.deps, desk.after(49));
  assert.equal((await stateOf(taskId)).state, 'judged');
  await assert.rejects(withdrawVerdict(desk.deps, ada, first.verdictId, desk.after(31)), {
    code: 'verdict.too-late',
  });
  const [mine] = (await listMyVerdicts(db, bob, {}, desk.after(40))).items;
  assert.equal(mine?.undoUntil, desk.after(50).toISOString());
  await withdrawVerdict(desk.deps, bob, mine?.verdictId ?? '', desk.after(40));
  assert.equal((await stateOf(taskId)).state, 'open');
  assert.equal((await listMyVerdicts(db, ada, {}, desk.after(40))).items[0]?.undoUntil, null);
  await resolveDueTasks(desk.deps, desk.after(100));
  assert.equal((await stateOf(taskId)).state, 'open', 'the second judgement is awaited again');
});

test('a verdict is taken back while others are awaited; the slot comes back to the same hands', async () => {
  const { desk, taskId, people } = await stage({ least: 2, most: 2 }, { undoSeconds: 30 });
  const [ada, bob] = people as [Person, Person];
  const claim = await claimTask(desk.deps, ada, taskId, desk.after(0));
  const { verdictId } = await say(desk, ada, claim, { kind: 'reject' }, 0);
  const again = await withdrawVerdict(desk.deps, ada, verdictId, desk.after(10));
  assert.deepEqual([again.slotNumber, again.item.judgements.given], [claim.slotNumber, 0]);
  await judge(desk, bob, taskId, {}, 11);
  await say(desk, ada, again, {}, 12);
  await resolveDueTasks(desk.deps, desk.after(42));
  assert.equal((await stateOf(taskId)).resolution, 'approve');
});

test('a verdict that has brought in another person cannot be undone, whatever a slow clock says', async () => {
  const { desk, taskId, people } = await stage({ least: 2, most: 3 }, { undoSeconds: 30 });
  const [ada, bob] = people as [Person, Person];
  const claim = await claimTask(desk.deps, ada, taskId, desk.after(0));
  const { verdictId } = await say(desk, ada, claim, { kind: 'reject' }, 0);
  await judge(desk, bob, taskId, {}, 0);
  await resolveDueTasks(desk.deps, desk.after(30));
  assert.equal((await stateOf(taskId)).slots.at(-1), '2/1 open');
  await assert.rejects(withdrawVerdict(desk.deps, ada, verdictId, desk.after(29)), {
    code: 'verdict.too-late',
  });
  assert.equal((await listMyVerdicts(db, ada, {}, desk.after(29))).items[0]?.undoUntil, null);
});

test('a task that several hold is one that is claimed', async () => {
  const { desk, taskId, people } = await stage({ least: 3, most: 3 });
  for (const person of people.slice(0, 2)) await claimTask(desk.deps, person, taskId, desk.after(0));
  const [queue] = await openQueueList(db)(desk.after(1));
  assert.deepEqual([queue?.open, queue?.claimed], [1, 1]);
});

test('slots are given back, run out and parked one by one', async () => {
  const { desk, taskId, people } = await stage({ least: 3, most: 3 }, { undoSeconds: 0 });
  const [ada, bob, cleo] = people as [Person, Person, Person];
  const [one, two] = [
    await claimTask(desk.deps, ada, taskId, desk.after(0)),
    await claimTask(desk.deps, bob, taskId, desk.after(0)),
  ];
  await releaseTask(desk.deps, ada, { taskId, claimToken: one.claimToken, reason: 'pause' }, desk.after(1));
  assert.equal((await claimTask(desk.deps, cleo, taskId, desk.after(2))).slotNumber, one.slotNumber);
  await expireLeases(desk.deps, desk.after(601));
  await assert.rejects(say(desk, bob, two, {}, 602), {
    code: 'claim.stale',
    message: 'Your claim on this task has ended; nobody has taken it yet.',
  });
  const left = await db.rows<{ reviewer_id: string }>(sql`select reviewer_id from lease`);
  assert.deepEqual(left, [{ reviewer_id: cleo.personId }]);
});

test('many reach for the slots of many tasks at once: every slot is claimed once, no task twice by one', async () => {
  const desk = await freshDesk(db, { undoSeconds: 0 });
  // Two tasks more than are needed: the last slots could all be of one task, which nobody gets twice.
  await desk.open(12, { judgements: { least: 3, most: 5 } });
  const people = await Promise.all(Array.from({ length: 15 }, (_, n) => desk.person(`Reviewer ${n}`)));
  const claims = await Promise.all(
    people.flatMap((person) => [1, 2, 3].map(() => claimNext(desk.deps, person, {}, desk.after(1)))),
  );
  assert.equal(claims.filter(({ claim }) => claim).length, 45, 'the third of each is one of the two held');
  const leases = await db.rows<{ task_id: string; slot_number: number; reviewer_id: string }>(sql`
    select task_id, slot_number, reviewer_id from lease`);
  assert.equal(leases.length, 30);
  assert.equal(new Set(leases.map((lease) => `${lease.task_id} ${lease.reviewer_id}`)).size, 30);
  assert.equal(new Set(leases.map((lease) => `${lease.task_id} ${lease.slot_number}`)).size, 30);
});

test('the last two verdicts given at the same instant conclude the task once', async () => {
  for (let round = 0; round < 5; round++) {
    const { desk, taskId, people } = await stage({ least: 3, most: 3 });
    const three = people.slice(0, 3);
    const claims = await Promise.all(
      three.map((person) => claimTask(desk.deps, person, taskId, desk.after(0))),
    );
    await Promise.all(three.map((person, index) => say(desk, person, claims[index]!, {}, 1))); // one each
    assert.equal((await stateOf(taskId)).resolution, 'approve');
    const kinds = (await entriesWritten(db)).map((entry) => entry.kind);
    assert.equal(kinds.filter((kind) => kind === 'task.resolved').length, 1);
    assert.equal(kinds.filter((kind) => kind === 'verdict.given').length, 3);
  }
});
