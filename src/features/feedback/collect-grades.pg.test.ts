import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GradeRow } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { openStage, personWith, stagePolicy } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';
import { reconcile } from '../ledger/reconciling/reconcile.ts';
import { collectGrades, readGrades } from './collect-grades.ts';
import { feedbackSources } from './reconciliation-sources.ts';

const keepHolding = { action: 'keep-holding' } as const;
const consensus = {
  kind: 'consensus',
  dueSeconds: 600,
  meanwhile: 'hold',
  judgements: { least: 2, most: 3 },
  timeout: keepHolding,
} as const;
const stage = await openStage({
  policy: {
    ...stagePolicy,
    rules: [
      { name: 'Two must agree', when: 'label == "fraud"', route: consensus },
      ...stagePolicy.rules.slice(1),
    ],
    audit: { rate: 1 },
  },
});
const work = await openStageWork(stage);

async function gradeOf(decisionId: string) {
  return stage.db.row<GradeRow>(sql`select * from grade where decision_id = ${decisionId}`);
}

async function judged(
  change: Parameters<typeof work.submit>[0],
  verdict: Parameters<typeof work.judge>[1],
): Promise<GradeRow | null> {
  const { decisionId, taskId } = await work.submit(change);
  await work.judge(taskId, verdict);
  await work.bringNews();
  return gradeOf(decisionId);
}

test('an approval of an audited release is a right one, with its design', async () => {
  const grade = await judged({ confidence: 0.93, metadata: { country: 'DE' } }, { kind: 'approve' });
  assert.ok(grade);
  assert.deepEqual(
    [grade.wrong, grade.right_class, grade.predicted_class, grade.confidence],
    [false, 'refund', 'refund', 0.93],
  );
  assert.deepEqual([grade.routed, grade.audited, grade.inclusion_probability], [false, true, 1]);
  assert.deepEqual([grade.stratum, grade.state, grade.simulated], ['rest', 'provisional', false]);
  assert.deepEqual(grade.metadata, { country: 'DE' });
  assert.deepEqual(
    [grade.policy_version_id, grade.model_version_id],
    [stage.policyVersionId, stage.modelVersionId],
  );
});

test('an edit is wrong and names the right class; a rejection only says wrong', async () => {
  const edited = await judged({ confidence: 0.3 }, { kind: 'edit', output: 'fraud' });
  assert.deepEqual([edited?.wrong, edited?.right_class, edited?.routed], [true, 'fraud', true]);
  const rejected = await judged({ confidence: 0.75 }, { kind: 'reject' });
  assert.deepEqual([rejected?.wrong, rejected?.right_class, rejected?.routed], [true, null, true]);
});

test('where nobody could decide there is no grade, and an expert who can gives a final one', async () => {
  const { decisionId, taskId } = await work.submit({ confidence: 0.2 });
  await work.judge(taskId, { kind: 'cannot-decide' });
  await work.bringNews();
  assert.equal(await gradeOf(decisionId), null);
  await work.judge(taskId, { kind: 'approve' });
  await work.bringNews();
  const grade = await gradeOf(decisionId);
  assert.deepEqual([grade?.wrong, grade?.state], [false, 'final']);
});

test('nobody at all could decide: no grade, and reconciliation misses none', async () => {
  const { decisionId, taskId } = await work.submit({ confidence: 0.2 });
  await work.judge(taskId, { kind: 'cannot-decide' });
  await work.bringNews();
  await work.judge(taskId, { kind: 'cannot-decide' });
  await work.bringNews();
  assert.equal(await gradeOf(decisionId), null);
  const { findings } = await reconcile(stage.db, feedbackSources, new Date(Date.now() + 3_600_000));
  assert.deepEqual(findings, []);
});

test('two reviewers who agree make a final grade, and the first of them alone makes none', async () => {
  const { decisionId, taskId } = await work.submit({ label: 'fraud', output: 'fraud', confidence: 0.9 });
  await work.judge(taskId, { kind: 'edit', output: 'other' });
  await work.bringNews();
  assert.equal(await gradeOf(decisionId), null);
  await work.judge(taskId, { kind: 'edit', output: 'other' });
  await work.bringNews();
  const grade = await gradeOf(decisionId);
  assert.deepEqual(
    [grade?.wrong, grade?.right_class, grade?.state, grade?.routed],
    [true, 'other', 'final', true],
  );
});

test('what simulated people say is marked', async () => {
  const person = { ...(await personWith(stage.deps, ['reviewer'])) };
  await stage.db.run(sql`update person set simulated = true where person_id = ${person.personId}`);
  const { decisionId, taskId } = await work.submit();
  await work.judge(taskId, { kind: 'approve' }, { ...person, simulated: true });
  await work.bringNews();
  assert.equal((await gradeOf(decisionId))?.simulated, true);
});

test('read again, entries grade nothing twice, and a contradiction ends with the later word', async () => {
  const grade = await judged({ confidence: 0.95 }, { kind: 'approve' });
  assert.ok(grade);
  const entry = (resolution: string, place: number): LedgerEntry => ({
    position: grade.position + place,
    entry: {
      kind: 'task.resolved',
      entryId: `${grade.commit_id}.${place}`,
      commitId: grade.commit_id,
      index: place,
      at: new Date(grade.graded_at.getTime() + place).toISOString(),
      actor: { kind: 'system', pseudonym: 'test' },
      about: { decision: grade.decision_id, task: grade.task_id, useCase: grade.use_case_id },
      facts: { resolution },
      commitments: {},
    },
  });
  await stage.db.atomically(async (tx) => {
    const told = [entry('approve', 0), entry('reject', 1), entry('cannot-decide', 2)];
    assert.equal((await readGrades(tx, told)).length, 2);
    await collectGrades(tx, told);
  });
  const after = await gradeOf(grade.decision_id);
  assert.deepEqual([after?.wrong, after?.right_class, after?.revisions], [true, null, 1]);
  assert.equal(after?.position, grade.position, 'it keeps its place in the order');
  assert.equal(after?.entry_index, 1);
});

test('the reaction reads every entry once, whatever else runs', async () => {
  const before = await count();
  const tasks = await Promise.all(Array.from({ length: 12 }, () => work.submit({ confidence: 0.9 })));
  for (const { taskId } of tasks) await work.judge(taskId, { kind: 'approve' });
  await Promise.all([work.bringNews(), work.bringNews()]);
  await work.bringNews();
  assert.equal(await count(), before + 12);
  const twice = await stage.db.row<{ revised: number }>(
    sql`select count(*) as revised from grade where revisions > 0`,
  );
  assert.equal(twice?.revised, 1, 'only the one that was contradicted above');
});

test('a resolution the reaction has not come to yet is no difference', async () => {
  const { taskId } = await work.submit({ confidence: 0.9 });
  await stage.db.run(sql`update ledger_cursor set batch = null where reaction = 'collect-grades'`);
  await work.judge(taskId, { kind: 'approve' });
  await work.bringNews();
  await stage.db.run(sql`
    update ledger_cursor set position = 0 where reaction = 'collect-grades'`);
  await stage.db.run(sql`delete from grade where task_id = ${taskId}`);
  const { findings } = await reconcile(stage.db, feedbackSources, new Date(Date.now() + 7_200_000));
  assert.deepEqual(findings, []);
});

async function count(): Promise<number> {
  return (await stage.db.row<{ grades: number }>(sql`select count(*) as grades from grade`))?.grades ?? 0;
}
