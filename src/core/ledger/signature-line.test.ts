import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatSignatureLine, parseSignatureLine } from './signature-line.ts';
import { isKeyName } from './verifier-key.ts';

const LINE =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=';

test('the signature line of the C2SP example is read and written (N1)', () => {
  const parsed = parseSignatureLine(LINE);
  assert.equal(parsed?.name, 'example.com/foo');
  assert.equal(parsed?.keyId, '530d903a');
  assert.equal(parsed?.signature.length, 64);
  assert.equal(formatSignatureLine(parsed!, parsed!.signature), LINE);
});

test('any line is read back as it was written', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isKeyName);
  const keyId = fc.integer({ min: 0, max: 0xffffffff }).map((id) => id.toString(16).padStart(8, '0'));
  const signature = fc.uint8Array({ minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(fc.record({ name, keyId, signature }), (line) => {
      assert.deepEqual(parseSignatureLine(formatSignatureLine(line, line.signature)), { ...line });
    }),
  );
});

test('everything else is no signature line', () => {
  const wrong = [
    '',
    '—',
    '— ',
    '— name',
    '— name ',
    '— name AAAAAA==', // a key id and nothing after it
    '— name AAA=',
    '— name !!!!!!!!',
    `-${LINE.slice(1)}`, // a hyphen, not a dash
    `–${LINE.slice(1)}`,
    LINE.slice(2),
    ` ${LINE}`,
    `${LINE} `,
    `${LINE} more`,
    `${LINE}\r`,
    LINE.replace(' example', '  example'),
    LINE.replace('example.com/foo', 'a+b'),
    LINE.replace('example.com/foo', 'a\u00a0b'),
    LINE.slice(0, -1),
  ];
  for (const line of wrong) assert.equal(parseSignatureLine(line), null, JSON.stringify(line));
});

test('a megabyte of spaces is no signature line, and quickly so', () => {
  assert.equal(parseSignatureLine(`— ${' '.repeat(1_000_000)}`), null);
});
