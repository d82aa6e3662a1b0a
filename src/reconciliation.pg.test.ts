import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from './db/sql.ts';
import { timeOutDecisions } from './features/decisions/settling/time-out-decisions.ts';
import { reconcile } from './features/ledger/reconciling/reconcile.ts';
import { draftPolicy } from './features/policies/draft-policy.ts';
import { publishPolicy } from './features/policies/publish-policy.ts';
import { openStage, stagePolicy } from './testing/stage.ts';
import { openStageWork } from './testing/stage-work.ts';
import { allSources } from './worker.ts';

const stage = await openStage({
  policy: {
    ...stagePolicy,
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'release-and-flag', afterSeconds: 100 } },
  },
});
const { submit, judge, bringNews } = await openStageWork(stage);
let hours = 0;

/** Compares all that has happened since the last time. */
function compare() {
  hours += 1;
  return reconcile(stage.db, allSources(), new Date(stage.deps.clock.now().getTime() + hours * 3_600_000));
}

async function republish() {
  const at = stage.deps.clock.now();
  const draft = await draftPolicy(stage.deps, stage.owner, { useCaseId: stage.useCaseId }, at);
  return publishPolicy(stage.deps, stage.owner, { ...draft, inForce: draft.basedOn }, at);
}

/** Runs on, so that rows written now lie in the next comparison. */
function later(): void {
  stage.moveClock(2 * 3_600_000);
}

test('everything the main job writes agrees with the ledger, in both directions', async () => {
  const held = await submit({ confidence: 0.2 });
  const reviewed = await submit({ confidence: 0.75 });
  await Promise.all(Array.from({ length: 40 }, () => submit({ confidence: 0.9 })));
  await judge(held.taskId, { kind: 'edit', output: 'other' });
  await judge(reviewed.taskId, { kind: 'reject' });
  await submit({ confidence: 0.3 });
  stage.moveClock(101_000);
  assert.equal(await timeOutDecisions(stage.deps, stage.deps.clock.now()), 1);
  await republish();
  await bringNews();
  const { checked, differences, findings } = await compare();
  assert.deepEqual(findings, []);
  assert.equal(differences, 0);
  // Entries: 43 recorded, 2 verdicts, 2 resolved (a task and a grade each), 2 settled, 1 timed out, 2 published; and as
  // many rows.
  assert.equal(checked, 2 * (43 + 2 + 2 * 2 + 2 + 1 + 2));
});

test('rows that vanish are missed: a decision, a settlement, a publication', async () => {
  later();
  const gone = await submit({ confidence: 0.9 });
  const unsettled = await submit({ confidence: 0.2 });
  await judge(unsettled.taskId, { kind: 'approve' });
  const published = await republish();
  await bringNews();
  await stage.db.run(sql`delete from decision where decision_id = ${gone.decisionId}`);
  await stage.db.run(sql`delete from settlement where decision_id = ${unsettled.decisionId}`);
  await stage.db.run(sql`delete from policy_version where policy_version_id = ${published.policyVersionId}`);
  const { findings } = await compare();
  assert.deepEqual(
    new Set(findings.map(({ what, subjectId }) => `${what} ${subjectId}`)),
    new Set([
      `decision ${gone.decisionId}`,
      `decision ${unsettled.decisionId}`,
      `policyVersion ${published.policyVersionId}`,
    ]),
  );
  for (const { because } of findings) assert.match(because, /no such row/);
});

test('rows that nothing in the ledger tells of are found: smuggled in, or turned to another state', async () => {
  later();
  await republish();
  const model = await submit({ confidence: 0.9 });
  const smuggled = '01990000-0000-7000-8000-000000000077';
  const at = stage.deps.clock.now();
  await stage.db.run(sql`
    insert into decision (decision_id, use_case_id, model_version_id, policy_version_id, route, state, confidence,
      stratum, inclusion_probability, audited, metadata, recorded_at, commit_id, entry_index)
    select ${smuggled}::uuid, use_case_id, model_version_id, policy_version_id, route, state, confidence, stratum,
      inclusion_probability, audited, metadata, ${at}::timestamptz, ${smuggled}::uuid, 0
    from decision where decision_id = ${model.decisionId}`);
  await stage.db.run(sql`
    insert into settlement (decision_id, use_case_id, event, state, override, settled_at, commit_id, entry_index)
    select decision_id, use_case_id, 'approve', 'released', false, ${at}::timestamptz, commit_id, entry_index
    from decision where decision_id = ${model.decisionId}`);
  const unpublished = await draftPolicy(stage.deps, stage.owner, { useCaseId: stage.useCaseId }, at);
  await stage.db.run(sql`
    update policy_version set state = 'superseded', published_by = created_by, published_at = ${at}
    where policy_version_id = ${unpublished.policyVersionId}`);
  await bringNews();
  const { findings } = await compare();
  const because = (id: string) => findings.find(({ subjectId }) => subjectId === id)?.because ?? 'not found';
  assert.match(because(smuggled), /neither in the log nor waiting/);
  assert.match(because(model.decisionId), /of the kind decision\.recorded, not decision\.settled/);
  assert.notEqual(because(unpublished.policyVersionId), 'not found');
});
