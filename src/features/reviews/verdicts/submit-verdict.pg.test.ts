import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit } from '../../../core/ledger/commitment.ts';
import { sql } from '../../../db/sql.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { claimed, say } from '../../../testing/at-the-desk.ts';
import { testDatabase } from '../../../testing/database.ts';
import { freshDesk, entriesWritten as written } from '../../../testing/review-desk.ts';
import { cancelTasks } from '../cancel-tasks.ts';
import { claimNext } from '../claims/claim-next.ts';
import { claimTask } from '../claims/claim-task.ts';
import { listClaims } from '../claims/list-claims.ts';
import { saveDraft } from '../claims/save-draft.ts';
import { resolveDueTasks } from '../resolve-tasks.ts';
import { verdictsOf } from '../verdicts-of.ts';
import { listMyVerdicts } from './list-my-verdicts.ts';
import { withdrawVerdict } from './withdraw-verdict.ts';

const db = await testDatabase();

/** Without their ids, which are random. */
async function entriesWritten(of: typeof db) {
  return (await written(of)).map(({ id: _, ...entry }) => entry);
}

async function taskRow(taskId: string) {
  const row = await db.row<{
    state: string;
    resolution: string | null;
    tier: number;
    commit_id: string | null;
  }>(sql`
    select state, resolution, tier, commit_id from task where task_id = ${taskId}`);
  assert.ok(row);
  return row;
}

test('a verdict waits for the end of its undo window, then the task is resolved', async () => {
  const desk = await freshDesk(db, { undoSeconds: 5 });
  const ada = await desk.person('Ada', ['reviewer'], { simulated: true });
  const [task] = await desk.open(1, { purpose: 'audit' });
  const verdict = await say(desk, ada, await claimed(desk, ada, 3), {}, 10.5);
  assert.equal(verdict.undoUntil, desk.after(15.5).toISOString());
  await resolveDueTasks(desk.deps, desk.after(15));
  assert.equal((await taskRow(task!.taskId)).state, 'judged');
  await resolveDueTasks(desk.deps, desk.after(15.5));
  assert.deepEqual(
    { ...(await taskRow(task!.taskId)), commit_id: 0 },
    {
      state: 'resolved',
      resolution: 'approve',
      tier: 1,
      commit_id: 0,
    },
  );
  const about = {
    decision: task?.decisionId,
    task: task?.taskId,
    useCase: desk.useCaseId,
    verdict: verdict.verdictId,
  };
  assert.deepEqual((await entriesWritten(db)).slice(1), [
    {
      kind: 'verdict.given',
      about,
      facts: {
        kind: 'approve',
        override: false,
        purpose: 'audit',
        secondsOnTask: 7,
        secondsToHuman: 10,
        simulated: true,
        slot: 1,
        tier: 1,
      },
      c: [],
    },
    {
      kind: 'task.resolved',
      about,
      facts: { purpose: 'audit', resolution: 'approve', secondsToHuman: 10, simulated: true, tier: 1 },
      c: [],
    },
  ]);
});

test('without an undo window the effect leaves with the verdict, in one commit', async () => {
  const desk = await freshDesk(db, { undoSeconds: 0 });
  const ada = await desk.person('Ada');
  await desk.open(1);
  const claim = await claimed(desk, ada);
  const verdict = await say(desk, ada, claim, { kind: 'reject' });
  assert.equal(verdict.undoUntil, null);
  assert.equal((await taskRow(claim.item.taskId)).resolution, 'reject');
  const commits = await db.rows<{ entry_count: number }>(sql`
    select entry_count from ledger_commit order by written_at`);
  assert.deepEqual(
    commits.map((row) => row.entry_count),
    [1, 2],
  );
  await assert.rejects(withdrawVerdict(desk.deps, ada, verdict.verdictId, desk.after(10)), {
    code: 'verdict.too-late',
  });
});

test('an edit keeps its output and comment with salts that open the commitments', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1);
  const words = { kind: 'edit', output: 'fees', comment: 'a fee', reasonCodes: ['wrong-class'] } as const;
  const given = await say(desk, ada, await claimed(desk, ada), { ...words, reasonCodes: ['wrong-class'] });
  const verdict = (await verdictsOf(db, [given.verdictId])).get(given.verdictId);
  assert.equal(verdict?.output?.toString(), '"fees"');
  assert.equal(verdict?.comment, 'a fee');
  assert.deepEqual(verdict?.reasonCodes, ['wrong-class']);
  const entry = (await entriesWritten(db)).at(-1);
  assert.deepEqual(
    [entry?.facts.override, entry?.facts.reason1, entry?.c],
    [true, 'wrong-class', ['comment', 'output']],
  );
  const made = commit({ label: 'output', salt: verdict!.outputSalt!, payload: verdict!.output! }, sha256);
  const [row] = await db.rows<{ entries: Buffer }>(sql`
    select entries from ledger_commit order by written_at desc limit 1`);
  assert.ok(made.ok && row?.entries.toString('latin1').includes(made.commitment));
});

test('an invalid verdict is refused with every problem named, and the claim lives on', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1);
  const claim = await claimed(desk, ada);
  await assert.rejects(say(desk, ada, claim, { kind: 'edit', output: 'refund', reasonCodes: ['mood'] }), {
    code: 'verdict.invalid',
    message: 'This is what the model said; that is an approval. "mood" is no reason code of this use case.',
  });
  await assert.rejects(say(desk, ada, claim, { kind: 'approve', output: 'fees' }), {
    code: 'verdict.invalid',
  });
  await assert.rejects(say(desk, ada, claim, { kind: 'edit', output: 'x'.repeat(300_000) }), {
    code: 'verdict.invalid',
  });
  await say(desk, ada, claim, {});
});

test('a free text is edited to another text', async () => {
  const desk = await freshDesk(db, { outputKind: 'text' });
  const ada = await desk.person('Ada');
  await desk.open(1, { output: 'Dear sir', label: null });
  const claim = await claimed(desk, ada);
  await assert.rejects(say(desk, ada, claim, { kind: 'edit', output: 'Dear sir' }), {
    code: 'verdict.invalid',
  });
  await say(desk, ada, claim, { kind: 'edit', output: 'Dear madam' });
});

test('sent again with the same claim a verdict answers the first one', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1);
  const claim = await claimed(desk, ada);
  const first = await say(desk, ada, claim, {}, 10);
  assert.deepEqual(await say(desk, ada, claim, {}, 11), first);
  await assert.rejects(say(desk, ada, claim, { kind: 'reject' }, 11), { code: 'claim.stale' });
  await resolveDueTasks(desk.deps, desk.after(15));
  assert.deepEqual(await say(desk, ada, claim, {}, 20), { ...first, undoUntil: null });
  assert.equal((await entriesWritten(db)).filter((entry) => entry.kind === 'verdict.given').length, 1);
});

test('a stale claim is told who has the task now and what was decided, and the draft stays', async () => {
  const desk = await freshDesk(db, { leaseSeconds: 60 });
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const [task] = await desk.open(1);
  const lost = await claimed(desk, ada);
  const draft = { comment: 'three careful paragraphs' };
  const refused = (seconds: number, details: object) =>
    assert.rejects(
      say(desk, ada, lost, { kind: 'reject' }, seconds),
      (refusal: { code: string; details: { facts: object } }) => {
        assert.equal(refusal.code, 'claim.stale');
        assert.deepEqual(refusal.details.facts, details);
        return true;
      },
    );
  await refused(60, { state: 'open', heldBy: null, decidedKind: null, decidedBy: null });
  const taken = await claimed(desk, bob, 61);
  await saveDraft(desk.deps, ada, { taskId: task!.taskId, draft }, desk.after(62));
  await refused(63, { state: 'open', heldBy: 'Bob', decidedKind: null, decidedBy: null });
  await say(desk, bob, taken, {}, 64);
  await refused(65, { state: 'judged', heldBy: null, decidedKind: 'approve', decidedBy: 'Bob' });
  await withdrawVerdict(
    desk.deps,
    bob,
    (await listMyVerdicts(db, bob, {}, desk.after(66))).items[0]!.verdictId,
    desk.after(66),
  );
  const again = await claimTask(desk.deps, ada, task!.taskId, desk.after(200));
  assert.deepEqual(again.item.draft, draft);
});

test('undo brings the task back to the same hands with what was typed, though they are full', async () => {
  const desk = await freshDesk(db);
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  await desk.open(4);
  const claim = await claimed(desk, ada);
  await saveDraft(desk.deps, ada, { taskId: claim.item.taskId, draft: { output: 'fees' } }, desk.after(1));
  const verdict = await say(desk, ada, claim, { kind: 'edit', output: 'fees' }, 10);
  await claimed(desk, ada, 11);
  await claimed(desk, ada, 11);
  await assert.rejects(withdrawVerdict(desk.deps, bob, verdict.verdictId, desk.after(12)), {
    code: 'verdict.not-yours',
  });
  const back = await withdrawVerdict(desk.deps, ada, verdict.verdictId, desk.after(14.999));
  assert.notEqual(back.claimToken, claim.claimToken);
  assert.deepEqual(back.item.draft, { output: 'fees' });
  assert.equal((await listClaims(db, ada, desk.after(15))).items.length, 3);
  await resolveDueTasks(desk.deps, desk.after(100));
  assert.equal((await taskRow(claim.item.taskId)).state, 'open');
  await assert.rejects(withdrawVerdict(desk.deps, ada, verdict.verdictId, desk.after(15)), {
    code: 'verdict.too-late',
  });
  await assert.rejects(say(desk, ada, claim, {}, 16), { code: 'claim.stale' });
  await say(desk, ada, back, {}, 17);
});

test('at the end of its window a verdict cannot be undone', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1);
  const verdict = await say(desk, ada, await claimed(desk, ada), {}, 10);
  await assert.rejects(withdrawVerdict(desk.deps, ada, verdict.verdictId, desk.after(15)), {
    code: 'verdict.too-late',
  });
  await assert.rejects(withdrawVerdict(desk.deps, ada, ada.personId, desk.after(12)), {
    code: 'verdict.unknown',
  });
});

test('who cannot decide passes the task on to another person, an expert', async () => {
  const desk = await freshDesk(db);
  const both = await desk.person('Ada', ['reviewer', 'expert']);
  const eve = await desk.person('Eve', ['expert']);
  const [task] = await desk.open(1);
  const passed = await claimed(desk, both);
  await say(desk, both, passed, { kind: 'cannot-decide', comment: 'in Welsh' }, 10);
  await resolveDueTasks(desk.deps, desk.after(15));
  assert.equal((await say(desk, both, passed, { kind: 'cannot-decide' }, 16)).undoUntil, null);
  assert.deepEqual(
    { ...(await taskRow(task!.taskId)) },
    { state: 'open', resolution: null, tier: 2, commit_id: null },
  );
  assert.deepEqual((await entriesWritten(db)).at(-1), {
    kind: 'task.opened',
    about: { decision: task?.decisionId, task: task?.taskId, useCase: desk.useCaseId },
    facts: { purpose: 'approval', slot: 2, tier: 2 },
    c: [],
  });
  assert.equal((await claimNext(desk.deps, both, {}, desk.after(16))).claim, null);
  await assert.rejects(claimTask(desk.deps, both, task!.taskId, desk.after(16)), {
    code: 'task.own-verdict',
  });
  const claim = await claimed(desk, eve, 17);
  assert.equal(claim.slotNumber, 2);
  assert.deepEqual(claim.item.earlierVerdicts, [
    { kind: 'cannot-decide', by: 'Ada', comment: 'in Welsh', at: desk.after(10).toISOString() },
  ]);
  await say(desk, eve, claim, { kind: 'edit', output: 'fees' }, 30);
  await resolveDueTasks(desk.deps, desk.after(35));
  assert.equal((await taskRow(task!.taskId)).resolution, 'edit');
});

test('when an expert cannot decide either, the task ends as undecidable', async () => {
  const desk = await freshDesk(db, { undoSeconds: 0 });
  const [ada, eve] = [await desk.person('Ada'), await desk.person('Eve', ['expert'])];
  const [task] = await desk.open(1);
  await say(desk, ada, await claimed(desk, ada), { kind: 'cannot-decide' });
  assert.equal((await taskRow(task!.taskId)).state, 'open');
  await say(desk, eve, await claimed(desk, eve, 20), { kind: 'cannot-decide' }, 30);
  assert.equal((await taskRow(task!.taskId)).resolution, 'cannot-decide');
});

test('a time-out cancels an open task out of any hands, and never a judged one', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(2);
  const [one, two] = [await claimed(desk, ada), await claimed(desk, ada, 1)];
  await say(desk, ada, one, {}, 10);
  const cancel = (...taskIds: string[]) =>
    db.atomically((tx) => cancelTasks(tx, desk.after(11), { taskIds, because: 'timed-out' }));
  const [judged, open] = [one.item.taskId, two.item.taskId];
  assert.deepEqual(await cancel(), new Set());
  assert.deepEqual(await cancel(judged), new Set());
  assert.deepEqual(await cancel(judged, open), new Set([open]));
  assert.deepEqual(await cancel(open), new Set());
  assert.deepEqual((await listClaims(db, ada, desk.after(12))).items, []);
  await assert.rejects(say(desk, ada, two, {}, 12), {
    code: 'claim.stale',
    message: 'The task was cancelled, because its decision no longer waits for it.',
  });
  assert.deepEqual((await entriesWritten(db)).at(-1)?.facts, { because: 'timed-out', purpose: 'approval' });
});

test('my verdicts come newest first, page by page, with what can still be undone', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(3);
  for (const seconds of [10, 20, 30])
    await say(desk, ada, await claimed(desk, ada, seconds - 5), {}, seconds);
  await resolveDueTasks(desk.deps, desk.after(26));
  const first = await listMyVerdicts(db, ada, { limit: 2 }, desk.after(31));
  assert.deepEqual(
    first.items.map((item) => [item.givenAt, item.undoUntil, item.withdrawn]),
    [
      [desk.after(30).toISOString(), desk.after(35).toISOString(), false],
      [desk.after(20).toISOString(), null, false],
    ],
  );
  const rest = await listMyVerdicts(db, ada, { limit: 2, cursor: first.next! }, desk.after(31));
  assert.deepEqual(
    rest.items.map((item) => item.givenAt),
    [desk.after(10).toISOString()],
  );
  assert.equal(rest.next, null);
});

test('a draft for a task that does not exist is refused', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await assert.rejects(saveDraft(desk.deps, ada, { taskId: ada.personId, draft: {} }, desk.after(0)), {
    code: 'task.unknown',
  });
});
