import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugOf } from './slug-of.ts';

test('a slug has small letters, digits and single hyphens only', () => {
  assert.equal(slugOf('Banking support: intents!'), 'banking-support-intents');
  assert.equal(slugOf('  Crédit & Café 2 '), 'credit-cafe-2');
  assert.equal(slugOf('—'), '');
  assert.equal(slugOf('a'.repeat(80)).length, 63);
});
