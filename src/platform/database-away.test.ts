import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDatabaseAway } from './database-away.ts';

function coded(code: string, message = 'no'): Error {
  return Object.assign(new Error(message), { code });
}

test('refused, reset and shutting-down connections mean that the database is away', () => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006', '53300']) {
    assert.equal(isDatabaseAway(coded(code)), true, code);
  }
  for (const message of [
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ]) {
    assert.equal(isDatabaseAway(new Error(message)), true, message);
  }
});

test('what a statement does wrong is our bug, whatever it says', () => {
  for (const error of [
    coded('23505'),
    coded('42601', 'Connection terminated'),
    new Error('x'),
    'ECONNREFUSED',
    null,
  ]) {
    assert.equal(isDatabaseAway(error), false, String(error));
  }
});
