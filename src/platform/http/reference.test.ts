import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { registerReference } from './reference.ts';

test('the reference loads files of this origin only, and each is there', async () => {
  const app = Fastify();
  registerReference(app);
  const page = await app.inject('/docs');
  assert.equal(page.statusCode, 200);
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
  assert.ok(links.length >= 4);
  assert.ok(links.every((link) => link.startsWith('/')));
  for (const link of links.filter((link) => link !== '/openapi.json')) {
    assert.equal((await app.inject(link)).statusCode, 200, link);
  }
  assert.doesNotMatch(page.body, /<script(?![^>]* src=)/);
  await app.close();
});

test('nothing beside the files of the reference is served', async () => {
  const app = Fastify();
  registerReference(app);
  for (const path of ['/docs/ui/../package.json', '/docs/ui/%2e%2e/package.json', '/docs/ui/']) {
    assert.notEqual((await app.inject(path)).statusCode, 200, path);
  }
  await app.close();
});
