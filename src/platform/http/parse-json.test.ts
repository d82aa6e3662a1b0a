import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../refusal.ts';
import { deepestLevel, parseJson } from './parse-json.ts';

function refusalOf(bytes: Buffer): string {
  try {
    parseJson(bytes, 'The body');
  } catch (error) {
    assert.ok(error instanceof Refusal);
    assert.deepEqual([error.status, error.code], [400, 'request.malformed']);
    assert.ok(error.details.todo);
    return error.message;
  }
  assert.fail('it was taken');
}

function nested(levels: number, inside = ''): Buffer {
  return Buffer.from(`${'['.repeat(levels)}${inside}${']'.repeat(levels)}`);
}

test('JSON is read as it stands', () => {
  assert.deepEqual(parseJson(Buffer.from(' {"a": [1, "ü", null]}\n'), 'The body'), { a: [1, 'ü', null] });
});

test('what is not JSON is refused with a sentence', () => {
  for (const text of ['', '{', '{"a":1,}', 'nope', '{"a":NaN}', '\ufeff{}']) {
    assert.equal(refusalOf(Buffer.from(text)), 'The body is not JSON.');
  }
});

test('a number that no double can hold is refused with its place: it would be infinite, and written again nothing', () => {
  assert.equal(refusalOf(Buffer.from('1e999')), 'The body holds a number that is too large.');
  for (const number of ['1e999', '-1E+309', `1${'0'.repeat(309)}`, '2.5e1000'])
    assert.equal(
      refusalOf(Buffer.from(`{"thresholds": [{"value": 1e10}, {"value": ${number}}]}`)),
      'The body holds a number that is too large, at /thresholds/1/value.',
    );
  for (const text of ['1.7e308', '1e-999', '"1e999"', '{"1e999": "9e999"}', `"${'1'.repeat(400)}"`])
    assert.deepEqual(parseJson(Buffer.from(text), 'The body'), JSON.parse(text));
});

test('bytes that are no UTF-8 are refused instead of being replaced silently', () => {
  assert.equal(refusalOf(Buffer.from([0x22, 0xff, 0x22])), 'The body is not UTF-8.');
  assert.equal(refusalOf(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])), 'The body is not UTF-8.');
});

test('nesting is taken up to the limit and refused beyond it', () => {
  assert.ok(parseJson(nested(deepestLevel), 'The body'));
  assert.match(refusalOf(nested(deepestLevel + 1)), /nested deeper than 200 levels/);
  assert.match(refusalOf(Buffer.from('{"a":'.repeat(100_000))), /nested deeper/);
});

test('brackets inside of strings are not nesting, whatever is escaped around them', () => {
  const brackets = '['.repeat(500);
  for (const text of [brackets, `\\"${brackets}`, `\\\\\\"${brackets}`, `${brackets}\\\\`]) {
    assert.ok(parseJson(nested(deepestLevel, `"${text}"`), 'The body'), text.slice(0, 8));
  }
  assert.match(refusalOf(nested(deepestLevel, '"\\\\",[]')), /nested deeper/);
});

test('brackets side by side are not nesting', () => {
  assert.ok(parseJson(Buffer.from(`[${'[],{},'.repeat(1000)}0]`), 'The body'));
});
