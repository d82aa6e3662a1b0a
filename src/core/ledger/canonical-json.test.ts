import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, type PlainJson, parseCanonicalJson, sortedKeys } from './canonical-json.ts';

const because = (value: unknown) => {
  const answer = canonicalJson(value);
  return answer.ok ? 'ok' : answer.because;
};
const text = (value: unknown) => {
  const answer = canonicalJson(value);
  assert.ok(answer.ok, answer.ok ? '' : answer.because);
  return answer.text;
};

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 12 });
const { plain } = fc.letrec<{ plain: PlainJson }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    ascii,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(ascii, tie('plain'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

test('keys are sorted at every depth, and there are no spaces', () => {
  assert.equal(
    text({ b: 1, a: [true, null, { z: 'x', y: -7 }], A: false }),
    '{"A":false,"a":[true,null,{"y":-7,"z":"x"}],"b":1}',
  );
});

test('the order of keys is that of their code units, not of a language', () => {
  assert.equal(
    text({ a: 1, B: 2, _: 3, '1': 4, aa: 5, '': 6, '10': 7, '2': 8 }),
    '{"":6,"1":4,"10":7,"2":8,"B":2,"_":3,"a":1,"aa":5}',
  );
});

test('empty and simple values', () => {
  assert.equal(text({}), '{}');
  assert.equal(text([]), '[]');
  assert.equal(text(''), '""');
  assert.equal(text(null), 'null');
  assert.equal(text(true), 'true');
  assert.equal(text(false), 'false');
});

test('integers up to 2^53 - 1 have one form, minus zero included', () => {
  assert.equal(text(0), '0');
  assert.equal(text(-0), '0');
  assert.equal(text(Number.MAX_SAFE_INTEGER), '9007199254740991');
  assert.equal(text(-Number.MAX_SAFE_INTEGER), '-9007199254740991');
  assert.equal(text(1e15), '1000000000000000');
});

test('characters are escaped as RFC 8785 asks: short forms where there are some, else lower-case hex', () => {
  assert.equal(text('\b\t\n\f\r"\\'), '"\\b\\t\\n\\f\\r\\"\\\\"');
  assert.equal(text('\u0000\u000b\u001f'), '"\\u0000\\u000b\\u001f"');
  assert.equal(text('/<>&'), '"/<>&"');
  assert.equal(text({ 'a"b': 1 }), '{"a\\"b":1}');
});

test('what is not in the plain set is refused, not converted', () => {
  assert.equal(because(1.5), '1.5 is not an integer below 2^53');
  assert.equal(because(Number.NaN), 'NaN is not an integer below 2^53');
  assert.equal(because(Number.POSITIVE_INFINITY), 'Infinity is not an integer below 2^53');
  assert.equal(because(2 ** 53), '9007199254740992 is not an integer below 2^53');
  assert.equal(because('é'), 'text beyond ASCII');
  assert.equal(because('\u007f'), 'text beyond ASCII');
  assert.equal(because('\ud800'), 'text beyond ASCII');
  assert.equal(because({ é: 1 }), 'text beyond ASCII');
  assert.equal(because(undefined), 'a value of type undefined');
  assert.equal(because(1n), 'a value of type bigint');
  assert.equal(
    because(() => 1),
    'a value of type function',
  );
  assert.equal(because(Symbol('s')), 'a value of type symbol');
  assert.equal(because(new Date(0)), 'an object that is not plain');
  assert.equal(because(new Map()), 'an object that is not plain');
  assert.equal(because(new Uint8Array(1)), 'an object that is not plain');
});

test('one bad value deep inside refuses the whole', () => {
  assert.notEqual(because({ a: { b: [1, { c: 0.5 }] } }), 'ok');
  assert.notEqual(because({ a: undefined }), 'ok');
  assert.notEqual(because([undefined]), 'ok');
  assert.notEqual(because(new Array(3)), 'ok');
});

test('an object without prototype is plain; one with a toJSON is not asked', () => {
  assert.equal(text(Object.assign(Object.create(null), { a: 1 })), '{"a":1}');
  assert.notEqual(because({ toJSON: () => 'x' }), 'ok');
});

test('nesting is bounded, so nobody can exhaust the stack', () => {
  const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  assert.deepEqual(parseCanonicalJson(nest(16)).ok, true);
  assert.deepEqual(parseCanonicalJson(nest(17)), { ok: false, because: 'nested deeper than 16' });
  assert.equal(parseCanonicalJson(nest(2000)).ok, false);
  const circle: { self?: unknown } = {};
  circle.self = circle;
  assert.equal(because(circle), 'nested deeper than 16');
});

test('any plain value is valid JSON that means the same, and comes back', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const answer = canonicalJson(value);
      if (!answer.ok) return assert.match(answer.because, /beyond ASCII|deeper/);
      const again = parseCanonicalJson(answer.text);
      assert.ok(again.ok);
      assert.deepEqual(again.value, JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the order in which keys were set makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', 'C', '1') }), fc.nat()), (map) => {
      const backwards = Object.fromEntries(Object.entries(map).toReversed());
      assert.equal(text({ ...map }), text(backwards));
      assert.deepEqual(sortedKeys(map), Object.keys(map).toSorted());
    }),
  );
});

test('JSON in any other form is refused when read', () => {
  const wrong = [
    '',
    'x',
    '{"a":1} ',
    ' {"a":1}',
    '{"a": 1}',
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '1.0',
    '1e2',
    '-0',
    '9007199254740993',
    '"\\u0041"',
    '"\\/"',
    '"é"',
    '\ufeff{}',
    '[1,]',
    '{"a":1}\n',
    '{"a":0.5}',
    '"\\u001F"',
    'NaN',
    'undefined',
  ];
  for (const json of wrong) assert.equal(parseCanonicalJson(json).ok, false, json);
});

test('a key that is special to JavaScript is a key like any other', () => {
  const parsed = parseCanonicalJson('{"__proto__":1,"constructor":2}');
  assert.ok(parsed.ok);
  assert.deepEqual(Object.keys(parsed.value as object), ['__proto__', 'constructor']);
});
