import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memberSlices } from './member-slices.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function slice(text: string, name: string): string | null {
  const slices = memberSlices(encode(text), [name]);
  return slices && decode(slices[0]);
}

test('a member is found with the very bytes it was written with', () => {
  assert.equal(slice('{"a":1,"input":{"b": [ 2 , "]}" ]},"c":3}', 'input'), '{"b": [ 2 , "]}" ]}');
  assert.equal(slice(' {\n\t"input" : "x\\"y\\\\" , "c": null }\r\n', 'input'), '"x\\"y\\\\"');
  assert.equal(slice('{"input":-1.5e3}', 'input'), '-1.5e3');
  assert.equal(slice('{"input":true ,"b":1}', 'input'), 'true');
  assert.equal(slice('{"input":[]}', 'input'), '[]');
  assert.equal(slice('{"input":"ü€😀"}', 'input'), '"ü€😀"');
});

test('members deeper inside are not taken for the outermost ones', () => {
  assert.equal(slice('{"a":{"input":1},"input":2}', 'input'), '2');
  assert.equal(slice('{"a":[{"input":1}]}', 'input'), null);
  assert.equal(slice('{"a":"\\"input\\":1"}', 'input'), null);
});

test('the last of two equal keys counts, as in JSON.parse', () => {
  assert.equal(slice('{"input":1,"input":2}', 'input'), '2');
});

test('a key written with escapes makes it give up instead of missing it', () => {
  assert.equal(slice('{"inp\\u0075t":1}', 'input'), null);
  assert.equal(slice('{"a\\n":1,"input":2}', 'input'), null);
});

test('an empty object and a missing member have nothing', () => {
  assert.equal(slice('{}', 'input'), null);
  assert.equal(slice('{"a":1}', 'input'), null);
});

test('for every object, in every spacing, the slices parse to what JSON.parse gives', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
      fc.constantFrom(undefined, 1, '\t', ' \n'),
      (input, output, others, space) => {
        const text = JSON.stringify({ ...others, input, between: 'x', output }, null, space);
        const slices = memberSlices(encode(text), ['input', 'output']);
        // Keys that need escapes are left to the ordinary way.
        if (slices === null) {
          assert.ok(Object.keys(others).some((key) => JSON.stringify(key).includes('\\')));
          return;
        }
        assert.deepEqual(JSON.parse(decode(slices[0])), JSON.parse(text).input);
        assert.deepEqual(JSON.parse(decode(slices[1])), JSON.parse(text).output);
      },
    ),
  );
});
