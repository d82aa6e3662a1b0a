import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sameText } from './same-text.ts';

test('it says what === says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      assert.equal(sameText(left, right), left === right);
      assert.equal(sameText(left, left), true);
    }),
  );
});

test('one changed character anywhere is seen', () => {
  const text = 'abcdefghijklmnop';
  for (let place = 0; place < text.length; place++) {
    assert.equal(sameText(text, `${text.slice(0, place)}X${text.slice(place + 1)}`), false);
  }
});
