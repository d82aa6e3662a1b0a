import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issuedWords } from './issued-words.ts';

test('a certificate that is issued at another threshold than the one shown says so', () => {
  assert.equal(issuedWords(0.93312, 0.93309), 'The certificate is issued.');
  assert.equal(
    issuedWords(0.9465, 0.9331),
    'Issued at 0.9331, not 0.9465: decisions or labels it is made of changed since it was shown.',
  );
});
