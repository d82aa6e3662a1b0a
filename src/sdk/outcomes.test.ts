import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOutsideServer } from '../testing/outside-server.ts';
import { openClient } from './client.ts';
import { outcomes } from './outcomes.ts';

const eventStream = { 'content-type': 'text/event-stream' };

test('outcomes go on after a broken connection where they stopped', async () => {
  const asked: (string | undefined)[] = [];
  const server = await startOutsideServer((request, _, reply) => {
    asked.push(request.headers['last-event-id'] as string | undefined); // sent once
    reply.writeHead(200, eventStream);
    const from = Number(asked.at(-1) ?? 0);
    if (asked.length === 1) return void reply.end('id: 0\nevent: start\ndata: {}\n\n');
    reply.write(`id: ${from + 1}\nevent: outcome\ndata: {"decisionId":"d${from + 1}"}\n\n`, () => {
      setTimeout(() => request.socket.destroy(), 10);
    });
  });
  const seen: string[] = [];
  const client = openClient({ baseUrl: server.baseUrl });
  for await (const { outcome } of outcomes(client, { useCase: 'refunds', random: () => 0 })) {
    seen.push(outcome.decisionId);
    if (seen.length === 3) break;
  }
  await server.close();
  assert.deepEqual(seen, ['d1', 'd2', 'd3']);
  assert.deepEqual(asked, [undefined, '0', '1', '2']);
  assert.match(server.requests[0] ?? '', /useCase=refunds/);
});

test('stopping by signal ends the stream with its reason', async () => {
  const stop = new AbortController();
  const server = await startOutsideServer((_, __, reply) => {
    reply.writeHead(200, eventStream).write(': quiet\n\n');
    setTimeout(() => stop.abort(new Error('Enough.')), 20);
  });
  const events = outcomes(openClient({ baseUrl: server.baseUrl }), { signal: stop.signal });
  await assert.rejects(events.next(), /Enough/);
  await server.close();
});

test('a refused stream is not asked for again', async () => {
  const server = await startOutsideServer((_, __, reply) => {
    const problem = { status: 403, code: 'permission.missing', detail: 'This needs outcomes:read.' };
    reply.writeHead(403).end(JSON.stringify(problem));
  });
  await assert.rejects(outcomes(openClient({ baseUrl: server.baseUrl })).next(), /outcomes:read/);
  await server.close();
  assert.equal(server.requests.length, 1);
});
