import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releasedShare, whatRuns } from './shadow-words.ts';

test('a shadow says what runs in it', () => {
  const nothing = { thresholds: null, policyVersion: null, model: null };
  const policyVersion = { policyVersionId: '0198c0de-0000-7000-8000-000000000000', version: 7 };
  assert.equal(whatRuns({ ...nothing, kind: 'policy', policyVersion }), 'version 7 of the policy');
  assert.equal(whatRuns({ ...nothing, kind: 'policy' }), 'a policy of its own');
  assert.equal(whatRuns({ ...nothing, kind: 'model', model: 'tfidf-2' }), 'model version tfidf-2');
  assert.equal(
    whatRuns({ ...nothing, kind: 'thresholds', thresholds: { release: 0.9, safe: 0.5 } }),
    'threshold release at 0.9, safe at 0.5',
  );
});

test('what may be used at once is counted for either side', () => {
  const transitions = [
    { from: 'release', to: 'hold', decisions: 2 },
    { from: 'release-and-review', to: 'release', decisions: 1 },
    { from: 'consensus', to: 'consensus', decisions: 1 },
  ] as const;
  const total = { decisions: 4, transitions: [...transitions] };
  assert.equal(releasedShare(total, 'from'), 0.75);
  assert.equal(releasedShare(total, 'to'), 0.25);
  assert.equal(releasedShare({ decisions: 0, transitions: [] }, 'to'), 0);
});
