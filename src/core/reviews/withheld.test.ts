import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../access/actor.ts';
import { type PersonRole, personRoles } from '../access/permissions.ts';
import { taskStates } from './task-life.ts';
import { type Asking, isKeptBlind, withheldFrom } from './withheld.ts';

const person = (...roles: PersonRole[]): Actor => ({
  ...{ kind: 'person', personId: 'p', sessionId: 's', name: 'Ada' },
  ...{ roles, qualifications: [], simulated: false },
});
const nothing = { output: false, opinions: false, verdicts: false };
const blind: Asking = { state: 'open', blind: true, most: 1, outputKind: 'class' };

test('who judges is told nothing that a blind task hides, until it has ended', () => {
  for (const state of taskStates) {
    const ended = state === 'resolved' || state === 'cancelled';
    const expected = ended ? nothing : { output: true, opinions: true, verdicts: true };
    assert.deepEqual(withheldFrom(person('reviewer'), { ...blind, state }), expected, state);
    assert.deepEqual(withheldFrom(person('expert'), { ...blind, state }), expected, state);
  }
});

test('a text has to be read to be judged: only what is thought of it is withheld', () => {
  const told = withheldFrom(person('reviewer'), { ...blind, outputKind: 'text' });
  assert.deepEqual(told, { output: false, opinions: true, verdicts: true });
});

test('where several judge, none is told what another one says, blind or not', () => {
  const task = { ...blind, blind: false };
  assert.deepEqual(withheldFrom(person('reviewer'), { ...task, most: 3 }), { ...nothing, verdicts: true });
  assert.deepEqual(withheldFrom(person('reviewer'), task), nothing);
});

test('who oversees judges is told everything, also when judging as well', () => {
  for (const role of personRoles) {
    const overseer = role !== 'reviewer' && role !== 'expert';
    assert.equal(isKeptBlind(person(role)), !overseer, role);
    assert.equal(isKeptBlind(person('reviewer', role)), !overseer, role);
  }
});

test('from machines and where there is no task, nothing is withheld', () => {
  const key: Actor = { kind: 'service', apiKeyId: 'k', name: 'Key', scopes: ['decisions:read'] };
  assert.deepEqual(withheldFrom(key, blind), nothing);
  assert.deepEqual(withheldFrom(person('reviewer'), null), nothing);
});
