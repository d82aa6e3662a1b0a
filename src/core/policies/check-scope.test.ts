import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../use-cases/use-case.ts';
import { checkScope } from './check-scope.ts';

const subject: PolicySubject = {
  outputKind: 'tool-call',
  classes: [],
  metadataFields: [{ name: 'amount', type: 'number', required: true }],
};

function because(scope: string): string {
  const checked = checkScope(scope, subject, 'u1');
  return checked.ok ? '' : checked.because.join(' ');
}

test('a scope is a condition as in rules, without the spaces around it', () => {
  assert.deepEqual(checkScope('  metadata.amount < 50\n', subject, 'u1'), {
    ok: true,
    scope: 'metadata.amount < 50',
    hashInput: '["steerhouse-scope-1","u1","metadata.amount < 50"]',
  });
});

test('the same text in another use case has another hash', () => {
  const [one, other] = ['u1', 'u2'].map((useCaseId) =>
    checkScope('metadata.amount < 50', subject, useCaseId),
  );
  assert.ok(one?.ok && other?.ok);
  assert.notEqual(one.hashInput, other.hashInput);
});

test('no text can pass for another in the hash', () => {
  const [one, other] = [
    checkScope('model == "a\\"]"', subject, 'u1'),
    checkScope('model == "a"', subject, 'u1'),
  ];
  assert.ok(one.ok && other.ok);
  assert.notEqual(one.hashInput, other.hashInput);
});

test('what is no condition is refused with its sentences', () => {
  assert.match(because('metadata.amuont < 50'), /^metadata\.amuont is not a field/);
  assert.match(because('metadata.amount'), /must be true or false/);
  assert.match(because(''), /ends too early/);
});

test('a scope that is the same for all decisions is refused', () => {
  for (const scope of ['true', 'false', '1 < 2']) assert.match(because(scope), /must look at the decision/);
});

test('a scope names no thresholds: it outlives the policy version they are of', () => {
  assert.match(
    because('confidence > thresholds.sure'),
    /thresholds\.sure is not a threshold; there is none here/,
  );
});

test('all else that rules may read is open to a scope', () => {
  assert.equal(
    because('backlog.tier1 > 100 && calibrated > 0.5 && now.getHours() < 18 && modelState == "active"'),
    '',
  );
});
