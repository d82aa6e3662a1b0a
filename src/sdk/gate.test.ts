import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerJson, startOutsideServer } from '../testing/outside-server.ts';
import { openClient } from './client.ts';
import { awaitOutcome, gate } from './gate.ts';
import { ProblemError } from './problem-error.ts';

const decision = { useCase: 'refunds', model: 'v1', input: { amount: 12 }, output: 'pay', confidence: 0.7 };
const soon = { random: () => 0.01 };

function routed(decisionId: string, released: boolean) {
  const confidence = { raw: 0.7, calibrated: null };
  const route = released ? 'release' : 'hold';
  return {
    decisionId,
    route,
    released,
    taskId: null,
    reasons: [],
    confidence,
    policyVersionId: 'p',
    audited: false,
  };
}

function outcome(decisionId: string, state: string, more = {}) {
  const final = state !== 'held';
  return {
    decisionId,
    state,
    final,
    use: final ? 'original' : 'wait',
    reasonCodes: [],
    settledAt: null,
    ...more,
  };
}

test('a decision released by policy comes back at once with its own output', async () => {
  const server = await startOutsideServer((_, body, reply) => {
    answerJson(reply, 201, routed(JSON.parse(body).decisionId, true));
  });
  const gated = await gate(openClient({ baseUrl: server.baseUrl }), decision);
  await server.close();
  assert.equal(gated.kind, 'released');
  assert.equal(gated.kind === 'released' && gated.output, 'pay');
  assert.match(gated.decisionId, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(server.requests, ['POST /v1/decisions']);
});

test('a busy server is asked again with the same decision id, not before Retry-After', async () => {
  const ids: string[] = [];
  const waits: number[] = [];
  const server = await startOutsideServer((_, body, reply) => {
    ids.push(JSON.parse(body).decisionId);
    const busy = { status: 503, code: 'ingest.overloaded', detail: 'Too much at once.' };
    if (ids.length === 1) answerJson(reply, 503, busy, { 'retry-after': '1' });
    else answerJson(reply, 201, routed(ids[0] ?? '', true));
  });
  const onRetry = (_: unknown, waitMs: number) => waits.push(waitMs);
  await gate(openClient({ baseUrl: server.baseUrl }), decision, { ...soon, onRetry });
  await server.close();
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  assert.ok((waits[0] ?? 0) >= 1000);
});

test('a held decision is polled until a person edited it', async () => {
  let polls = 0;
  const server = await startOutsideServer((request, body, reply) => {
    if (request.method === 'POST') return answerJson(reply, 201, routed(JSON.parse(body).decisionId, false));
    polls += 1;
    const settled = outcome('d', 'edited', {
      use: 'replacement',
      output: 'pay half',
      reasonCodes: ['too-much'],
    });
    answerJson(reply, 200, polls === 1 ? outcome('d', 'held') : settled);
  });
  const gated = await gate(openClient({ baseUrl: server.baseUrl }), decision, { pollSeconds: 1 });
  await server.close();
  assert.deepEqual(gated, { kind: 'edited', decisionId: 'd', output: 'pay half', reasonCodes: ['too-much'] });
  assert.match(server.requests[1] ?? '', /\/outcome\?wait=1$/);
});

test('a waiter survives a server that goes away and comes back', async () => {
  const first = await startOutsideServer((request, body, reply) => {
    if (request.method === 'POST') answerJson(reply, 201, routed(JSON.parse(body).decisionId, false));
    else request.socket.destroy();
  });
  const port = Number(new URL(first.baseUrl).port);
  let retries = 0;
  const waiting = gate(openClient({ baseUrl: first.baseUrl }), decision, {
    ...soon,
    onRetry: () => {
      retries += 1;
    },
  });
  while (retries === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.close();
  const second = await startOutsideServer(
    (_, __, reply) => answerJson(reply, 200, outcome('d', 'rejected')),
    port,
  );
  const gated = await waiting;
  await second.close();
  assert.equal(gated.kind, 'rejected');
});

test('the caller who runs out of time is told that the decision stands', async () => {
  const server = await startOutsideServer((request, body, reply) => {
    if (request.method === 'POST') return answerJson(reply, 201, routed(JSON.parse(body).decisionId, false));
    setTimeout(() => answerJson(reply, 200, outcome('d', 'held')), 50);
  });
  const gated = await gate(openClient({ baseUrl: server.baseUrl }), decision, { timeoutMs: 300 });
  await server.close();
  assert.equal(gated.kind, 'timed-out');
  assert.equal(gated.kind === 'timed-out' && gated.accepted, true);
});

test('without any server the caller is told in time that nothing was accepted', async () => {
  const server = await startOutsideServer(() => undefined);
  await server.close();
  const gated = await gate(openClient({ baseUrl: server.baseUrl }), decision, { timeoutMs: 200 });
  assert.equal(gated.kind, 'timed-out');
  assert.equal(gated.kind === 'timed-out' && gated.accepted, false);
});

test('a refusal is thrown with its code and not tried again', async () => {
  const server = await startOutsideServer((_, __, reply) => {
    answerJson(reply, 422, {
      status: 422,
      code: 'decision.unknown-use-case',
      detail: 'No use case "refunds".',
    });
  });
  await assert.rejects(
    gate(openClient({ baseUrl: server.baseUrl }), decision),
    (error) => error instanceof ProblemError && error.code === 'decision.unknown-use-case',
  );
  await server.close();
  assert.equal(server.requests.length, 1);
});

test('an aborted caller stops waiting with the reason given', async () => {
  const stop = new AbortController();
  const server = await startOutsideServer(() => stop.abort(new Error('The user left.')));
  await assert.rejects(
    awaitOutcome(openClient({ baseUrl: server.baseUrl }), 'd', { signal: stop.signal }),
    /The user left/,
  );
  await server.close();
});
