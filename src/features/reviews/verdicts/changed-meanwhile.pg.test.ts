// The world moves on while somebody holds a task: roles, settings and payloads change under an open claim.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import { claimed, say } from '../../../testing/at-the-desk.ts';
import { testDatabase } from '../../../testing/database.ts';
import { freshDesk } from '../../../testing/review-desk.ts';
import { claimTask } from '../claims/claim-task.ts';
import { listClaims } from '../claims/list-claims.ts';
import { saveDraft } from '../claims/save-draft.ts';
import { resolveDueTasks } from '../resolve-tasks.ts';
import { withdrawVerdict } from './withdraw-verdict.ts';

const db = await testDatabase();

async function stateOf(taskId: string): Promise<string | undefined> {
  return (await db.row<{ state: string }>(sql`select state from task where task_id = ${taskId}`))?.state;
}

test('an expert who loses the role while holding a task of tier 2 no longer judges it; another expert does', async () => {
  const desk = await freshDesk(db, { leaseSeconds: 60, undoSeconds: 0 });
  const [eve, finn] = [await desk.person('Eve', ['expert']), await desk.person('Finn', ['expert'])];
  await desk.open(1, { tier: 2 });
  const claim = await claimed(desk, eve);
  const { taskId } = claim.item;
  const reviewer: Person = { ...eve, roles: ['reviewer'] };
  await assert.rejects(say(desk, reviewer, claim, {}), { code: 'task.needs-expert' });
  assert.equal(await stateOf(taskId), 'open');
  await say(desk, finn, await claimTask(desk.deps, finn, taskId, desk.after(61)), {}, 62);
  assert.equal(await stateOf(taskId), 'resolved');
});

test('a class or reason code that is gone since the claim is refused, and what was typed stays', async () => {
  const desk = await freshDesk(db);
  const ada = await desk.person('Ada');
  await desk.open(1, { output: 'refund', label: 'refund' });
  const claim = await claimed(desk, ada);
  const { taskId } = claim.item;
  const draft = { output: 'fees', comment: 'It is about fees.' };
  await saveDraft(desk.deps, ada, { taskId, draft }, desk.after(5));
  await db.run(sql`
    update use_case
    set classes = ${JSON.stringify([{ name: 'refund', impact: 1 }])}, reason_codes = '[]'
    where use_case_id = ${desk.useCaseId}`);
  await assert.rejects(say(desk, ada, claim, { kind: 'edit', output: 'fees' }), { code: 'verdict.invalid' });
  await assert.rejects(say(desk, ada, claim, { kind: 'reject', reasonCodes: ['wrong-class'] }), {
    code: 'verdict.invalid',
  });
  assert.deepEqual((await listClaims(db, ada, desk.after(11))).items[0]?.item.draft, draft);
  assert.equal((await say(desk, ada, claim, { kind: 'reject' }, 12)).kind, 'reject');
});

test('the undo window that was promised with the verdict holds, though it is shortened meanwhile', async () => {
  const desk = await freshDesk(db, { undoSeconds: 30 });
  const ada = await desk.person('Ada');
  const [task] = await desk.open(1);
  const taskId = task?.taskId ?? '';
  const { verdictId } = await say(desk, ada, await claimed(desk, ada), {});
  await db.run(sql`update use_case set undo_seconds = 0 where use_case_id = ${desk.useCaseId}`);
  await resolveDueTasks(desk.deps, desk.after(39));
  assert.equal(await stateOf(taskId), 'judged');
  const again = await withdrawVerdict(desk.deps, ada, verdictId, desk.after(39));
  assert.equal(again.item.taskId, taskId);
  await say(desk, ada, again, { kind: 'reject' }, 40);
  assert.equal(await stateOf(taskId), 'resolved', 'the new window counts for the new verdict');
});

test('a task whose payload was erased shows nothing and can still be judged', async () => {
  const desk = await freshDesk(db, { undoSeconds: 0 });
  const ada = await desk.person('Ada');
  await desk.open(2);
  await db.run(sql`delete from payload_block`);
  const claim = await claimed(desk, ada);
  assert.deepEqual([claim.item.input, claim.item.output, claim.item.probabilities], [null, null, null]);
  await say(desk, ada, claim, { kind: 'reject', reasonCodes: ['wrong-class'] });
  const next = await claimed(desk, ada, 11);
  await say(desk, ada, next, { kind: 'edit', output: 'fees' }, 12);
  for (const { item } of [claim, next]) assert.equal(await stateOf(item.taskId), 'resolved');
});

test('who judges and undoes over and over leaves one verdict that counts, and the queue as it was', async () => {
  const desk = await freshDesk(db, { undoSeconds: 5 });
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const [task] = await desk.open(1);
  const taskId = task?.taskId ?? '';
  let claim = await claimed(desk, ada);
  for (let round = 0; round < 5; round++) {
    const { verdictId } = await say(desk, ada, claim, { kind: 'reject' }, round);
    claim = await withdrawVerdict(desk.deps, ada, verdictId, desk.after(round));
    await assert.rejects(claimTask(desk.deps, bob, taskId, desk.after(round)), {
      code: 'task.claimed-by-another',
    });
  }
  await say(desk, ada, claim, {}, 6);
  await resolveDueTasks(desk.deps, desk.after(11));
  const standing = await db.rows<{ kind: string }>(sql`
    select kind from verdict where task_id = ${taskId} and withdrawn_at is null`);
  assert.deepEqual(standing, [{ kind: 'approve' }]);
  assert.equal(await stateOf(taskId), 'resolved');
});
