import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getOverview, type Overview, streamOverview } from '../../contract/overview.ts';
import { wilson } from '../../core/stats/wilson.ts';
import type { Database } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { readEvents } from '../../sdk/read-events.ts';
import { publishDocument } from '../../testing/publish-document.ts';
import { openStage, personWith, stagePolicy } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { kpiReactions } from '../kpis/jobs.ts';
import { openLiveOverviews } from './stream-overview.ts';

const stage = await openStage();
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
let owner = await server.person('policy-owner');
const auditor = await server.person('auditor');

async function overview(query: Record<string, unknown> = {}, headers = owner): Promise<Overview> {
  const answer = await server.call(getOverview, headers, { query });
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Overview;
}

async function auditEverything(rate: number): Promise<void> {
  const at = stage.deps.clock.now();
  const document = { ...stagePolicy, audit: { rate } };
  await publishDocument(stage.deps, stage.owner, { useCaseId: stage.useCaseId, document }, at);
}

test('before anything happened every number is nothing, and no share pretends to be known', async () => {
  const empty = await overview();
  assert.deepEqual(
    [
      empty.decisions,
      empty.decisionsPerMinute,
      empty.backlog,
      empty.routes,
      empty.corrections,
      empty.simulated,
    ],
    [0, 0, 0, [], [], false],
  );
  const unknown = { k: 0, n: 0, value: null, low: null, high: null };
  assert.deepEqual([empty.overrideRate, empty.releasedError], [unknown, unknown]);
  assert.deepEqual(empty.timeToHuman, { n: 0, medianSeconds: null, p95Seconds: null });
  assert.equal(empty.series.length, 60);
});

test('the numbers are those counted by hand', async () => {
  // 4 released, 2 of them audited below; 2 reviewed; 4 held.
  for (let i = 0; i < 2; i++) await submit({ confidence: 0.9 });
  await auditEverything(1);
  const audited = [await submit({ confidence: 0.9 }), await submit({ confidence: 0.95 })];
  const reviewed = [await submit({ confidence: 0.75 }), await submit({ confidence: 0.75 })];
  const held = await Promise.all([1, 2, 3, 4].map(() => submit({ confidence: 0.2, input: 'Where is it?' })));
  stage.moveClock(60_000);
  const robot = await personWith(stage.deps, ['reviewer']);
  await stage.db.run(sql`update person set simulated = true where person_id = ${robot.personId}`);
  const simulated = { ...robot, simulated: true };
  await judge(held[0]?.taskId ?? null, { kind: 'approve' });
  await judge(held[1]?.taskId ?? null, { kind: 'edit', output: 'other' });
  await judge(held[2]?.taskId ?? null, { kind: 'reject' }, simulated);
  await judge(reviewed[0]?.taskId ?? null, { kind: 'approve' }, simulated);
  await judge(audited[0]?.taskId ?? null, { kind: 'approve' });
  await judge(audited[1]?.taskId ?? null, { kind: 'edit', output: 'fraud' });
  await bringNews();

  const now = await overview();
  assert.equal(now.decisions, 10);
  assert.deepEqual(now.routes, [
    { route: 'hold', total: 4 },
    { route: 'release', total: 4 },
    { route: 'release-and-review', total: 2 },
  ]);
  assert.equal(now.backlog, 2, 'one held and one reviewed are open');
  assert.deepEqual(now.verdicts, [
    { kind: 'approve', total: 3, simulated: 1 },
    { kind: 'edit', total: 2, simulated: 0 },
    { kind: 'reject', total: 1, simulated: 1 },
  ]);
  assert.equal(now.simulated, true);
  const interval = wilson(3, 6);
  assert.deepEqual(now.overrideRate, { k: 3, n: 6, value: 0.5, low: interval?.low, high: interval?.high });
  assert.deepEqual([now.releasedError.k, now.releasedError.n], [1, 2]);
  assert.equal(now.releasedError.value, 0.5);
  const { low, high } = now.releasedError;
  assert.ok(low !== null && high !== null && low > 0 && low < 0.5 && high > 0.5 && high < 1);
  assert.equal(now.timeToHuman.n, 6);
  for (const seconds of [now.timeToHuman.medianSeconds, now.timeToHuman.p95Seconds]) {
    assert.ok(seconds !== null && seconds > 55 && seconds < 75, `${seconds} s, about a minute`);
  }
});

test('the series adds up to the totals, and its backlog ends at the backlog of now', async () => {
  const { series, backlog, decisions } = await overview();
  const sum = (of: 'released' | 'held' | 'reviewed' | 'judged') =>
    series.reduce((all, minute) => all + minute[of], 0);
  assert.deepEqual([sum('released'), sum('held'), sum('reviewed'), sum('judged')], [4, 4, 2, 6]);
  assert.equal(sum('released') + sum('held') + sum('reviewed'), decisions);
  assert.deepEqual([series[0]?.backlog, series.at(-1)?.backlog], [0, backlog]);
  assert.equal(Math.max(...series.map((minute) => minute.backlog)), 8, 'all tasks, before people came');
});

test('corrections show what was and what became of it, latest first; without payloads only that they were', async () => {
  const { corrections } = await overview();
  assert.deepEqual(
    corrections.map(({ after, simulated }) => [after, simulated]),
    [
      ['fraud', false],
      [null, true],
      ['other', false],
    ],
  );
  assert.equal(corrections[2]?.excerpt, 'Where is it?');
  assert.deepEqual(corrections[2]?.before, { label: 'refund' });
  assert.match(corrections[2]?.by ?? '', /reviewer/);
  const hidden = (await overview({}, auditor)).corrections;
  assert.equal(hidden.length, 3);
  for (const { excerpt, before, after } of hidden)
    assert.deepEqual([excerpt, before, after], ['', null, null]);
});

test('a long input is cut short, a structured one is shown as text', async () => {
  for (const input of ['x'.repeat(500), { question: 'Why?' }]) {
    const { taskId } = await submit({ confidence: 0.2, input });
    await judge(taskId, { kind: 'reject' });
  }
  await bringNews();
  const [structured, long] = (await overview()).corrections;
  assert.equal(structured?.excerpt, '{"question":"Why?"}');
  assert.equal(long?.excerpt.length, 140);
  assert.ok(long?.excerpt.endsWith('…'));
});

test('another use case has nothing of it, and a window only what happened in it', async () => {
  const other = await overview({ useCaseId: '01990000-0000-7000-8000-000000000000' });
  assert.deepEqual([other.decisions, other.backlog, other.corrections], [0, 0, []]);
  stage.moveClock(30 * 60_000);
  const late = await overview({ windowMinutes: 5 });
  assert.deepEqual([late.decisions, late.decisionsPerMinute, late.verdicts], [0, 0, []]);
  assert.equal(late.backlog, 2, 'what waits, waits');
  assert.equal((await overview({ windowMinutes: 1440 })).series.length, 1440);
  for (const windowMinutes of [4, 1441]) {
    assert.equal((await server.call(getOverview, owner, { query: { windowMinutes } })).status, 400);
  }
});

test('an overview over a full day with everything in it has a point for each minute', async () => {
  const at = stage.deps.clock.now().getTime();
  await stage.db.run(sql`
    insert into kpi_minute (use_case_id, minute, measure, part, simulated, total)
    select ${stage.useCaseId}, to_timestamp(floor(${at / 60_000}::float8) * 60 - i * 60), 'verdicts', part, simulated, 1
    from generate_series(2000, 4000) as i, unnest(array['a', 'b', 'c', 'd', 'e', 'f', 'g']) as part,
      unnest(array[true, false]) as simulated
    on conflict do nothing`);
  stage.moveClock(2000 * 60_000);
  owner = await server.person('policy-owner');
  assert.equal((await overview({ windowMinutes: 1440 })).series.length, 1440);
});

test('rolling up the same entries again would count twice, so the cursor makes sure that nobody does', async () => {
  const [reaction] = kpiReactions();
  const before = await stage.db.rows(sql`select measure, part, total from kpi_total order by measure, part`);
  await bringNews();
  await Promise.all([bringNews(), bringNews()]);
  assert.deepEqual(
    await stage.db.rows(sql`select measure, part, total from kpi_total order by measure, part`),
    before,
  );
  const cursor = await stage.db.row<{ position: number; size: number }>(sql`
    select position, size from ledger_cursor, ledger_log where reaction = ${reaction?.name}`);
  assert.equal(cursor?.position, cursor?.size);
});

test('however many look at the same overview, it is made once; who sees other things gets another', async () => {
  let reads = 0;
  const counting = {
    ...stage.deps,
    db: {
      ...stage.db,
      rows: (query: Sql) => {
        reads += 1;
        return stage.db.rows(query);
      },
    } as Database,
  };
  const live = openLiveOverviews(counting);
  const view = { useCaseId: null, windowMinutes: 60, actor: stage.owner };
  await live(view);
  const once = reads;
  await Promise.all(Array.from({ length: 50 }, () => live(view)));
  assert.equal(reads, once);
  const blind = await live({ ...view, actor: await personWith(stage.deps, ['auditor']) });
  assert.ok(blind.corrections.every(({ excerpt }) => excerpt === ''));
  assert.ok(reads > once);
  await sleep(600);
  await live(view);
  assert.ok(reads > 2 * once, 'made anew a moment later');
});

test('the live overview comes at once, and again when something has changed', async () => {
  const url = await server.listen();
  const stop = new AbortController();
  const response = await fetch(`${url}${streamOverview.path}`, {
    headers: { cookie: owner.cookie ?? '' },
    signal: stop.signal,
  });
  assert.ok(response.body);
  const events = readEvents(response.body, stop.signal);
  const next = async () => {
    const { value } = await events.next();
    assert.equal(value?.name, 'overview');
    return JSON.parse(value.data) as Overview;
  };
  const first = await next();
  await submit({ confidence: 0.2 });
  await bringNews();
  assert.equal((await next()).backlog, first.backlog + 1);
  stop.abort();
});
