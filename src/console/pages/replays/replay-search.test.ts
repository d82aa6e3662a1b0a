import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedAgain, readReplaySearch, timesOf, windows } from './replay-search.ts';

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

test('a replay is asked again with what it was asked with', () => {
  const draft = { policyVersionId: '0198c0de-0000-7000-8000-000000000001', version: 3 };
  const asked = {
    useCaseId: '0198c0de-0000-7000-8000-000000000000',
    draft,
    baseline: 'recorded' as const,
    sliceBy: 'label',
    ...timesOf('month', Date.parse('2026-03-31T12:00:00Z')),
  };
  assert.deepEqual(askedAgain(asked), {
    useCaseId: asked.useCaseId,
    policyVersionId: draft.policyVersionId,
    baseline: undefined,
    window: 'month',
    sliceBy: 'label',
  });
  const other = askedAgain({
    ...asked,
    draft: null,
    baseline: draft,
    sliceBy: null,
    from: '2020-01-01T00:00:00Z',
  });
  assert.equal(other.policyVersionId, undefined);
  assert.equal(other.baseline, draft.policyVersionId);
  assert.equal(other.window, 'quarter', 'the longest there is to choose');
});
