import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actor, may } from './actor.ts';
import { type Permission, permissions, permissionsOf, personRoles, rolePermissions } from './permissions.ts';

const person = (...roles: (typeof personRoles)[number][]): Actor => ({
  kind: 'person',
  personId: 'p',
  sessionId: 's',
  name: 'Ada',
  roles,
  qualifications: [],
  simulated: false,
});

const service = (...scopes: Permission[]): Actor => ({ kind: 'service', apiKeyId: 'k', name: 'Key', scopes });

test('nobody may do anything without signing in', () => {
  for (const permission of permissions) assert.equal(may({ kind: 'anonymous' }, permission), false);
});

test('a person without roles may do nothing', () => {
  for (const permission of permissions) assert.equal(may(person(), permission), false);
});

test('each role may do exactly what its row says', () => {
  for (const role of personRoles) {
    for (const permission of permissions) {
      assert.equal(
        may(person(role), permission),
        rolePermissions[role].includes(permission),
        `${role} ${permission}`,
      );
    }
  }
});

test('several roles may do what any of them may', () => {
  const both = person('admin', 'reviewer');
  for (const permission of permissions) {
    const either = may(person('admin'), permission) || may(person('reviewer'), permission);
    assert.equal(may(both, permission), either, permission);
  }
});

test('every permission is held by some role', () => {
  const held = permissionsOf([...personRoles, 'service']);
  assert.deepEqual(
    permissions.filter((permission) => !held.has(permission)),
    [],
  );
});

test('a machine can never judge, whatever its scopes say', () => {
  const forged = service(...permissions);
  assert.equal(may(forged, 'tasks:judge'), false);
  assert.equal(may(forged, 'tasks:judge-expert'), false);
});

test('scopes forged into a key do not give more than the service role has', () => {
  const forged = service(...permissions);
  for (const permission of permissions) {
    assert.equal(may(forged, permission), rolePermissions.service.includes(permission), permission);
  }
});

test('scopes narrow a key', () => {
  assert.equal(may(service('decisions:submit'), 'decisions:submit'), true);
  assert.equal(may(service('decisions:submit'), 'decisions:read'), false);
  assert.equal(may(service(), 'decisions:submit'), false);
});

test('no role both manages people and judges or publishes', () => {
  for (const role of personRoles) {
    const held = new Set(rolePermissions[role]);
    const powers = ['people:write', 'tasks:judge', 'policies:publish'] as const;
    assert.ok(powers.filter((power) => held.has(power)).length <= 1, role);
  }
});

test('our own duties may do everything', () => {
  for (const permission of permissions)
    assert.equal(may({ kind: 'system', duty: 'timer' }, permission), true);
});

test('a role does not name a permission twice', () => {
  for (const [role, held] of Object.entries(rolePermissions))
    assert.equal(new Set(held).size, held.length, role);
});
