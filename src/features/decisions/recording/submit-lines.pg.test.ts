import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoutedLine } from '../../../contract/decisions.ts';
import { sql } from '../../../db/sql.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { createUseCase } from '../../use-cases/create-use-case.ts';
import { openIngest } from './ingest.ts';
import { submitLines } from './submit-lines.ts';

const stage = await openStage();
const server = await openStageServer(stage);
const key = await server.key();
const good = {
  useCase: stage.slug,
  model: stage.model,
  input: 1,
  output: 2,
  label: 'refund',
  confidence: 0.9,
};
const line = (change: object = {}) => JSON.stringify({ ...good, ...change });

async function send(payload: string | Buffer): Promise<RoutedLine[]> {
  const answer = await server.send({
    method: 'POST',
    url: '/v1/decisions',
    headers: { 'content-type': 'application/x-ndjson', ...key },
    payload,
  });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['content-type'], 'application/x-ndjson');
  return read(answer.text);
}

function read(text: string): RoutedLine[] {
  assert.ok(text === '' || text.endsWith('\n'));
  return text
    .split('\n')
    .slice(0, -1)
    .map((answer) => JSON.parse(answer));
}

/** `3 ok`, or `3 400 request.malformed`. */
function told(answers: readonly RoutedLine[]): string[] {
  return answers.map((answer) =>
    'decision' in answer
      ? `${answer.line} ok`
      : `${answer.line} ${answer.refusal.status} ${answer.refusal.code}`,
  );
}

async function recorded(ids: readonly string[]): Promise<number> {
  const row = await stage.db.row<{ total: number }>(sql`
    select count(*)::integer as total from decision where decision_id = any(${ids}::uuid[])`);
  return row?.total ?? 0;
}

function idsOf(answers: readonly RoutedLine[]): string[] {
  return answers.flatMap((answer) => ('decision' in answer ? [answer.decision.decisionId] : []));
}

test('lines are answered in their order, each with its number', async () => {
  const ids = Array.from({ length: 5 }, () => uuidv7(Date.now()));
  const answers = await send(ids.map((decisionId) => `${line({ decisionId })}\n`).join(''));
  assert.deepEqual(told(answers), ['1 ok', '2 ok', '3 ok', '4 ok', '5 ok']);
  assert.deepEqual(idsOf(answers), ids);
});

test('bad lines are refused with their number and reason, the good ones are taken, nothing is half-written', async () => {
  const tooLong = line({ input: 'x'.repeat(stage.deps.config.payloadLimitBytes + 70_000) });
  const tooLarge = line({ input: 'x'.repeat(stage.deps.config.payloadLimitBytes) });
  const lines = [
    line(),
    '{"useCase":',
    line({ confidence: 7 }),
    line({ model: 'm-9' }),
    '[]',
    'null',
    line({ extra: true }),
    tooLong,
    tooLarge,
    line({ label: 'weather' }),
    `{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
    line(),
  ];
  const before = await total();
  const answers = await send(lines.join('\n'));
  assert.deepEqual(told(answers), [
    '1 ok',
    '2 400 request.malformed',
    '3 400 request.invalid',
    '4 422 decision.unknown-model',
    '5 400 request.invalid',
    '6 400 request.invalid',
    '7 400 request.invalid',
    '8 413 decision.too-large',
    '9 413 decision.too-large',
    '10 422 decision.invalid',
    '11 400 request.malformed',
    '12 ok',
  ]);
  for (const answer of answers) if ('refusal' in answer) assert.match(answer.refusal.detail, /[a-z].*\.$/s);
  assert.equal(await total(), before + 2);
});

test('blank lines are passed over and counted; carriage returns and a missing last newline do not matter', async () => {
  assert.deepEqual(told(await send(`\r\n${line()}\r\n\r\n  \n${line()}\r\n${line()}`)), [
    '2 ok',
    '5 ok',
    '6 ok',
  ]);
});

test('a line that is no UTF-8 is refused alone', async () => {
  const bad = Buffer.from(line({ input: 'X' }));
  bad[bad.indexOf('X'.charCodeAt(0), bad.indexOf('"input"'))] = 0xff;
  const answers = await send(Buffer.concat([bad, Buffer.from(`\n${line()}\n`)]));
  assert.deepEqual(told(answers), ['1 400 request.malformed', '2 ok']);
});

test('nothing is answered with nothing', async () => {
  assert.deepEqual(await send('\n\n'), []);
  assert.deepEqual(await send(' '), []);
});

test('3,000 lines are all taken once, in order', async () => {
  const ids = Array.from({ length: 3000 }, () => uuidv7(Date.now()));
  const answers = await send(ids.map((decisionId) => line({ decisionId, confidence: 0.95 })).join('\n'));
  assert.deepEqual(idsOf(answers), ids);
  assert.deepEqual(
    answers.map((answer) => answer.line),
    ids.map((_, i) => i + 1),
  );
  assert.equal(await recorded(ids), 3000);
});

test('the same decision twice gets the same answer twice; other content under its id is refused', async () => {
  const decisionId = uuidv7(Date.now());
  const answers = await send(
    [line({ decisionId }), line({ decisionId }), line({ decisionId, input: 3 })].join('\n'),
  );
  assert.deepEqual(told(answers), ['1 ok', '2 ok', '3 409 decision.id-reused']);
  assert.equal(new Set(idsOf(answers)).size, 1);
});

test('one stream carries decisions of several use cases', async () => {
  const at = stage.deps.clock.now();
  const other = { slug: 'letters', name: 'Letters', riskClass: 'minimal', outputKind: 'text' } as const;
  const { useCaseId } = await createUseCase(stage.deps, stage.owner, other, at);
  await registerModelVersion(stage.deps, stage.owner, { useCaseId, name: 'l-1', description: '' }, at);
  const document = { rules: [], otherwise: { kind: 'release' as const }, audit: { rate: 0 } };
  await publishDocument(stage.deps, stage.owner, { useCaseId, document }, at);
  const letter = JSON.stringify({
    useCase: 'letters',
    model: 'l-1',
    input: 1,
    output: 'Dear',
    confidence: 0.1,
  });
  const answers = await send([line({ confidence: 0.1 }), letter, line()].join('\n'));
  assert.deepEqual(
    answers.map((answer) => 'decision' in answer && answer.decision.route),
    ['hold', 'release', 'release'],
  );
});

test('while the queue is full lines are refused one by one, and taken when there is room again', async () => {
  const narrow = { ...stage.deps, config: { ...stage.deps.config, queueLimit: 300 } };
  const ingest = openIngest(narrow);
  const holding = await holdEpoch();
  const lines = Array.from({ length: 1500 }, () => line()).join('\n');
  const answers = [1, 2].map(() => textOf(submitLines(ingest, Readable.from([Buffer.from(lines)]), from())));
  await sleep(300);
  await holding.release();
  const refused = read((await Promise.all(answers)).join('')).filter((answer) => 'refusal' in answer);
  assert.ok(refused.length > 0, 'the queue was full');
  for (const { refusal } of refused) {
    assert.deepEqual([refusal.status, refusal.code], [503, 'ingest.overloaded']);
  }
  const after = read(await textOf(submitLines(ingest, Readable.from([Buffer.from(line())]), from())));
  assert.deepEqual(told(after), ['1 ok']);
});

test('a slow caller gets each answer as soon as its line is committed', async () => {
  const lines = new PassThrough();
  const answers = submitLines(server.ingest, lines, from())[Symbol.asyncIterator]();
  for (let i = 1; i <= 3; i++) {
    lines.write(`${line()}\n`);
    assert.deepEqual(told(read(String((await answers.next()).value))), [`${i} ok`]);
  }
  lines.end();
  assert.equal((await answers.next()).done, true);
});

test('a caller who does not read is not read from either', async () => {
  const warnings: Error[] = [];
  process.on('warning', (warning) => warnings.push(warning));
  let given = 0;
  const text = `${line()}\n`;
  const lines = new Readable({
    read() {
      given += 1;
      this.push(given > 40_000 ? null : text);
    },
  });
  const answers = submitLines(server.ingest, lines, from());
  await settled(() => given);
  assert.ok(given < 20_000, `${given} lines were read ahead`);
  const all = read(await textOf(answers));
  assert.equal(all.length, 40_000);
  assert.ok(all.every((answer) => 'decision' in answer));
  assert.deepEqual(warnings, []);
});

test('of large lines no more are held than a few megabytes, whatever their number', async () => {
  const text = Buffer.from(`${line({ input: 'x'.repeat(200 * 1024) })}\n`);
  let given = 0;
  const lines = new Readable({
    read() {
      given += 1;
      this.push(given > 100 ? null : text);
    },
  });
  const holding = await holdEpoch();
  const answers = textOf(submitLines(server.ingest, lines, from()));
  await settled(() => given);
  const heldBytes = given * text.length;
  await holding.release();
  assert.ok(heldBytes < 10 * 1024 * 1024, `${heldBytes} bytes were read ahead`);
  assert.deepEqual(new Set(read(await answers).map((answer) => 'decision' in answer)), new Set([true]));
});

test('a caller who hangs up midway leaves whole decisions behind, and no error', async () => {
  const url = await server.listen();
  const unhandled: unknown[] = [];
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  const ids = Array.from({ length: 600 }, () => uuidv7(Date.now()));
  const asking = httpRequest(`${url}/v1/decisions`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/x-ndjson' },
  });
  asking.on('error', () => undefined);
  asking.write(ids.map((decisionId) => `${line({ decisionId })}\n`).join(''));
  asking.write('{"useCase":"sup');
  await new Promise((resolve) => asking.on('response', resolve));
  asking.destroy();
  await settled(() => server.ingest.depth());
  const taken = await recorded(ids);
  const entries = await stage.db.row<{ total: number }>(sql`
    select count(*)::integer as total
    from decision
    join payload_block using (commit_id)
    where decision_id = any(${ids}::uuid[])`);
  assert.equal(entries?.total, taken, 'each with its payload');
  assert.ok(taken > 0);
  assert.deepEqual(unhandled, []);
  assert.deepEqual(told(await send(line())), ['1 ok'], 'the server goes on');
});

async function total(): Promise<number> {
  return (
    (await stage.db.row<{ total: number }>(sql`select count(*)::integer as total from decision`))?.total ?? 0
  );
}

function from() {
  const { clock, config, log } = stage.deps;
  return {
    actor: stage.service,
    now: () => clock.now().getTime(),
    limitBytes: config.payloadLimitBytes,
    log,
  };
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** Keeps recording from committing until released. */
async function holdEpoch() {
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const holding = stage.db.atomically(async (tx) => {
    await tx.row(sql`select epoch from routing_epoch for update`);
    held.resolve();
    await release.promise;
  });
  await held.promise;
  return {
    async release() {
      release.resolve();
      await holding;
    },
  };
}

/** Waits until a number stays the same for a while. */
async function settled(read: () => number): Promise<void> {
  for (let last = -1; last !== read(); ) {
    last = read();
    await sleep(400);
  }
}
