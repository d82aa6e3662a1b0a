// What every route makes of a decision: its state, its task, what the caller is told, and what is written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { sql } from '../../../db/sql.ts';
import { openStage, personWith } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { countsIn } from '../../kpis/queries.ts';
import { changeModelState } from '../../models/change-model-state.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { claimTask } from '../../reviews/claims/claim-task.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { openIngest } from '../recording/ingest.ts';
import { submitDecision } from '../recording/submit-decision.ts';

const people = { dueSeconds: 600, timeout: { action: 'reject', afterSeconds: 100 } } as const;
const policy: PolicyDocument = {
  rules: [
    {
      name: 'Fraud needs two of three',
      when: 'label == "fraud"',
      route: {
        kind: 'consensus',
        meanwhile: 'hold',
        judgements: { least: 2, most: 3 },
        blind: true,
        qualification: 'fraud',
        tier: 2,
        ...people,
      },
    },
    {
      name: 'Large ones are looked at by three',
      when: 'has(metadata.amount) && metadata.amount > 100',
      route: { kind: 'consensus', meanwhile: 'release', judgements: { least: 3, most: 5 }, ...people },
    },
    { name: 'Watched', when: 'modelState == "probation"', route: { kind: 'hold', ...people } },
    { name: 'Sure', when: 'confidence >= 0.8', route: { kind: 'release' } },
    {
      name: 'Blind',
      when: 'confidence >= 0.5',
      route: { kind: 'release-and-review', dueSeconds: 60, blind: true },
    },
  ],
  otherwise: { kind: 'hold', ...people },
  audit: { rate: 0 },
};

const stage = await openStage({ policy });
const { deps, db, owner, useCaseId } = stage;
const { submit, judge, bringNews, stateOf } = await openStageWork(stage);
const fraud = { label: 'fraud', confidence: 0.9 };
const large = { confidence: 0.9, metadata: { amount: 500 } };

async function rowOf(decisionId: string) {
  const row = await db.row<Record<string, unknown>>(sql`
    select decision.route, decision.state, rule_index, inclusion_probability, context_id, paired_with, time_out_at,
      task.purpose, task.tier, least, most, blind, qualification, count(slot.task_id)::integer as slots
    from decision
    left join task on task.task_id = decision.task_id
    left join slot on slot.task_id = task.task_id
    where decision.decision_id = ${decisionId}
    group by decision.decision_id, task.task_id`);
  assert.ok(row);
  return row;
}

test('a decision that several must agree on is held, its slots open at once, for whom the policy names', async () => {
  const routed = await submit(fraud);
  assert.deepEqual([routed.route, routed.state, routed.released], ['consensus', 'held', false]);
  const { time_out_at, ...row } = await rowOf(routed.decisionId);
  assert.ok(time_out_at instanceof Date);
  assert.deepEqual(row, {
    route: 'consensus',
    state: 'held',
    rule_index: 0,
    inclusion_probability: 1,
    context_id: null,
    paired_with: null,
    purpose: 'approval',
    tier: 2,
    least: 2,
    most: 3,
    blind: true,
    qualification: 'fraud',
    slots: 2,
  });
  const expert = await personWith(deps, ['expert']);
  await assert.rejects(claimTask(deps, expert, routed.taskId ?? '', deps.clock.now()), {
    code: 'task.needs-qualification',
  });
  const [ada, bob] = await Promise.all([1, 2].map(() => personWith(deps, ['expert'])));
  for (const person of [ada, bob])
    await judge(
      routed.taskId,
      { kind: 'choose', output: 'fraud' },
      { ...person!, qualifications: ['fraud'] }, // two were made
    );
  await bringNews();
  assert.deepEqual((await stateOf(routed.decisionId)).state, 'released');
});

test('several may look at what is released already, and correct it together', async () => {
  const routed = await submit(large);
  assert.deepEqual([routed.route, routed.state, routed.released], ['consensus', 'released', true]);
  const row = await rowOf(routed.decisionId);
  assert.deepEqual([row.purpose, row.slots, row.time_out_at], ['review', 3, null]);
  for (const output of ['other', 'other', 'fraud']) await judge(routed.taskId, { kind: 'edit', output });
  await bringNews();
  assert.equal((await stateOf(routed.decisionId)).state, 'corrected');
  assert.equal((await outcomesOf(db, [routed.decisionId])).get(routed.decisionId)?.output, 'other');
});

test('what was sent before gets its first answer, also when people have changed the state since', async () => {
  for (const change of [fraud, large, { confidence: 0.6 }, { confidence: 0.2 }]) {
    const first = await submit(change);
    const again = await submit({ ...change, decisionId: first.decisionId });
    assert.deepEqual(again, first);
  }
});

test('one statement records a batch, ordinary or not, and routing asks nothing else', async () => {
  let statements: string[] = [];
  const counting = {
    ...db,
    row: (query: Parameters<typeof db.row>[0]) => {
      statements.push(query.name ?? query.text);
      return db.row(query) as never; // the statement's columns are the caller's promise, as in db itself
    },
  };
  const counted = openIngest({ ...deps, db: counting });
  await counted.prepare();
  const send = async (changes: object[]) => {
    statements = [];
    await Promise.all(
      changes.map((change) => {
        const decision = {
          ...{
            useCase: stage.slug,
            model: stage.model,
            input: 1,
            output: 'refund',
            label: 'refund',
            confidence: 0.9,
          },
          ...change,
        };
        return submitDecision(counted, decision, Buffer.from(JSON.stringify(decision)), {
          actor: stage.service,
          atMs: Date.now(),
          limitBytes: 1e6,
        });
      }),
    );
    return statements;
  };
  assert.deepEqual(await send([{}]), ['record']);
  assert.deepEqual(await send([{ confidence: 0.1 }]), ['record']);
  assert.deepEqual(await send([fraud]), ['record-any']);
});

test('a model version in shadow is recorded, and nothing else happens', async () => {
  const at = deps.clock.now();
  const given = { useCaseId, name: 'm-shadow', description: '', state: 'shadow' as const };
  await registerModelVersion(deps, owner, given, at);
  const live = await submit(fraud);
  const routed = await submit({ ...fraud, model: 'm-shadow', pairedWith: live.decisionId });
  assert.deepEqual(
    [routed.route, routed.state, routed.released, routed.taskId],
    ['shadow', 'shadowed', false, null],
  );
  assert.deepEqual(
    routed.reasons.map(({ code }) => code),
    ['policy.rule', 'shadow'],
  );
  const row = await rowOf(routed.decisionId);
  assert.deepEqual(
    [row.state, row.rule_index, row.inclusion_probability, row.paired_with, row.time_out_at, row.purpose],
    ['shadowed', 0, 0, live.decisionId, null, null],
  );
  const outcome = (await outcomesOf(db, [routed.decisionId])).get(routed.decisionId);
  assert.deepEqual([outcome?.final, outcome?.use, outcome?.output], [true, 'none', undefined]);
  const again = await submit({
    ...{ ...fraud, model: 'm-shadow', pairedWith: live.decisionId, decisionId: routed.decisionId },
  });
  assert.deepEqual(again, routed);
  await assert.rejects(
    submit({ ...fraud, model: 'm-shadow', decisionId: routed.decisionId }),
    { code: 'decision.id-reused' },
    'another pair is another decision',
  );
});

test('only what runs beside something is paired with it', async () => {
  await assert.rejects(submit({ pairedWith: '01990000-0000-7000-8000-000000000000' }), {
    code: 'decision.not-shadow',
  });
});

test('decisions in shadow are counted apart, and in nothing else', async () => {
  await bringNews();
  const window = { useCaseId, fromMs: Date.now() - 3_600_000, beforeMs: Date.now() + 3_600_000 };
  const before = await countsIn(db, window);
  const total = (counts: typeof before, measure: string) =>
    counts.filter((one) => one.measure === measure).reduce((sum, one) => sum + one.total, 0);
  await Promise.all(Array.from({ length: 5 }, () => submit({ model: 'm-shadow' })));
  await bringNews();
  const after = await countsIn(db, window);
  assert.equal(total(after, 'shadowed') - total(before, 'shadowed'), 5);
  for (const measure of ['decisions', 'released', 'tasks-opened', 'failed-closed', 'audit-drawn'])
    assert.equal(total(after, measure), total(before, measure), measure);
});

test('a model version on probation is in use, and rules see it; its decisions keep the circumstances', async () => {
  const { modelVersionId } = stage;
  const change = (state: 'probation' | 'active') =>
    changeModelState(deps, owner, { modelVersionId, state }, deps.clock.now());
  await change('probation');
  const [one, two] = await Promise.all([submit({ confidence: 0.95 }), submit({ confidence: 0.95 })]);
  assert.deepEqual([one.route, one.state], ['hold', 'held']);
  const rows = await Promise.all([one, two].map(({ decisionId }) => rowOf(decisionId)));
  assert.ok(rows[0]?.context_id);
  assert.equal(rows[0]?.context_id, rows[1]?.context_id, 'the same circumstances have one row');
  const context = await db.row<{ facts: object }>(sql`
    select facts from routing_context where context_id = ${rows[0]?.context_id}`);
  assert.deepEqual(context?.facts, {
    approvals: [],
    backlog: null,
    modelStates: [['m-1', 'probation']],
    overloadSteps: 0,
    thresholds: [],
  });
  await change('active');
  const back = await submit({ confidence: 0.95 });
  assert.deepEqual([back.route, (await rowOf(back.decisionId)).context_id], ['release', null]);
});

test('a model version that comes out of shadow while decisions stream in: each is either recorded beside or stands', async () => {
  const at = deps.clock.now();
  const given = { useCaseId, name: 'm-coming', description: '', state: 'shadow' as const };
  const { modelVersionId } = await registerModelVersion(deps, owner, given, at);
  const sending = Array.from({ length: 60 }, async (_, n) => {
    if (n === 30) await changeModelState(deps, owner, { modelVersionId, state: 'active' }, at);
    return submit({ model: 'm-coming', confidence: 0.95 });
  });
  for (const routed of await Promise.all(sending)) {
    const row = await rowOf(routed.decisionId);
    assert.deepEqual([row.route, row.state], [routed.route, routed.state]);
    assert.equal(routed.released, routed.state === 'released');
  }
  assert.equal((await submit({ model: 'm-coming', confidence: 0.95 })).state, 'released');
});
