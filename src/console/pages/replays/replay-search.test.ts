import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReplaySearch, timesOf, windows } from './replay-search.ts';

test('every window ends now and has its length', () => {
  const nowMs = Date.parse('2026-03-31T12:00:00Z');
  for (const { value, ms } of windows) {
    const { from, before } = timesOf(value, nowMs);
    assert.equal(Date.parse(before), nowMs);
    assert.equal(nowMs - Date.parse(from), ms);
  }
});

test('what does not fit is left out of the address', () => {
  assert.deepEqual(readReplaySearch({ window: 'century', policyVersionId: 'x' }), {
    useCaseId: undefined,
    policyVersionId: undefined,
    baseline: undefined,
    window: undefined,
    sliceBy: undefined,
    hourlyRate: undefined,
    score: undefined,
    modelVersionId: undefined,
  });
});
