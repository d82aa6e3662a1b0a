import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openIngest } from '../features/decisions/recording/ingest.ts';
import { openMetrics } from '../platform/metrics.ts';
import { openStage } from '../testing/stage.ts';
import { openStageServer } from '../testing/stage-server.ts';
import { openStageWork } from '../testing/stage-work.ts';
import { countRecorded } from './count-recorded.ts';
import { registerGauges } from './register-gauges.ts';

const stage = await openStage();
const { bringNews } = await openStageWork(stage);
const metrics = openMetrics();
const ingest = openIngest(stage.deps, { onRecorded: (recorded) => countRecorded(metrics, recorded) });
registerGauges(metrics, stage.deps, ingest);
const server = await openStageServer(stage, { metrics, ingest });
const key = await server.key();

function post(change: object) {
  const body = { useCase: stage.slug, model: stage.model, input: 1, output: 2, label: 'other', ...change };
  return server.send({
    method: 'POST',
    url: '/v1/decisions',
    headers: { ...key, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });
}

/** Value of a line of the metrics page, by its name with labels. */
async function metric(line: string): Promise<number | null> {
  const answer = await server.send({ method: 'GET', url: '/metrics' });
  assert.equal(answer.status, 200);
  assert.match(String(answer.headers['content-type']), /^text\/plain/);
  const found = answer.text.split('\n').find((text) => text.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length + 1));
}

test('decisions count by use case and route, once each; refusals by their code', async () => {
  const decisionId = ((await post({ confidence: 0.9 })).body as { decisionId: string }).decisionId;
  await post({ confidence: 0.9, decisionId });
  await post({ confidence: 0.1 });
  await post({ confidence: 0.1, model: 'm-9' });
  assert.equal(await metric('steerhouse_decisions_total{use_case="support",route="release"}'), 1);
  assert.equal(await metric('steerhouse_decisions_total{use_case="support",route="hold"}'), 1);
  assert.equal(await metric('steerhouse_decisions_refused_total{code="decision.unknown-model"}'), 1);
  assert.equal(await metric('steerhouse_ingest_batch_size_count'), 4);
  assert.equal(await metric('steerhouse_ingest_commit_seconds_count'), 4);
});

test('requests are timed by endpoint and status, whatever the ids in their addresses', async () => {
  for (const id of ['01990000-0000-7000-8000-000000000000', '01990000-0000-7000-8000-000000000001']) {
    await server.send({ method: 'GET', url: `/v1/decisions/${id}`, headers: key });
  }
  const line = (path: string, status: number) =>
    `steerhouse_request_seconds_count{method="GET",path="${path}",status="${status}"}`;
  assert.equal(await metric(line('/v1/decisions/:decisionId', 404)), 2);
  await server.send({ method: 'GET', url: '/v1/nothing/like/this' });
  await server.send({ method: 'GET', url: '/v1/nothing/like/that' });
  assert.equal(await metric(line('unmatched', 404)), 2);
});

test('queues, open tasks and the ledger tell how far they are behind', async () => {
  assert.equal(await metric('steerhouse_ingest_queue_depth'), 0);
  assert.equal(await metric('steerhouse_open_tasks{use_case="support",tier="1"}'), 1);
  assert.ok(((await metric('steerhouse_open_tasks_oldest_seconds{use_case="support",tier="1"}')) ?? -1) >= 0);
  assert.ok(((await metric('steerhouse_ledger_waiting_commits')) ?? 0) > 0);
  assert.ok(((await metric('steerhouse_ledger_lag_seconds')) ?? 0) > 0);
  await bringNews();
  assert.equal(await metric('steerhouse_ledger_waiting_commits'), 0);
  assert.equal(await metric('steerhouse_ledger_lag_seconds'), 0);
  assert.equal(await metric('steerhouse_ledger_reaction_behind{reaction="roll-up-kpis"}'), 0);
  assert.ok(((await metric('steerhouse_database_connections')) ?? 0) > 0);
  assert.ok((await metric('steerhouse_event_loop_delay_p99_seconds')) !== null);
});
