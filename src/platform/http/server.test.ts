import assert from 'node:assert/strict';
import { test } from 'node:test';
import Type from 'typebox';
import { endpoint } from '../../contract/endpoint.ts';
import { Closed, Time, Uuid } from '../../contract/parts.ts';
import { systemClock } from '../clock.ts';
import { openLog } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { registerConsole } from './console-files.ts';
import { route } from './route.ts';
import { buildServer, type ServerOptions } from './server.ts';

const echo = endpoint({
  id: 'echo',
  method: 'POST',
  path: '/v1/echo/:thingId',
  access: 'anyone',
  summary: '',
  params: Closed({ thingId: Uuid }),
  query: Closed({ at: Type.Optional(Time), count: Type.Optional(Type.Integer()) }),
  body: Closed({ text: Type.String() }),
  answer: Closed({ text: Type.String(), ip: Type.String() }),
  status: 201,
});
const failing = endpoint({
  id: 'failing',
  method: 'GET',
  path: '/v1/failing',
  access: 'anyone',
  summary: '',
  status: 200,
});
const thingId = '01990000-0000-7000-8000-000000000000';

function serve(options: Partial<ServerOptions> = {}, thrown: unknown = new Error('a secret detail')) {
  const lines: string[] = [];
  const app = buildServer({
    routes: [
      route(echo, ({ body }, { request }) => ({ text: body.text, ip: request.ip })),
      route(failing, () => {
        throw thrown;
      }),
    ],
    authenticate: () => ({ kind: 'anonymous' }),
    clock: systemClock,
    log: openLog('info', { write: (line: string) => void lines.push(line) }),
    bodyLimitBytes: 1000,
    onAnswered: () => {},
    ...options,
  });
  registerConsole(app);
  const post = (url = `/v1/echo/${thingId}`, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url, payload: { text: 'hi' }, headers });
  return { app, post, lines };
}

test('every answer carries a request id of its own and the headers that protect a browser', async () => {
  const { post } = serve();
  const [one, other] = [await post(), await post()];
  assert.equal(one.statusCode, 201);
  const ids = [one, other].map(({ headers }) => String(headers['x-request-id']));
  assert.match(ids[0] ?? '', /^[\w-]{8,}$/);
  assert.notEqual(ids[0], ids[1]);
  const policy = String(one.headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.deepEqual(
    ['x-content-type-options', 'referrer-policy', 'cache-control', 'cross-origin-opener-policy'].map(
      (name) => one.headers[name],
    ),
    ['nosniff', 'no-referrer', 'no-store', 'same-origin'],
  );
});

test('a caller cannot choose the request id', async () => {
  const { post } = serve();
  const answer = await post(undefined, { 'x-request-id': 'mine', 'request-id': 'mine' });
  assert.notEqual(answer.headers['x-request-id'], 'mine');
});

test('a bug is answered as a bare 500 with the request id, which finds it in the log', async () => {
  const { app, lines } = serve();
  const answer = await app.inject('/v1/failing');
  assert.equal(answer.statusCode, 500);
  const problem = answer.json();
  assert.equal(problem.code, 'internal');
  assert.ok(!answer.body.includes('secret detail'));
  assert.ok(lines.join('').includes(problem.requestId) && lines.join('').includes('a secret detail'));
  assert.match(problem.todo, /request id/);
});

test('a refusal tells its code, what was wrong, what to do, and when to come back', async () => {
  const refusal = new Refusal('unavailable', 'test.busy', 'Too much to do.', {
    todo: 'Come back.',
    retryAfterSeconds: 3,
    facts: { waiting: 7 },
  });
  const answer = await serve({}, refusal).app.inject('/v1/failing');
  assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '3']);
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  const { requestId, ...problem } = answer.json();
  assert.ok(requestId);
  assert.deepEqual(problem, {
    type: 'urn:steerhouse:problem:test.busy',
    title: 'Service Unavailable',
    status: 503,
    code: 'test.busy',
    detail: 'Too much to do.',
    todo: 'Come back.',
    facts: { waiting: 7 },
  });
});

test('what does not fit is told by the part of the request it stands in', async () => {
  const { app, post } = serve();
  assert.equal((await post('/v1/echo/nonsense')).json().problems[0].at, 'address/thingId');
  const urn = encodeURIComponent(`urn:uuid:${thingId}`);
  assert.equal((await post(`/v1/echo/${urn}`)).json().code, 'request.invalid');
  for (const at of ['2026-02-30T00:00:00Z', '2016-12-31T23:59:60Z', 'noon', '2026-01-01']) {
    assert.equal((await post(`/v1/echo/${thingId}?at=${at}`)).json().problems?.[0]?.at, 'query/at', at);
  }
  for (const at of ['2024-02-29T00:00:00Z', '2026-01-01T00:00:00.123456789%2B02:00']) {
    assert.equal((await post(`/v1/echo/${thingId}?at=${at}`)).statusCode, 201, at);
  }
  const unknown = await app.inject({
    method: 'POST',
    url: `/v1/echo/${thingId}`,
    payload: { text: 'a', more: 1 },
  });
  assert.deepEqual(unknown.json().problems, [{ at: 'body/more', message: 'is not a known key' }]);
});

test('what is nowhere is not found, with what to do', async () => {
  const { app } = serve();
  for (const request of [
    { method: 'GET', url: '/v1/nowhere' },
    { method: 'DELETE', url: '/v1/nowhere' },
    { method: 'GET', url: '//' },
  ] as const) {
    const answer = await app.inject(request);
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'endpoint.unknown']);
    assert.match(answer.json().detail, new RegExp(request.method));
    assert.match(answer.json().todo, /\/docs/);
  }
});

test('a known address that does not take the method says which it takes', async () => {
  const { app } = serve();
  for (const [method, url, allow] of [
    ['DELETE', `/v1/echo/${thingId}`, 'POST'],
    ['GET', `/v1/echo/${thingId}?count=1`, 'POST'],
    ['PUT', '/v1/failing', 'GET, HEAD'],
    ['OPTIONS', '/v1/failing', 'GET, HEAD'],
  ] as const) {
    // A browser that asks for a page, and a body nobody reads, change nothing.
    const headers = { accept: 'text/html', 'content-type': 'text/plain' };
    const answer = await app.inject({ method, url, headers, ...(method === 'PUT' ? { payload: 'x' } : {}) });
    assert.deepEqual(
      [answer.statusCode, answer.json().code, answer.headers.allow],
      [405, 'request.method-not-allowed', allow],
    );
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    assert.match(answer.json().todo, new RegExp(`Use ${allow}; `));
  }
  assert.equal((await app.inject({ method: 'HEAD', url: `/v1/echo/${thingId}` })).statusCode, 405);
  assert.equal((await app.inject({ method: 'DELETE', url: '/v1/echo/' })).statusCode, 404);
});

test('broken addresses are refused, not failed on', async () => {
  const { app } = serve();
  for (const url of ['/%', '/v1/echo/%E0%A4%A', `/v1/echo/${'x'.repeat(5000)}`]) {
    const { statusCode } = await app.inject({ method: 'POST', url, payload: { text: '' } });
    assert.ok(statusCode >= 400 && statusCode < 500, `${url.slice(0, 20)} answered ${statusCode}`);
  }
});

test('the word of a proxy counts only where it is trusted', async () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.7, 10.1.2.3' };
  assert.equal((await serve().post(undefined, forwarded)).json().ip, '127.0.0.1');
  const trusting = serve({ trustedProxies: ['127.0.0.1', '10.0.0.0/8'] });
  assert.equal((await trusting.post(undefined, forwarded)).json().ip, '203.0.113.7');
  const other = serve({ trustedProxies: ['192.0.2.1'] });
  assert.equal((await other.post(undefined, forwarded)).json().ip, '127.0.0.1');
});

test('a query is refused where none is asked for, but not what monitors add to addresses outside the API', async () => {
  const live = { ...failing, id: 'live', path: '/health/live' } as const;
  const { app } = serve({
    routes: [failing, live].map((declared) => route(declared, () => undefined)),
  });
  const refused = await app.inject({ method: 'GET', url: '/v1/failing?api_key=secret' });
  assert.deepEqual([refused.statusCode, refused.json().problems[0].at], [400, 'query/api_key']);
  assert.equal((await app.inject({ method: 'GET', url: '/v1/failing' })).statusCode, 200);
  assert.equal((await app.inject({ method: 'GET', url: '/health/live?t=1' })).statusCode, 200);
});
