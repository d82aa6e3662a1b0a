import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptEmail } from './email.ts';

test('an address is kept in one spelling', () => {
  assert.equal(keptEmail('  Ada@Example.ORG '), 'ada@example.org');
  assert.equal(keptEmail('jose\u0301@example.org'), 'jos\u00e9@example.org');
});

test('keeping twice is keeping once', () => {
  for (const email of ['ADA@X.ORG', 'İ@x.org', 'ẞ@x.org']) {
    assert.equal(keptEmail(keptEmail(email)), keptEmail(email));
  }
});
