import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getSession } from '../contract/access.ts';
import { claimNext } from '../contract/reviews.ts';
import { answerJson, startOutsideServer } from '../testing/outside-server.ts';
import { openPersonClient } from './person-client.ts';

test('cookie and CSRF token are kept from sign-in to sign-out', async () => {
  const heads: (string | undefined)[][] = [];
  const server = await startOutsideServer((request, _, reply) => {
    heads.push([request.headers.cookie, request.headers['x-csrf-token'] as string | undefined]); // sent once
    if (request.method === 'DELETE') {
      return void reply.writeHead(204, { 'set-cookie': 'session=; Max-Age=0; Path=/' }).end();
    }
    answerJson(
      reply,
      200,
      { csrfToken: 'c-1', claim: null },
      { 'set-cookie': 'session=s-1; Path=/; HttpOnly' },
    );
  });
  const person = openPersonClient({ baseUrl: server.baseUrl });
  await person.signIn({ email: 'ada@example.org', password: 'correct horse' });
  await person.call(claimNext, { body: {} });
  await person.signOut();
  await person.call(getSession);
  await server.close();
  assert.deepEqual(heads, [
    [undefined, undefined],
    ['session=s-1', 'c-1'],
    ['session=s-1', 'c-1'],
    [undefined, undefined],
  ]);
});
