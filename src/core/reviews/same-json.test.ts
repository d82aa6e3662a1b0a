import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sameJson } from './same-json.ts';

test('keys in another order are the same, lists in another order are not', () => {
  assert.equal(sameJson({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }), true);
  assert.equal(sameJson([1, 2], [2, 1]), false);
});

test('lists, objects and nothing are different things', () => {
  for (const [one, other] of [
    [[], {}],
    [null, {}],
    [null, undefined],
    ['1', 1],
    [0, false],
    [{ a: undefined }, { b: undefined }],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
  ]) {
    assert.equal(sameJson(one, other), false);
    assert.equal(sameJson(other, one), false);
  }
});

test('a value is the same after it went over the wire', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      assert.equal(sameJson(value, JSON.parse(JSON.stringify(value))), true);
    }),
  );
});
