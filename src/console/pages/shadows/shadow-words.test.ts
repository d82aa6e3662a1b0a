import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whatRuns } from './shadow-words.ts';

test('a shadow says what runs in it', () => {
  assert.equal(whatRuns({ kind: 'policy', thresholds: null }), 'a whole policy');
  assert.equal(whatRuns({ kind: 'model', thresholds: null }), 'another model version');
  assert.equal(
    whatRuns({ kind: 'thresholds', thresholds: { release: 0.9, safe: 0.5 } }),
    'threshold release at 0.9, safe at 0.5',
  );
});
