import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PolicyDocument } from '../../contract/policies.ts';
import { compileSchema, describeErrors } from './validate.ts';

const validate = compileSchema(PolicyDocument, 'body');
const hold = { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } };

function complaintsOf(otherwise: unknown): string[] {
  const fits = validate({ rules: [], otherwise, audit: { rate: 0 } });
  return fits ? [] : describeErrors(validate.errors).map(({ at, message }) => `${at} ${message}`);
}

test('what is wrong with one of several kinds of object is said about the kind that was meant', () => {
  const afterSeconds = 3;
  assert.deepEqual(complaintsOf(hold), []);
  assert.deepEqual(complaintsOf({ ...hold, timeout: { action: 'reject', afterSeconds } }), []);
  assert.deepEqual(complaintsOf({ ...hold, dueSeconds: 0 }), ['/otherwise/dueSeconds must be >= 1']);
  assert.deepEqual(complaintsOf({ ...hold, tier: 3 }), [
    '/otherwise/tier must be equal to one of the allowed values',
  ]);
  assert.deepEqual(complaintsOf({ kind: 'release', dueSeconds: 60 }), [
    '/otherwise/dueSeconds is not a known key',
  ]);
  assert.deepEqual(complaintsOf({ ...hold, timeout: { action: 'keep-holding', afterSeconds } }), [
    '/otherwise/timeout/afterSeconds is not a known key',
  ]);
  assert.deepEqual(complaintsOf({ ...hold, timeout: { action: 'reject' } }), [
    "/otherwise/timeout must have required property 'afterSeconds'",
  ]);
});

test('an object of no known kind is told so at the word that says the kind', () => {
  const sentence = '/otherwise/kind must be equal to one of the allowed values';
  assert.deepEqual(complaintsOf({ kind: 'shadow' }), [sentence]);
  assert.deepEqual(complaintsOf({}), ["/otherwise must have required property 'kind'"]);
  assert.deepEqual(complaintsOf({ kind: 1 }), ['/otherwise tag "kind" must be string']);
  assert.deepEqual(complaintsOf(null), ['/otherwise must be object']);
});
