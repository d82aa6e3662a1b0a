// Tasks judged blind: what is hidden, and how a choice becomes a verdict.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import { claimed, say } from '../../../testing/at-the-desk.ts';
import { testDatabase } from '../../../testing/database.ts';
import { freshDesk } from '../../../testing/review-desk.ts';
import { claimTask } from '../claims/claim-task.ts';
import { resolveDueTasks } from '../resolve-tasks.ts';
import { listMyVerdicts } from './list-my-verdicts.ts';

const db = await testDatabase();
const settings = { undoSeconds: 5 };

async function verdictBy({ personId }: Person) {
  const row = await db.row<{ kind: string; output: Buffer | null }>(sql`
    select kind, output from verdict where reviewer_id = ${personId} and withdrawn_at is null`);
  return [row?.kind, row?.output && JSON.parse(row.output.toString())];
}

test('of a class nothing is shown that tells the model’s, and the class that is chosen makes the verdict', async () => {
  const desk = await freshDesk(db, settings);
  await desk.open(1, { blind: true, judgements: { least: 2, most: 2 } });
  const [ada, bob] = [await desk.person('Ada'), await desk.person('Bob')];
  const claim = await claimed(desk, ada);
  const { item } = claim;
  assert.deepEqual([item.blind, item.outputHidden, item.input], [true, true, 'I want my money back']);
  assert.deepEqual([item.output, item.label, item.confidence, item.probabilities], [null, null, null, null]);
  assert.deepEqual([item.reasons, item.earlierVerdicts], [[], []]);
  const right = await say(desk, ada, claim, { kind: 'choose', output: 'refund' });
  const wrong = await say(desk, bob, await claimed(desk, bob), { kind: 'choose', output: 'fees' });
  assert.deepEqual(await verdictBy(ada), ['approve', null]);
  assert.deepEqual(await verdictBy(bob), ['edit', 'fees']);
  assert.deepEqual([right.kind, wrong.kind], ['choose', 'choose'], 'the answer does not tell');
});

test('a choice sent again gets its first answer', async () => {
  const desk = await freshDesk(db, settings);
  await desk.open(1, { blind: true });
  const ada = await desk.person('Ada');
  const claim = await claimed(desk, ada);
  const first = await say(desk, ada, claim, { kind: 'choose', output: 'refund' });
  assert.deepEqual(await say(desk, ada, claim, { kind: 'choose', output: 'refund' }, 11), first);
});

test('one’s own verdict is told as a choice until it has had its effect', async () => {
  const desk = await freshDesk(db, settings);
  await desk.open(1, { blind: true });
  const ada = await desk.person('Ada');
  await say(desk, ada, await claimed(desk, ada), { kind: 'choose', output: 'refund' });
  const mine = async () => (await listMyVerdicts(db, ada, {}, desk.after(12))).items[0]?.kind;
  assert.equal(await mine(), 'choose');
  await resolveDueTasks(desk.deps, desk.after(20));
  assert.equal(await mine(), 'approve');
});

test('nobody approves or rejects what they cannot see, and a class nobody knows cannot be chosen', async () => {
  const desk = await freshDesk(db, settings);
  await desk.open(1, { blind: true });
  const ada = await desk.person('Ada');
  const claim = await claimed(desk, ada);
  for (const kind of ['approve', 'reject'] as const)
    await assert.rejects(say(desk, ada, claim, { kind }), { code: 'verdict.invalid' });
  for (const output of ['fraud', 7, null])
    await assert.rejects(say(desk, ada, claim, { kind: 'choose', output }), { code: 'verdict.invalid' });
  await assert.rejects(say(desk, ada, claim, { kind: 'choose' }), { code: 'verdict.invalid' });
});

test('where the output is shown there is nothing to choose', async () => {
  const desk = await freshDesk(db, settings);
  await desk.open(1);
  const ada = await desk.person('Ada');
  await assert.rejects(say(desk, ada, await claimed(desk, ada), { kind: 'choose', output: 'refund' }), {
    code: 'verdict.invalid',
    message: 'The output is shown here: approve it, edit it or reject it.',
  });
});

test('a text has to be read to be judged: only opinions about it are hidden', async () => {
  const desk = await freshDesk(db, { ...settings, outputKind: 'text' });
  await desk.open(1, { blind: true, label: null, output: 'Dear …' });
  const ada = await desk.person('Ada');
  const claim = await claimed(desk, ada);
  assert.deepEqual([claim.item.output, claim.item.outputHidden], ['Dear …', false]);
  assert.deepEqual([claim.item.confidence, claim.item.reasons], [null, []]);
  assert.equal((await say(desk, ada, claim, { kind: 'edit', output: 'Hello' })).kind, 'edit');
});

test('the expert who decides about a blind task judges it blind as well', async () => {
  const desk = await freshDesk(db, { undoSeconds: 0 });
  const [task] = await desk.open(1, { blind: true, judgements: { least: 2, most: 2 } });
  for (const [name, output] of [
    ['Ada', 'refund'],
    ['Bob', 'fees'],
  ] as const) {
    const person = await desk.person(name);
    await say(desk, person, await claimed(desk, person), { kind: 'choose', output });
  }
  const eve = await desk.person('Eve', ['expert']);
  const claim = await claimTask(desk.deps, eve, task?.taskId ?? '', desk.after(11));
  assert.deepEqual([claim.item.earlierVerdicts, claim.item.output], [[], null]);
  const verdict = await say(desk, eve, claim, { kind: 'choose', output: 'card-lost' }, 12);
  assert.equal(verdict.undoUntil, null);
  const row = await db.row<{ resolution: string }>(sql`select resolution from task`);
  assert.equal(row?.resolution, 'edit');
});
