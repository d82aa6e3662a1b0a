import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changeOfPerson, type PersonChange, type PersonState } from './change-of-person.ts';
import { personRoles } from './permissions.ts';

const admin: PersonState = { name: 'Ada', roles: ['admin'], qualifications: [], disabled: false };
const changed = (person: PersonState, change: PersonChange, others = 1) => {
  const outcome = changeOfPerson(person, change, others);
  return outcome.ok ? outcome.changed : outcome.because;
};

test('absent leaves, and only what differs counts as changed', () => {
  assert.deepEqual(changed(admin, {}), []);
  assert.deepEqual(changed(admin, { name: 'Ada', roles: ['admin'], disabled: false }), []);
  assert.deepEqual(changed(admin, { name: 'Ada L.' }), ['name']);
  assert.deepEqual(changed(admin, { roles: ['admin', 'auditor'], disabled: true }), ['roles', 'disabled']);
});

test('qualifications are replaced as a whole, in whatever order', () => {
  const nurse: PersonState = { ...admin, qualifications: ['icd', 'nursing'] };
  assert.deepEqual(changed(nurse, { qualifications: ['nursing', 'icd'] }), []);
  assert.deepEqual(changed(nurse, { qualifications: ['nursing'] }), ['qualifications']);
  assert.deepEqual(changed(nurse, { qualifications: [] }), ['qualifications']);
  assert.deepEqual(changed(nurse, {}), []);
});

test('the order of roles is no change', () => {
  const both: PersonState = { ...admin, roles: ['admin', 'auditor'] };
  assert.deepEqual(changed(both, { roles: ['auditor', 'admin'] }), []);
});

test('the last administrator can neither be disabled nor lose the role', () => {
  assert.equal(changed(admin, { disabled: true }, 0), 'last-administrator');
  assert.equal(changed(admin, { roles: [] }, 0), 'last-administrator');
  assert.equal(changed(admin, { roles: ['auditor'], name: 'Bea' }, 0), 'last-administrator');
});

test('the last administrator may take a new name and further roles', () => {
  assert.deepEqual(changed(admin, { name: 'Bea', roles: ['reviewer', 'admin'] }, 0), ['name', 'roles']);
});

test('somebody who administers nothing can always be changed', () => {
  const disabledAdmin = { ...admin, disabled: true };
  assert.deepEqual(changed(disabledAdmin, { roles: [] }, 0), ['roles']);
  assert.deepEqual(changed({ ...admin, roles: ['auditor'] }, { disabled: true }, 0), ['disabled']);
});

test('whatever is changed one after the other, an enabled administrator remains', () => {
  const roles = fc.subarray([...personRoles]);
  const change = fc.record({ roles, disabled: fc.boolean() }, { requiredKeys: [] });
  const steps = fc.array(fc.tuple(fc.nat({ max: 3 }), change), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (moves) => {
      const people: PersonState[] = [admin, { ...admin, roles: [] }, { ...admin, roles: [] }, admin];
      for (const [at, move] of moves) {
        const person = people[at];
        if (!person) continue;
        const others = people.filter((other, place) => place !== at && isAdministrator(other)).length;
        const outcome = changeOfPerson(person, move, others);
        if (outcome.ok) people[at] = outcome.next;
        assert.ok(people.some(isAdministrator));
      }
    }),
  );
});

function isAdministrator(person: PersonState): boolean {
  return !person.disabled && person.roles.includes('admin');
}
