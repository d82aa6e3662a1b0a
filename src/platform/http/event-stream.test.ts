import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { endpoint } from '../../contract/endpoint.ts';
import { systemClock } from '../clock.ts';
import { openLog } from '../log.ts';
import { type EventStream, type EventStreamOptions, openEventStream } from './event-stream.ts';
import { route } from './route.ts';
import { buildServer } from './server.ts';

const events = endpoint({
  id: 'events',
  method: 'GET',
  path: '/events',
  access: 'anyone',
  summary: '',
  status: 200,
  streams: 'text/event-stream',
});

/** A server whose one endpoint streams; `opened` hears of each stream. */
async function serve(t: TestContext, options: EventStreamOptions, opened: (stream: EventStream) => void) {
  const app = buildServer({
    routes: [
      route(events, (_ask, wire) => {
        const { stream, reply } = openEventStream(wire, options);
        opened(stream);
        return reply;
      }),
    ],
    authenticate: () => ({ kind: 'anonymous' }),
    clock: systemClock,
    log: openLog('silent'),
    bodyLimitBytes: 1000,
    onAnswered: () => {},
  });
  t.after(() => app.close());
  return { app, url: `${await app.listen({ host: '127.0.0.1', port: 0 })}/events` };
}

test('a stream ends when its time is over and tells the reader to come back at once', async (t) => {
  const { url } = await serve(t, { lastsMs: 50 }, (stream) => stream.send({ event: 'a', data: 1, id: '7' }));
  const text = await (await fetch(url)).text();
  assert.equal(text, 'retry: 2000\n\nid: 7\nevent: a\ndata: 1\n\nretry: 100\n\n');
});

test('shutting down ends every stream, and what is sent afterwards goes nowhere', async (t) => {
  const streams: EventStream[] = [];
  const { app, url } = await serve(t, {}, (stream) => streams.push(stream));
  const texts = await Promise.all([fetch(url), fetch(url)]);
  await app.close();
  for (const stream of streams) {
    assert.equal(stream.gone.aborted, true);
    stream.send({ event: 'late', data: 1 });
  }
  for (const response of texts) assert.doesNotMatch(await response.text(), /late/);
});

test('a reader who hangs up is noticed', async (t) => {
  const gone = Promise.withResolvers<void>();
  const { url } = await serve(t, {}, (stream) => stream.gone.addEventListener('abort', () => gone.resolve()));
  const stop = new AbortController();
  await fetch(url, { signal: stop.signal });
  stop.abort();
  await gone.promise;
});

test('a reader who was gone before the stream opened is noticed', async (t) => {
  const wires = Promise.withResolvers<EventStream>();
  const app = buildServer({
    routes: [
      route(events, async (_ask, wire) => {
        while (!wire.request.raw.socket.destroyed) await sleep(5);
        const { stream, reply } = openEventStream(wire);
        wires.resolve(stream);
        return reply;
      }),
    ],
    authenticate: () => ({ kind: 'anonymous' }),
    clock: systemClock,
    log: openLog('silent'),
    bodyLimitBytes: 1000,
    onAnswered: () => {},
  });
  t.after(() => app.close());
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/events`;
  await assert.rejects(fetch(url, { signal: AbortSignal.timeout(100) }));
  assert.equal((await wires.promise).gone.aborted, true);
});

test('a reader who does not read is cut off instead of filling the memory', async (t) => {
  const opened = Promise.withResolvers<EventStream>();
  const { url } = await serve(t, {}, opened.resolve);
  const asking = httpRequest(url, (response) => response.pause()).on('error', () => undefined);
  asking.end();
  const stream = await opened.promise;
  const data = 'x'.repeat(100_000);
  for (let i = 0; i < 1000 && !stream.gone.aborted; i++) {
    stream.send({ event: 'much', data });
    await sleep(1);
  }
  assert.equal(stream.gone.aborted, true);
  asking.destroy();
});
