import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoint } from '../../contract/endpoint.ts';
import { Closed, Uuid } from '../../contract/parts.ts';
import type { Actor } from '../../core/access/actor.ts';
import { permissions, personRoles, rolePermissions } from '../../core/access/permissions.ts';
import { systemClock } from '../clock.ts';
import { openLog } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { route } from './route.ts';
import { type Authenticate, buildServer, refuse } from './server.ts';

const person = (roles: (typeof personRoles)[number][]): Actor => ({
  kind: 'person',
  personId: 'p',
  sessionId: 's',
  name: 'Ada',
  roles,
  qualifications: [],
  simulated: false,
});
const machine: Actor = { kind: 'service', apiKeyId: 'k', name: 'Key', scopes: permissions };
const nobody: Actor = { kind: 'anonymous' };

const guarded = endpoint({
  id: 'guarded',
  method: 'POST',
  path: '/guarded/:thingId',
  access: 'tasks:judge',
  summary: '',
  params: Closed({ thingId: Uuid }),
  body: Closed({ thingId: Uuid }),
  status: 204,
});

async function knock(authenticate: Authenticate, url = '/guarded/no-uuid') {
  const reached: Actor[] = [];
  const app = buildServer({
    routes: [route(guarded, ({ actor }) => void reached.push(actor))],
    authenticate,
    clock: systemClock,
    log: openLog('silent'),
    bodyLimitBytes: 1_000,
    onAnswered: () => {},
  });
  const response = await app.inject({ method: 'POST', url, payload: { thingId: crypto.randomUUID() } });
  return { status: response.statusCode, body: response.body === '' ? {} : response.json(), reached };
}

test('anyone means everybody', () => {
  for (const actor of [nobody, machine, person([])]) assert.equal(refuse(actor, 'anyone'), null);
});

test('signed in means people, whatever their roles', () => {
  assert.equal(refuse(person([]), 'signed-in'), null);
  assert.equal(refuse(machine, 'signed-in')?.code, 'permission.people-only');
  assert.equal(refuse(nobody, 'signed-in')?.code, 'sign-in.needed');
});

test('a permission lets in exactly the roles that have it', () => {
  for (const permission of permissions) {
    assert.equal(refuse(nobody, permission)?.status, 401);
    for (const role of personRoles) {
      const refusal = refuse(person([role]), permission);
      assert.equal(refusal === null, rolePermissions[role].includes(permission), `${role} ${permission}`);
      if (refusal) assert.deepEqual([refusal.status, refusal.code], [403, 'permission.missing']);
    }
    assert.equal(
      refuse(machine, permission) === null,
      rolePermissions.service.includes(permission),
      permission,
    );
  }
});

test('who may not pass learns nothing about the shape of the request', async () => {
  const { status, body, reached } = await knock(() => nobody);
  assert.deepEqual([status, body.code, reached], [401, 'sign-in.needed', []]);
  assert.equal((await knock(() => machine)).body.code, 'permission.missing');
  assert.equal((await knock(() => person(['reviewer']))).body.code, 'request.invalid');
});

test('whether the caller is known at once or later makes no difference', async () => {
  const url = `/guarded/${crypto.randomUUID()}`;
  const reviewer = person(['reviewer']);
  for (const authenticate of [() => reviewer, async () => reviewer]) {
    const { status, reached } = await knock(authenticate, url);
    assert.deepEqual([status, reached], [204, [reviewer]]);
  }
});

test('a refusal while finding out who calls is answered as such, thrown or rejected', async () => {
  const refusal = new Refusal('too-many', 'test.too-many', 'Too many.', { retryAfterSeconds: 7 });
  const throwing = () => {
    throw refusal;
  };
  for (const authenticate of [throwing, async () => throwing()]) {
    const { status, body } = await knock(authenticate);
    assert.deepEqual([status, body.code], [429, 'test.too-many']);
  }
});

test('a bug while finding out who calls lets nobody in and tells nothing', async () => {
  const { status, body, reached } = await knock(() => Promise.reject(new Error('secret detail')));
  assert.deepEqual([status, body.code, reached], [500, 'internal', []]);
  assert.ok(!JSON.stringify(body).includes('secret detail'));
});

test('while the database is away the door answers that, and lets nobody in', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const { status, body, reached } = await knock(() => Promise.reject(away));
  assert.deepEqual([status, body.code, reached], [503, 'database.away', []]);
});
