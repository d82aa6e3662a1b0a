import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseYaml } from './parse-yaml.ts';

function readOf(text: string): unknown {
  const parsed = parseYaml(text);
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return parsed.value;
}

/** What is complained of, as `line:column sentence`. */
function complaints(text: string): string[] {
  const parsed = parseYaml(text);
  assert.ok(!parsed.ok, 'it was read');
  return parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

test('YAML is read as the JSON it stands for', () => {
  assert.deepEqual(
    readOf('a: 1\nb: [x, "2", true, null, 1.5]\n# a comment\nc:\n  d: >-\n    two\n    lines\n'),
    {
      a: 1,
      b: ['x', '2', true, null, 1.5],
      c: { d: 'two lines' },
    },
  );
  assert.deepEqual(readOf('\uFEFF{"a": ["JSON", "is", "YAML"]}'), { a: ['JSON', 'is', 'YAML'] });
  assert.deepEqual(readOf('a: yes\nb: no\nc: 012\nd: 1:30'), { a: 'yes', b: 'no', c: 12, d: '1:30' });
});

test('any JSON document that is written as YAML is read back', () => {
  const key = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '<<' && printable(text));
  const text = fc.string({ maxLength: 20, unit: 'grapheme' }).filter(printable);
  const number = fc.oneof(
    fc.integer(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((n) => !(Number.isInteger(n) && !Number.isSafeInteger(n)) && !Object.is(n, -0)),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (value) => {
      assert.deepEqual(readOf(stringify(value, { aliasDuplicateObjects: false })), value);
    }),
    { numRuns: 300 },
  );
});

function printable(text: string): boolean {
  return !/[\p{Cc}\u0085\u2028\u2029\ufeff]/u.test(text) && text.isWellFormed();
}

test('every value can be found again in the text', () => {
  const parsed = parseYaml('a: 1\nb:\n  - x: 2\n    y/z: 3\n  - [4,\n     5]\n');
  assert.ok(parsed.ok);
  const at = (pointer: string) => Object.values(parsed.placeOf(pointer)).join(':');
  assert.deepEqual(['', '/a', '/b', '/b/0', '/b/0/x', '/b/0/y~1z', '/b/1/0', '/b/1/1'].map(at), [
    '1:1',
    '1:1',
    '2:1',
    '3:5',
    '3:5',
    '4:5',
    '5:6',
    '6:6',
  ]);
  assert.equal(at('/b/0/missing/deeper'), '3:5', 'what is missing is where its parent is');
  assert.equal(at('/nothing'), '1:1');
});

const zoo: readonly (readonly [name: string, text: string, complaint: string | RegExp])[] = [
  ['an alias', 'a: 1\nb: *x', '2:4 *x is an alias; write out what it stands for.'],
  ['an anchor', 'a: &x 1', '1:7 &x is an anchor, and anchors are not taken.'],
  ['an anchor on a key', '&x a: 1', '1:4 &x is an anchor, and anchors are not taken.'],
  ['an anchor that holds itself', 'a: &x [*x]', '1:7 &x is an anchor, and anchors are not taken.'],
  ['an anchor around everything', '&x\na: *x', '2:1 &x is an anchor, and anchors are not taken.'],
  ['a merge', 'a:\n  <<: {b: 1}', '2:3 Merges (<<) are not taken; write out what they stand for.'],
  ['a tag', 'a: !!js/function x', /^1:18 A tag/],
  ['a tag that YAML knows', 'a: !!str 1', /^1:10 A tag/],
  ['a tag on a key', '!x a: 1', /^1:4 A tag/],
  ['an older YAML', '%YAML 1.1\n---\na: yes', '1:1 Lines that start with % are not taken.'],
  ['a tag handle', '%TAG ! tag:example.org,2000:\n---\na: !x 1', /^3:7 A tag/],
  ['an unknown directive', '%x\n---\na: 1', '1:1 Lines that start with % are not taken.'],
  ['a second document', 'a: 1\n---\nb: 2', '2:1 A second document starts here; a file holds one policy.'],
  ['a tab', 'a:\n\tb: 1', '2:1 A tab stands where YAML wants spaces.'],
  ['a doubled key', 'a: 1\nb: {c: 1,\n c: 2}', '3:2 "c" stands here a second time.'],
  ['a number as key', '404: x', '1:1 The key "404" is no text; put it in quotes.'],
  ['true as key', 'true: x', '1:1 The key "true" is no text; put it in quotes.'],
  ['a list as key', '? [a]\n: x', '1:3 This key is no text.'],
  ['no number', 'a: .nan', '1:4 This number is not finite.'],
  ['infinity', 'a: 1e999', '1:4 This number is not finite.'],
  ['an inexact number', 'a: 9007199254740993', /^1:4 Whole numbers beyond/],
  ['a NUL', 'a: "\0"', '1:5 A control character stands here.'],
  ['half a character', String.raw`a: "\ud800"`, /^1:4 This text has half a character/],
  ['nothing', '', '1:1 The file is empty.'],
  ['only a comment', '# later\n', '1:1 The file is empty.'],
  ['a quote left open', 'a: "x', /^1:6 Missing closing "quote/],
  ['a bracket left open', 'a: [1,\nb: 2', /must be sufficiently indented and end with a \]/],
  ['bad indentation', 'a:\n    b: 1\n  c: 2', /^3:1 /],
  ['forty lists in each other', `a: ${'['.repeat(41)}${']'.repeat(41)}`, /^1:44 This is nested too deeply/],
];

for (const [name, text, complaint] of zoo) {
  test(`${name} is refused at its place`, () => {
    const [first = ''] = complaints(text);
    if (typeof complaint === 'string') assert.equal(first, complaint);
    else assert.match(first, complaint);
  });
}

test('a billion laughs are a handful of refused anchors', () => {
  const names = [...'abcdefgh'];
  const lines = names.map((name, i) => {
    const before = names[i - 1];
    return `${name}: &${name} [${Array(9)
      .fill(before ? `*${before}` : 'lol')
      .join(', ')}]`;
  });
  assert.equal(complaints(lines.join('\n')).length, names.length);
});

test('keys of JavaScript are keys like any other', () => {
  const value = readOf('__proto__: {polluted: 1}\nconstructor: 2');
  assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

// At 250 KiB, the most a file may have, the slowest takes some 2 s; a tenth of that shows the same.
const heavy: Readonly<Record<string, string>> = {
  'opening brackets': '['.repeat(25_000),
  'opening braces': '{a: '.repeat(6200),
  'lists in lists': '- '.repeat(12_500),
  'closing braces': '}: '.repeat(8300),
  colons: ': '.repeat(12_500),
  tags: '!a '.repeat(8300),
  directives: '%a\n'.repeat(8300),
  'control characters': '\u0001'.repeat(25_000),
};

for (const [name, text] of Object.entries(heavy)) {
  test(`a file full of ${name} is refused in a few lines`, () => {
    const said = complaints(text);
    assert.ok(said.length >= 1 && said.length <= 21, `${said.length}`);
    if (said.length === 21) assert.match(said[20] ?? '', /From here on, more is wrong/);
  });
}

test('many different keys take no longer than few', () => {
  const text = Array.from({ length: 5000 }, (_, i) => `k${i}: 1`).join('\n');
  assert.equal(Object.keys(readOf(text) as object).length, 5000);
});
