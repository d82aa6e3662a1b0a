import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readQualifications } from './qualifications.ts';

test('qualifications are words, each once, as policies name them', () => {
  assert.deepEqual(readQualifications('card-fraud, German;german  -x '), ['card-fraud', 'german', 'x']);
  assert.deepEqual(readQualifications('  ,  '), []);
});
