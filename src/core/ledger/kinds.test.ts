import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENTRY_KINDS, isEntryKind } from './kinds.ts';

test('every kind is a thing and what happened to it, in the past', () => {
  for (const kind of ENTRY_KINDS) assert.match(kind, /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/, kind);
  const irregular = new Set([
    'decision.timed-out',
    'overload.left',
    'certificate.put-in-force',
    'verdict.given',
    'verdict.withdrawn',
    'reconciliation.run',
  ]);
  for (const kind of ENTRY_KINDS) assert.ok(irregular.has(kind) || kind.endsWith('ed'), kind);
});

test('no kind is listed twice', () => {
  assert.equal(new Set(ENTRY_KINDS).size, ENTRY_KINDS.length);
});

test('the list is known and nothing else is', () => {
  for (const kind of ENTRY_KINDS) assert.equal(isEntryKind(kind), true);
  for (const other of ['', 'decision', 'decision.record', 'Decision.recorded', 'toString', '__proto__']) {
    assert.equal(isEntryKind(other), false, other);
  }
});

test('kinds once written can never go: old logs would become unreadable', () => {
  assert.deepEqual(
    [
      'decision.recorded',
      'decision.settled',
      'decision.timed-out',
      'overload.left',
      'certificate.put-in-force',
      'task.opened',
      'task.claimed',
      'task.released',
      'task.parked',
      'task.resolved',
      'task.cancelled',
      'verdict.given',
      'verdict.withdrawn',
      'use-case.created',
      'use-case.changed',
      'model.registered',
      'model.retired',
      'policy.drafted',
      'policy.changed',
      'policy.published',
      'policy.superseded',
      'policy.discarded',
      'sampling-salt.rotated',
      'person.created',
      'person.changed',
      'person.disabled',
      'session.started',
      'session.ended',
      'sign-in.refused',
      'api-key.created',
      'api-key.revoked',
      'log.opened',
      'key.rotated',
      'reconciliation.run',
      'payload.revealed',
    ].filter((kind) => !isEntryKind(kind)),
    [],
  );
});
