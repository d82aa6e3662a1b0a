import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewVerdict } from '../../../contract/reviews.ts';
import { type DecisionState, decisionLife } from '../../../core/decisions/life.ts';
import { sql } from '../../../db/sql.ts';
import { openStage, personWith } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { entriesAbout } from '../../ledger/reading/entries-about.ts';
import { outcomesOf } from '../outcomes/outcomes-of.ts';
import { recordedAt } from '../recorded-at.ts';
import { type Settling, settleDecisions } from './settle-decisions.ts';

const stage = await openStage();
const { submit, judge, bringNews, stateOf } = await openStageWork(stage);

const held = { confidence: 0.2 };
const reviewed = { confidence: 0.75 };
const verdicts = {
  approve: { kind: 'approve' },
  edit: { kind: 'edit', output: 'other' },
  reject: { kind: 'reject', reasonCodes: ['wrong-class'] },
} satisfies Record<string, Omit<NewVerdict, 'claimToken'>>;

async function outcomeOf(decisionId: string) {
  const outcome = (await outcomesOf(stage.db, [decisionId])).get(decisionId);
  assert.ok(outcome);
  return outcome;
}

async function kindsAbout(decisionId: string): Promise<string[]> {
  const entries = await entriesAbout(stage.db, decisionId, await recordedAt(stage.db, decisionId));
  return entries.map(({ entry }) => entry.kind);
}

test('what people say of a held decision settles it: approved, edited, rejected', async () => {
  const cases = [
    ['approve', 'released', 'original'],
    ['edit', 'edited', 'replacement'],
    ['reject', 'rejected', 'none'],
  ] as const;
  for (const [verdict, state, use] of cases) {
    const { decisionId, taskId } = await submit(held);
    await judge(taskId, verdicts[verdict]);
    assert.equal((await stateOf(decisionId)).state, 'held', 'the effect travels through the ledger');
    await bringNews();
    assert.deepEqual(
      [(await stateOf(decisionId)).state, (await stateOf(decisionId)).event],
      [state, verdict],
    );
    const outcome = await outcomeOf(decisionId);
    assert.deepEqual([outcome.final, outcome.use], [true, use]);
    assert.deepEqual(outcome.output, verdict === 'edit' ? 'other' : undefined);
    assert.deepEqual(outcome.reasonCodes, verdict === 'reject' ? ['wrong-class'] : []);
    assert.deepEqual(await kindsAbout(decisionId), [
      'decision.recorded',
      'task.claimed',
      'verdict.given',
      'task.resolved',
      'decision.settled',
    ]);
  }
});

test('a review of a released decision confirms, corrects or recalls it', async () => {
  const cases = [
    ['approve', 'released'],
    ['edit', 'corrected'],
    ['reject', 'recalled'],
  ] as const;
  for (const [verdict, state] of cases) {
    const { decisionId, taskId } = await submit(reviewed);
    await judge(taskId, verdicts[verdict]);
    await bringNews();
    const now = await stateOf(decisionId);
    assert.deepEqual([now.state, now.event], [state, verdict]);
    assert.ok(now.settledAt);
  }
});

test('when nobody can decide, the decision stays as it is, unsettled', async () => {
  for (const [change, state] of [
    [held, 'held'],
    [reviewed, 'released'],
  ] as const) {
    const { decisionId, taskId } = await submit(change);
    await judge(taskId, { kind: 'cannot-decide' }, await personWith(stage.deps, ['reviewer']));
    await bringNews();
    assert.equal((await stateOf(decisionId)).state, state, 'an expert is asked');
    await judge(taskId, { kind: 'cannot-decide' }, await personWith(stage.deps, ['expert']));
    await bringNews();
    assert.deepEqual(await stateOf(decisionId), { state, settledAt: null, event: null });
    assert.ok(!(await kindsAbout(decisionId)).includes('decision.settled'));
    assert.equal((await outcomeOf(decisionId)).final, state === 'released');
  }
});

test('news heard twice settles once', async () => {
  const { decisionId, taskId } = await submit(held);
  await judge(taskId, verdicts.edit);
  await bringNews();
  await stage.db.run(sql`update ledger_cursor set position = 0 where reaction = 'settle-decisions'`);
  await bringNews();
  const kinds = await kindsAbout(decisionId);
  assert.equal(kinds.filter((kind) => kind === 'decision.settled').length, 1);
});

test('every event in every state does what the table of its life says, and nothing else', async () => {
  for (const [state, events] of Object.entries(decisionLife)) {
    for (const [event, step] of Object.entries(events)) {
      const { decisionId } = await submit(held);
      await stage.db.run(sql`update decision set state = ${state} where decision_id = ${decisionId}`);
      const changed = await settle(decisionId, event as Settling['event']); // a key of the table
      const changes = step.ok && event !== 'cannot-decide';
      assert.deepEqual(changed, changes ? [decisionId] : [], `${state} ${event}`);
      const now = await stateOf(decisionId);
      assert.equal(now.state, changes ? step.state : (state as DecisionState), `${state} ${event}`);
      assert.equal(now.event, changes ? event : null, `${state} ${event}`);
      const kind = event.startsWith('time-out') ? 'decision.timed-out' : 'decision.settled';
      assert.deepEqual(await kindsAbout(decisionId), ['decision.recorded', ...(changes ? [kind] : [])]);
    }
  }
});

test('a second settlement takes the place of the first, and both stand in the ledger', async () => {
  const { decisionId } = await submit(reviewed);
  await settle(decisionId, 'approve');
  await settle(decisionId, 'reject');
  assert.deepEqual((await stateOf(decisionId)).state, 'recalled');
  assert.deepEqual(await kindsAbout(decisionId), [
    'decision.recorded',
    'decision.settled',
    'decision.settled',
  ]);
});

test('many are settled at once, twice the same one among them, and unknown ones are passed over', async () => {
  const answers = await Promise.all(Array.from({ length: 300 }, () => submit(held)));
  const ids = answers.map(({ decisionId }) => decisionId);
  const given = [...ids, ids[0] ?? '', '01990000-0000-7000-8000-000000000000'];
  const changed = await stage.db.atomically((tx) =>
    settleDecisions(
      tx,
      stage.deps.clock.now(),
      { kind: 'system', duty: 'test' },
      given.map((decisionId) => settling(decisionId, 'approve')),
    ),
  );
  assert.equal(new Set(changed).size, 300);
  const row = await stage.db.row<{ total: number }>(sql`
    select count(*)::integer as total
    from settlement
    where decision_id = any(${ids}::uuid[]) and state = 'released'`);
  assert.equal(row?.total, 300);
});

function settling(decisionId: string, event: Settling['event']): Settling {
  return { decisionId, event, verdictId: null, output: null, outputSalt: null };
}

function settle(decisionId: string, event: Settling['event']): Promise<string[]> {
  return stage.db.atomically((tx) =>
    settleDecisions(tx, stage.deps.clock.now(), { kind: 'system', duty: 'test' }, [
      settling(decisionId, event),
    ]),
  );
}
