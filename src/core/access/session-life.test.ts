import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seenEveryMs, sessionState } from './session-life.ts';

const idleMs = 1_000;
const open = { seenAtMs: 0, expiresAtMs: 10_000, endedAtMs: null };

test('a session in use is open', () => {
  assert.equal(sessionState(open, idleMs, 0), 'open');
  assert.equal(sessionState({ ...open, seenAtMs: 9_500 }, idleMs, 9_999), 'open');
});

test('the moment of idleness and of expiry belongs to the end', () => {
  assert.equal(sessionState(open, idleMs, 999), 'open');
  assert.equal(sessionState(open, idleMs, 1_000), 'idle');
  assert.equal(sessionState({ ...open, seenAtMs: 9_999 }, idleMs, 10_000), 'expired');
});

test('use does not prolong the absolute expiry', () => {
  assert.equal(sessionState({ ...open, seenAtMs: 20_000 }, idleMs, 20_000), 'expired');
});

test('an ended session stays ended, whatever else holds', () => {
  for (const atMs of [0, 5_000, 20_000]) {
    assert.equal(sessionState({ ...open, endedAtMs: 0 }, idleMs, atMs), 'ended');
  }
});

test('use is noted once a minute, and oftener where idleness is short', () => {
  assert.equal(seenEveryMs(60 * 60_000), 60_000);
  assert.equal(seenEveryMs(10 * 60_000), 60_000);
  assert.equal(seenEveryMs(60_000), 6_000);
});
