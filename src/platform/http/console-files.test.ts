import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { registerConsole } from './console-files.ts';

const folder = `${mkdtempSync(join(tmpdir(), 'steerhouse-console-'))}/`;
const page = `<!doctype html>${'<p>page</p>'.repeat(50)}`;
const script = `console.log(${JSON.stringify('x'.repeat(500))});`;
mkdirSync(join(folder, 'assets'));
mkdirSync(join(folder, '.vite'));
writeFileSync(join(folder, '.vite/manifest.json'), '{}');
for (const [name, text] of [
  ['index.html', page],
  ['assets/app-1.js', script],
] as const) {
  writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
}
writeFileSync(join(folder, 'icon.svg'), '<svg/>');

const app = Fastify();
registerConsole(app, folder);
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

function get(url: string, headers: Record<string, string> = {}) {
  return app.inject({ method: 'GET', url, headers });
}

const browser = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' };

test('files come compressed to those who can read that, plain to others', async () => {
  const brotli = await get('/assets/app-1.js', browser);
  assert.deepEqual([brotli.statusCode, brotli.headers['content-encoding']], [200, 'br']);
  assert.match(String(brotli.headers['content-type']), /javascript/);
  const gzip = await get('/assets/app-1.js', { 'accept-encoding': 'gzip' });
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(gzip.rawPayload).toString(), script);
  const plain = await get('/assets/app-1.js');
  assert.deepEqual([plain.headers['content-encoding'], plain.body], [undefined, script]);
  assert.equal((await get('/icon.svg', browser)).body, '<svg/>', 'also where there is no compressed copy');
});

test('assets are kept for ever, the page is asked for each time', async () => {
  for (const headers of [browser, {}]) {
    assert.match(String((await get('/assets/app-1.js', headers)).headers['cache-control']), /immutable/);
  }
  assert.equal((await get('/', browser)).headers['cache-control'], 'no-cache');
});

test('every address of the console is its first page, compressed too', async () => {
  for (const url of ['/', '/decisions', '/policies/x?tab=1']) {
    const answer = await get(url, browser);
    assert.equal(answer.statusCode, 200, url);
    assert.match(String(answer.headers['content-type']), /text\/html/);
    assert.equal(answer.headers['content-encoding'], 'br', url);
  }
  assert.equal((await get('/decisions', { accept: 'text/html' })).body, page);
  assert.equal((await get('/', { accept: '*/*' })).body, page);
  const head = await app.inject({ method: 'HEAD', url: '/decisions', headers: browser });
  assert.deepEqual([head.statusCode, head.body], [200, '']);
  assert.match(String(head.headers['content-type']), /text\/html/);
});

test('addresses of programs and missing assets are not found instead of being a page', async () => {
  for (const url of ['/v1/nowhere', '/log/nowhere', '/health/x', '/docs/x', '/assets/gone.js']) {
    const answer = await get(url, browser);
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'endpoint.unknown'], url);
  }
  assert.equal((await get('/decisions', { accept: 'application/json' })).statusCode, 404);
});

test('nothing outside of the built files is served', async () => {
  for (const url of [
    '/.vite/manifest.json',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fx',
  ]) {
    const answer = await get(url, { accept: '*/*' });
    assert.ok(answer.statusCode >= 400, `${url} answered ${answer.statusCode}`);
  }
});
