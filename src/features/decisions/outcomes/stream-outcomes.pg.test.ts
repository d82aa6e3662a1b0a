import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../contract/decisions.ts';
import { readEvents, type ServerEvent } from '../../../sdk/read-events.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';

const stage = await openStage();
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const url = await server.listen();
const key = await server.key();

async function follow(query = '', lastEventId?: string) {
  const stop = new AbortController();
  const response = await fetch(`${url}/v1/outcomes${query}`, {
    headers: { ...key, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: stop.signal,
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.ok(response.body);
  const events = readEvents(response.body, stop.signal);
  return {
    async next(): Promise<ServerEvent> {
      const { value } = await events.next();
      assert.ok(value, 'the stream goes on');
      return value;
    },
    hangUp: () => stop.abort(),
  };
}

/** Decisions settled one after the other; answers their ids. */
async function settle(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const { decisionId, taskId } = await submit({ confidence: 0.1 });
    await judge(taskId, { kind: 'approve' });
    ids.push(decisionId);
  }
  await bringNews();
  return ids;
}

function idOf({ data }: ServerEvent): string {
  return (JSON.parse(data) as Outcome).decisionId;
}

test('outcomes come as they settle, in the order of the log, with their content', async () => {
  const stream = await follow();
  assert.equal((await stream.next()).name, 'start');
  const { decisionId, taskId } = await submit({ confidence: 0.1 });
  await judge(taskId, { kind: 'edit', output: 'other' });
  await bringNews();
  const event = await stream.next();
  assert.equal(event.name, 'outcome');
  const outcome = JSON.parse(event.data) as Outcome;
  assert.deepEqual([outcome.decisionId, outcome.state, outcome.output], [decisionId, 'edited', 'other']);
  const more = await settle(5);
  const seen = [];
  for (let i = 0; i < 5; i++) seen.push(await stream.next());
  assert.deepEqual(seen.map(idOf), more);
  const ids = seen.map(({ id }) => Number(id));
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => a - b),
  );
  stream.hangUp();
});

test('a reader that was cut off goes on where it was, also before its first outcome', async () => {
  const first = await follow();
  const start = await first.next();
  first.hangUp();
  const settled = await settle(6);
  const second = await follow('', start.id);
  await second.next();
  const seen = [await second.next(), await second.next()];
  second.hangUp();
  const third = await follow('', seen.at(-1)?.id);
  await third.next();
  for (let i = 0; i < 4; i++) seen.push(await third.next());
  third.hangUp();
  assert.deepEqual(seen.map(idOf), settled);
});

test('more than one look can send come all the same', async () => {
  const start = await (await follow()).next();
  const answers = await Promise.all(Array.from({ length: 230 }, () => submit({ confidence: 0.1 })));
  const judged = new Set<string>();
  for (const { decisionId, taskId } of answers) {
    await judge(taskId, { kind: 'approve' });
    judged.add(decisionId);
  }
  await bringNews();
  const stream = await follow('', start.id);
  await stream.next();
  for (let i = 0; i < 230; i++) assert.ok(judged.delete(idOf(await stream.next())), 'once each');
  stream.hangUp();
});

test('one use case is followed alone, an unknown one is not found', async () => {
  const at = stage.deps.clock.now();
  const other = { slug: 'other', name: 'Other', riskClass: 'minimal', outputKind: 'text' } as const;
  await createUseCase(stage.deps, stage.owner, other, at);
  const quiet = await follow('?useCase=other');
  const start = await quiet.next();
  const busy = await follow(`?useCase=${stage.slug}`);
  await busy.next();
  const [decisionId] = await settle(1);
  assert.equal(idOf(await busy.next()), decisionId);
  busy.hangUp();
  quiet.hangUp();
  const all = await follow('', start.id);
  await all.next();
  assert.equal(idOf(await all.next()), decisionId);
  all.hangUp();
  const lost = await server.send({ method: 'GET', url: '/v1/outcomes?useCase=nowhere', headers: key });
  assert.deepEqual([lost.status, (lost.body as { code: string }).code], [404, 'use-case.unknown']);
});

test('a place that cannot be read starts at the end instead of at the beginning', async () => {
  const stream = await follow('', 'nonsense');
  await stream.next();
  const [decisionId] = await settle(1);
  assert.equal(idOf(await stream.next()), decisionId);
  stream.hangUp();
});

test('a place beyond the end of the log, as after a restored backup, starts at the end', async () => {
  const stream = await follow('', '999999999999');
  const start = await stream.next();
  assert.ok(Number(start.id) < 1_000_000, start.id);
  const [decisionId] = await settle(1);
  assert.equal(idOf(await stream.next()), decisionId);
  stream.hangUp();
});

test('readers who come and go while outcomes settle each get every one after their place, once and in order', async () => {
  const start = await (await follow()).next();
  const early = await Promise.all(Array.from({ length: 4 }, () => follow('', start.id)));
  const settled = await settle(3);
  const late = await Promise.all(Array.from({ length: 4 }, () => follow('', start.id)));
  const more = settle(3);
  const during = await follow('', start.id);
  settled.push(...(await more));
  for (const stream of [...early, ...late, during]) {
    await stream.next();
    const seen = [];
    for (let i = 0; i < settled.length; i++) seen.push(idOf(await stream.next()));
    assert.deepEqual(seen, settled);
    stream.hangUp();
  }
  // All are gone; who comes next finds the feed at rest, and gets what comes then.
  const next = await follow();
  await next.next();
  const [decisionId] = await settle(1);
  assert.equal(idOf(await next.next()), decisionId);
  next.hangUp();
});
