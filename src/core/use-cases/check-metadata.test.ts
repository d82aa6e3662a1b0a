import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileMetadataCheck, isTimestamp, longestString } from './check-metadata.ts';
import type { FieldType, MetadataField } from './use-case.ts';

const fields: readonly MetadataField[] = [
  { name: 'amount', type: 'number', required: true },
  { name: 'count', type: 'integer', required: false },
  { name: 'channel', type: 'string', required: false, values: ['app', 'web'] },
  { name: 'note', type: 'string', required: false },
  { name: 'vip', type: 'boolean', required: false },
  { name: 'seenAt', type: 'timestamp', required: false },
];
const check = compileMetadataCheck(fields);

test('metadata that fits has no problems', () => {
  const full = {
    amount: 12.5,
    count: 3,
    channel: 'app',
    note: 'hello',
    vip: false,
    seenAt: '2025-03-01T12:00:00Z',
  };
  assert.deepEqual(check(full), []);
  assert.deepEqual(check({ amount: 0 }), []);
});

test('the good case allocates nothing: the same empty list comes back', () => {
  assert.equal(check({ amount: 1 }), check({ amount: 2 }));
});

test('a use case without fields takes only empty metadata', () => {
  const none = compileMetadataCheck([]);
  assert.deepEqual(none({}), []);
  assert.deepEqual(none({ a: 1 }), ['metadata.a is not a field of this use case.']);
});

test('a missing field is named', () => {
  assert.deepEqual(check({}), ['metadata.amount is missing.']);
});

test('a misspelt field is both missing and unknown', () => {
  assert.deepEqual(check({ amuont: 1 }), [
    'metadata.amount is missing.',
    'metadata.amuont is not a field of this use case.',
  ]);
});

test('null is not a value; what is absent is left out', () => {
  assert.deepEqual(check({ amount: null }), ['metadata.amount must be a finite number.']);
  assert.deepEqual(check({ amount: 1, note: null }), [
    'metadata.note must be a string of at most 2000 characters.',
  ]);
});

test('each type refuses what is not of it', () => {
  const wrong: Readonly<Record<FieldType, readonly unknown[]>> = {
    string: [1, true, {}, [], 'x'.repeat(longestString + 1)],
    number: ['1', Number.NaN, Number.POSITIVE_INFINITY, true, 1n],
    integer: [1.5, '1', 2 ** 53, Number.NaN],
    boolean: [0, 1, 'true'],
    timestamp: ['2025-03-01', 'yesterday', 1_740_000_000, '2025-03-01T12:00:00'],
  };
  for (const [type, values] of Object.entries(wrong) as [FieldType, readonly unknown[]][]) {
    const one = compileMetadataCheck([{ name: 'x', type, required: true }]);
    for (const value of values) assert.equal(one({ x: value }).length, 1, `${type} ${String(value)}`);
  }
});

test('each type takes its ordinary and its extreme values', () => {
  const right: Readonly<Record<FieldType, readonly unknown[]>> = {
    string: ['', 'ü', 'x'.repeat(longestString)],
    number: [0, -0, 1e308, 5e-324, -1.5],
    integer: [0, -5, 2 ** 53 - 1],
    boolean: [true, false],
    timestamp: ['2025-03-01T12:00:00Z', '2024-02-29T23:59:59.123456+02:00'],
  };
  for (const [type, values] of Object.entries(right) as [FieldType, readonly unknown[]][]) {
    const one = compileMetadataCheck([{ name: 'x', type, required: true }]);
    for (const value of values) assert.deepEqual(one({ x: value }), [], `${type} ${String(value)}`);
  }
});

test('a value outside the listed ones is told what would fit', () => {
  assert.deepEqual(check({ amount: 1, channel: 'fax' }), ['metadata.channel must be one of "app", "web".']);
});

test('a long list of values is cut in the sentence', () => {
  const values = Array.from({ length: 30 }, (_, index) => `v${index}`);
  const [sentence] = compileMetadataCheck([{ name: 'x', type: 'string', required: true, values }])({
    x: 'no',
  });
  assert.match(sentence ?? '', /"v9", …\.$/);
});

test('thousands of unknown keys make five sentences', () => {
  const flood = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]));
  assert.equal(check({ amount: 1, ...flood }).length, 5);
});

test('names of Object.prototype are ordinary keys: unknown unless declared', () => {
  assert.deepEqual(check({ amount: 1, constructor: 1 }), [
    'metadata.constructor is not a field of this use case.',
  ]);
  const own = compileMetadataCheck([{ name: 'toString', type: 'string', required: true }]);
  assert.deepEqual(own({}), ['metadata.toString is missing.']);
});

test('a day that does not exist is refused although Date.parse would move it', () => {
  assert.equal(isTimestamp('2025-02-29T00:00:00Z'), false);
  assert.equal(isTimestamp('2024-02-29T00:00:00Z'), true);
  assert.equal(isTimestamp('2025-04-31T00:00:00Z'), false);
  assert.equal(isTimestamp('2025-13-01T00:00:00Z'), false);
  assert.equal(isTimestamp('2025-01-00T00:00:00Z'), false);
  assert.equal(isTimestamp('2025-01-01T25:00:00Z'), false);
});

test('what fits by its type always passes, and any unknown key always fails', () => {
  const fitting = fc.record(
    {
      amount: fc.double({ noNaN: true, noDefaultInfinity: true }),
      count: fc.maxSafeInteger(),
      channel: fc.constantFrom('app', 'web'),
      note: fc.string({ maxLength: 50 }),
      vip: fc.boolean(),
      seenAt: fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    },
    { requiredKeys: ['amount'] },
  );
  fc.assert(fc.property(fitting, (metadata) => check(metadata).length === 0));
  fc.assert(
    fc.property(fitting, fc.string({ minLength: 1 }), (metadata, key) => {
      fc.pre(!fields.some((field) => field.name === key) && key !== '__proto__');
      return check({ ...metadata, [key]: 1 }).length === 1;
    }),
  );
});
