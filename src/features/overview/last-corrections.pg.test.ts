import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { openStage } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { getOverview } from './get-overview.ts';
import { lastCorrections } from './last-corrections.ts';

const stage = await openStage();
const { submit, judge, bringNews } = await openStageWork(stage);

async function corrected(input: string): Promise<string> {
  const { decisionId, taskId } = await submit({ confidence: 0.1, input });
  await judge(taskId, { kind: 'edit', output: 'other' });
  return decisionId;
}

test('the last eight are shown, latest first, approvals not among them', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 10; i++) ids.push(await corrected(`number ${i}`));
  const { taskId } = await submit({ confidence: 0.1 });
  await judge(taskId, { kind: 'approve' });
  await bringNews();
  const shown = await lastCorrections(stage.db, { useCaseId: null, payloads: true });
  assert.deepEqual(
    shown.map(({ decisionId }) => decisionId),
    ids.toReversed().slice(0, 8),
  );
  assert.equal(shown[0]?.excerpt, 'number 9');
  const other = '01990000-0000-7000-8000-000000000000';
  assert.deepEqual(await lastCorrections(stage.db, { useCaseId: other, payloads: true }), []);
});

test('a payload that is gone leaves the correction without its words', async () => {
  await stage.db.run(sql`delete from payload_block`);
  const [first] = await lastCorrections(stage.db, { useCaseId: null, payloads: true });
  assert.deepEqual([first?.excerpt, first?.before, first?.after], ['', null, 'other']);
});

test('decisions per minute are told over the last five minutes by the time they took', async () => {
  const minute = 60_000;
  const nowMs = Math.floor(Date.UTC(2026, 5, 1, 12) / minute) * minute + 30_000;
  const useCaseId = '01990000-0000-7000-8000-000000000003';
  const count = (minutesAgo: number, total: number) =>
    stage.db.run(sql`
      insert into kpi_minute (use_case_id, minute, measure, part, simulated, total)
      values (${useCaseId}, ${new Date(nowMs - 30_000 - minutesAgo * minute)}, 'decisions', 'release', false, ${total})`);
  const rate = async (at = nowMs) => {
    const ask = { useCaseId, windowMinutes: 60, actor: stage.owner, at: new Date(at) };
    return (await getOverview(stage.deps, ask)).decisionsPerMinute;
  };
  assert.equal(await rate(), 0);
  await count(0, 15);
  assert.equal(await rate(), 30, 'half a minute with 15');
  await count(1, 60);
  assert.equal(await rate(), 30, 'the minute it began in is left out');
  for (const minutesAgo of [2, 3, 4, 5, 6]) await count(minutesAgo, 60);
  assert.equal(await rate(), (15 + 4 * 60) / 4.5);
  assert.ok((await rate(nowMs + 3 * minute)) < 30, 'silence counts');
  assert.equal(await rate(nowMs + 10 * minute), 0);
});
