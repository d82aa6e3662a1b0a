import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import type { Routed } from '../../../contract/decisions.ts';
import { sql } from '../../../db/sql.ts';
import { buildServer } from '../../../platform/http/server.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { openStage } from '../../../testing/stage.ts';
import { type Answer, openStageServer } from '../../../testing/stage-server.ts';

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

type Problem = { code: string; detail: string; todo?: string; problems?: { at: string; message: string }[] };

function post(
  payload: string | Buffer | undefined,
  {
    type = 'application/json',
    headers = key,
  }: { type?: string | null; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return server.send({
    method: 'POST',
    url: '/v1/decisions',
    headers: { ...(type === null ? {} : { 'content-type': type }), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
}

async function refusalOf(
  payload: string | Buffer | undefined,
  options: Parameters<typeof post>[1] = {},
): Promise<[number, string, Problem]> {
  const answer = await post(payload, options);
  const problem = answer.body as Problem;
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  return [answer.status, problem.code, problem];
}

/** The bytes stored of a decision. */
async function storedOf(decisionId: string): Promise<string> {
  const row = await stage.db.row<{ body: Buffer }>(sql`
    select body from payload_block join decision using (commit_id) where decision_id = ${decisionId}`);
  return row?.body.toString('utf8') ?? '';
}

test('a decision is answered with its route after the commit', async () => {
  const answer = await post(JSON.stringify(good));
  assert.equal(answer.status, 201);
  const routed = answer.body as Routed;
  assert.deepEqual(
    [routed.route, routed.released, routed.confidence],
    ['release', true, { raw: 0.9, calibrated: null }],
  );
  assert.ok(await stage.db.row(sql`select 1 from decision where decision_id = ${routed.decisionId}`));
});

test('input and output are stored byte for byte as sent: spacing, escapes, order, precision', async () => {
  const input = '{ "b" : "\\u00e9\\/", "a":1.50,\n"big": 12345678901234567890, "a2":[ 1 ,2 ] }';
  const output = '"tab\\there \\"and\\" there"';
  const body = `{ "output":\t${output} , ${JSON.stringify(good).slice(1, -1).replace('"input":1,"output":2,', '')}, "input": ${input}}`;
  const answer = await post(body);
  assert.equal(answer.status, 201, answer.text);
  const stored = await storedOf((answer.body as Routed).decisionId);
  assert.ok(stored.includes(input));
  assert.ok(stored.includes(output));
});

test('where a key stands twice the last one counts, for the route as for the bytes', async () => {
  const twice = `${JSON.stringify(good).slice(0, -1)},"input":"second","confidence":0.1}`;
  const { decisionId, route } = (await post(twice)).body as Routed;
  assert.equal(route, 'hold');
  assert.ok((await storedOf(decisionId)).includes('"second"'));
  const escaped = `${JSON.stringify(good).slice(0, -1)},"inp\\u0075t":"third"}`;
  const again = (await post(escaped)).body as Routed;
  assert.ok((await storedOf(again.decisionId)).includes('"third"'));
});

test('what does not fit the contract is refused with its place', async () => {
  const cases: [object, string][] = [
    [{ ...good, extra: 1 }, 'body/extra'],
    [{ ...good, confidence: '0.9' }, 'body/confidence'],
    [{ ...good, confidence: 1.1 }, 'body/confidence'],
    [{ ...good, confidence: null }, 'body/confidence'],
    [{ ...good, useCase: 'No Slug' }, 'body/useCase'],
    [{ ...good, decisionId: 'urn:uuid:01990000-0000-7000-8000-000000000000' }, 'body/decisionId'],
    [{ ...good, metadata: { country: ['DE'] } }, 'body/metadata/country'],
    [{ ...good, probabilities: { refund: 2 } }, 'body/probabilities/refund'],
    [{ ...good, model: '' }, 'body/model'],
    [{ useCase: 'x' }, 'body'],
    [[good], 'body'],
  ];
  for (const [body, at] of cases) {
    const [status, code, problem] = await refusalOf(JSON.stringify(body));
    assert.deepEqual([status, code], [400, 'request.invalid'], at);
    assert.equal(problem.problems?.[0]?.at, at);
    assert.ok(problem.todo);
  }
});

test('a key named like what every object has is a key like any other', async () => {
  const [status, code] = await refusalOf(
    `${JSON.stringify(good).slice(0, -1)},"__proto__":{"confidence":0}}`,
  );
  assert.deepEqual([status, code], [400, 'request.invalid']);
  const inside = await post(JSON.stringify(good).replace('"input":1', '"input":{"__proto__":{"a":1}}'));
  assert.equal(inside.status, 201);
});

test('what cannot be read is refused as malformed, with a sentence that says why', async () => {
  const cases: [string | Buffer | undefined, RegExp][] = [
    ['{', /not JSON/],
    ['', /not JSON/],
    [JSON.stringify(good).replace('0.9', 'NaN'), /not JSON/],
    [Buffer.concat([Buffer.from('{"useCase":"'), Buffer.from([0xff]), Buffer.from('"}')]), /not UTF-8/],
    [
      JSON.stringify(good).replace('"input":1', `"input":${'['.repeat(5000)}${']'.repeat(5000)}`),
      /nested deeper/,
    ],
  ];
  for (const [payload, why] of cases) {
    const [status, code, problem] = await refusalOf(payload);
    assert.deepEqual([status, code], [400, 'request.malformed']);
    assert.match(problem.detail, why);
  }
  const [status, code] = await refusalOf(undefined, { type: null });
  assert.deepEqual([status, code], [400, 'request.malformed'], 'no body at all');
});

test('a decision that was taken can be read, judged and sent again, however deep it is nested', async () => {
  const owner = await server.person('policy-owner');
  const deep = `${'['.repeat(198)}${']'.repeat(198)}`;
  const body = JSON.stringify({ ...good, decisionId: uuidv7(Date.now()) }).replace(
    '"input":1',
    `"input":${deep}`,
  );
  const routed = (await post(body)).body as Routed;
  assert.deepEqual((await post(body)).body, routed);
  const page = await server.send({
    method: 'GET',
    url: `/v1/decisions/${routed.decisionId}`,
    headers: owner,
  });
  assert.equal(page.status, 200);
  assert.ok(page.text.includes(deep));
});

test('other media types are refused; how the type is written makes no difference', async () => {
  const text = JSON.stringify(good);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/x-ndjson-ish', null]) {
    const [status, code, problem] = await refusalOf(text, { type });
    assert.deepEqual([status, code], [415, 'request.unsupported-media'], String(type));
    assert.match(problem.todo ?? '', /application\/json/);
  }
  for (const type of ['APPLICATION/JSON', 'application/json; charset=utf-8']) {
    assert.equal((await post(text, { type })).status, 201, type);
    assert.equal((await post('{}', { type })).status, 400, type);
  }
  const lines = await post(text, { type: 'Application/X-NDJSON' });
  assert.deepEqual([lines.status, lines.headers['content-type']], [200, 'application/x-ndjson']);
});

test('lines are not taken where only one thing can be said', async () => {
  const answer = await server.send({
    method: 'POST',
    url: `/v1/use-cases/${stage.useCaseId}/models`,
    headers: { ...key, 'content-type': 'application/x-ndjson' },
    payload: '{"name":"m-2"}',
  });
  assert.deepEqual([answer.status, (answer.body as Problem).code], [415, 'request.unsupported-media']);
});

test('too large is 413, whether the payload or the body as a whole', async () => {
  const { payloadLimitBytes } = stage.deps.config;
  const [status, code] = await refusalOf(JSON.stringify({ ...good, input: 'x'.repeat(payloadLimitBytes) }));
  assert.deepEqual([status, code], [413, 'decision.too-large']);
  const [whole, wholeCode, problem] = await refusalOf(
    JSON.stringify({ ...good, input: 'x'.repeat(payloadLimitBytes + 70_000) }),
  );
  assert.deepEqual([whole, wholeCode], [413, 'request.too-large']);
  assert.ok(problem.todo);
  const fits = JSON.stringify({ ...good, input: 'x'.repeat(payloadLimitBytes - 3), output: 1 });
  assert.equal((await post(fits)).status, 201, 'exactly the limit');
});

test('without a key nobody gets in, and a key without the scope neither', async () => {
  assert.deepEqual((await refusalOf(JSON.stringify(good), { headers: {} })).slice(0, 2), [
    401,
    'sign-in.needed',
  ]);
  const reading = await server.key(['decisions:read']);
  assert.deepEqual((await refusalOf(JSON.stringify(good), { headers: reading })).slice(0, 2), [
    403,
    'permission.missing',
  ]);
});

test('a retired model, an unknown one and a use case without a policy are told apart, with what to do', async () => {
  const [, code, problem] = await refusalOf(JSON.stringify({ ...good, model: 'm-9' }));
  assert.equal(code, 'decision.unknown-model');
  assert.match(problem.todo ?? '', /Register/);
});

test('an id in capitals is refused in words, wherever it stands', async () => {
  const { decisionId } = (await post(JSON.stringify(good))).body as Routed;
  const capitals = decisionId.toUpperCase();
  for (const url of ['', '/outcome'].map((end) => `/v1/decisions/${capitals}${end}`)) {
    const answer = await server.send({ method: 'GET', url, headers: key });
    const problem = answer.body as Problem;
    assert.deepEqual([answer.status, problem.problems?.[0]?.at], [400, 'address/decisionId'], url);
  }
  const [status] = await refusalOf(JSON.stringify({ ...good, decisionId: capitals }));
  assert.equal(status, 400);
});

test('a caller who never finishes the body is cut off', async () => {
  const slow = buildServer({
    routes: [],
    authenticate: () => stage.service,
    clock: stage.deps.clock,
    log: stage.deps.log,
    bodyLimitBytes: 1000,
    bodyWithinMs: 100,
    onAnswered: () => {},
  });
  slow.post('/slow', () => ({}));
  const url = await slow.listen({ host: '127.0.0.1', port: 0 });
  const asking = httpRequest(`${url}/slow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '100' },
  });
  asking.write('{');
  await assert.rejects(new Promise((_, reject) => asking.on('error', reject)), /hang up|ECONNRESET/);
  await slow.close();
});
