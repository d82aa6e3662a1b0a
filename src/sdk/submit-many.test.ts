import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewDecision, RoutedLine } from '../contract/decisions.ts';
import { startOutsideServer } from '../testing/outside-server.ts';
import { openClient } from './client.ts';
import { submitMany } from './submit-many.ts';

const ndjson = { 'content-type': 'application/x-ndjson' };

function decisions(count: number): NewDecision[] {
  return Array.from({ length: count }, (_, i) => ({
    useCase: 'refunds',
    model: 'v1',
    input: i,
    output: 'pay',
    confidence: 0.5,
  }));
}

function answerLine(line: number, text: string): string {
  return `${JSON.stringify({ line, decision: { decisionId: JSON.parse(text).decisionId } })}\n`;
}

function linesOf(body: string): string[] {
  return body.split('\n').filter((line) => line !== '');
}

async function collect(answers: AsyncIterable<RoutedLine>): Promise<RoutedLine[]> {
  const all: RoutedLine[] = [];
  for await (const answer of answers) all.push(answer);
  return all;
}

test('a long list is cut into requests and its lines are counted through', async () => {
  const sizes: number[] = [];
  const server = await startOutsideServer((_, body, reply) => {
    const lines = linesOf(body);
    sizes.push(lines.length);
    reply.writeHead(200, ndjson).end(lines.map((text, i) => answerLine(i + 1, text)).join(''));
  });
  const client = openClient({ baseUrl: server.baseUrl });
  const answers = await collect(submitMany(client, decisions(12), { linesPerRequest: 5, lingerMs: 500 }));
  await server.close();
  assert.deepEqual(sizes, [5, 5, 2]);
  assert.deepEqual(
    answers.map(({ line }) => line),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
});

test('what a broken connection left unanswered is sent again under the same ids', async () => {
  const seen: string[][] = [];
  const server = await startOutsideServer((request, body, reply) => {
    const lines = linesOf(body);
    seen.push(lines.map((text) => JSON.parse(text).decisionId));
    reply.writeHead(200, ndjson);
    if (seen.length > 1) return void reply.end(lines.map((text, i) => answerLine(i + 1, text)).join(''));
    reply.write(answerLine(1, lines[0] ?? ''), () => setTimeout(() => request.socket.destroy(), 20));
  });
  const client = openClient({ baseUrl: server.baseUrl });
  const answers = await collect(submitMany(client, decisions(3), { random: () => 0 }));
  await server.close();
  assert.deepEqual(
    answers.map(({ line }) => line),
    [1, 2, 3],
  );
  assert.deepEqual(seen[1], seen[0]?.slice(1));
});

test('a refused line is an answer, an overloaded one is sent again', async () => {
  let requests = 0;
  const server = await startOutsideServer((_, body, reply) => {
    requests += 1;
    const lines = linesOf(body);
    const refusal = (line: number, status: number, code: string) =>
      `${JSON.stringify({ line, refusal: { status, code, detail: 'No.' } })}\n`;
    const first = refusal(1, 503, 'ingest.overloaded') + refusal(2, 422, 'decision.invalid');
    reply.writeHead(200, ndjson).end(requests === 1 ? first : answerLine(1, lines[0] ?? ''));
  });
  const client = openClient({ baseUrl: server.baseUrl });
  const answers = await collect(submitMany(client, decisions(2), { random: () => 0 }));
  await server.close();
  assert.deepEqual(
    answers.map((answer) => [answer.line, 'refusal' in answer]),
    [
      [2, true],
      [1, false],
    ],
  );
});

test('a slow source is not held up until a request is full', async () => {
  const server = await startOutsideServer((_, body, reply) => {
    reply.writeHead(200, ndjson).end(
      linesOf(body)
        .map((text, i) => answerLine(i + 1, text))
        .join(''),
    );
  });
  async function* slowly() {
    for (const decision of decisions(3)) {
      yield decision;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }
  await collect(submitMany(openClient({ baseUrl: server.baseUrl }), slowly(), { lingerMs: 5 }));
  await server.close();
  assert.equal(server.requests.length, 3);
});
