import type { Dice } from './dice.ts';

const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202egnp.exe',
  '\ufeff',
  '💥'.repeat(200),
  'x'.repeat(70_000),
  'é'.normalize('NFD'),
  '../../../etc/passwd',
  "'; drop table decision; --",
  '%00%s%n',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '\r\nset-cookie: a=b',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e999',
  '0x10',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0198c1f2-6b1c-7000-8000-000000000000',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00Z',
  '2024-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
];

const numbers = [
  -1,
  0,
  -0,
  0.1,
  1,
  2 ** 31,
  2 ** 31 - 1,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  1e308,
  5e-324,
];

/** A value somebody might send who means harm, or whose program has a fault. */
export function nastyValue(dice: Dice): unknown {
  const kinds = [
    () => dice.pick(texts),
    () => dice.pick(texts),
    () => dice.pick(numbers),
    () => null,
    () => dice.chance(0.5),
    () => [],
    () => ({}),
    () => nested(dice.whole(10, 2000)),
    () => ({ [dice.pick(texts)]: dice.pick(texts) }),
    () => Array.from({ length: dice.whole(100, 5000) }, () => dice.pick(numbers)),
  ];
  return dice.pick(kinds)();
}

export function nastyText(dice: Dice): string {
  return dice.pick(texts);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Bodies that no JSON library of ours would write. */
export const rawBodies: readonly (string | Buffer)[] = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '"text"',
  '1e999',
  '{"a":1e999}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"a":1,"a":2}',
  '\ufeff{}',
  `${'['.repeat(60_000)}`,
  `${'{"a":'.repeat(30_000)}`,
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.alloc(1000, 0),
  'x'.repeat(2_000_000),
  '\n\n\n',
  '{}\n{}\n',
  '{"a":1}\n\0\n[1]\nnull\n"x"\n',
];

export const mediaTypes = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=nonsense',
  'application/jsonx',
  'APPLICATION/JSON',
  'application/x-ndjson',
  'application/problem+json',
  ';;;',
  '',
];

/** Queries and ends of paths as they come over the wire, unescaped. */
export const rawEnds = [
  '?',
  '?cursor=%00',
  '?cursor=..%2F..',
  '?cursor=eyJhIjoxfQ',
  `?cursor=${'A'.repeat(400)}`,
  '?limit=0',
  '?limit=-1',
  '?limit=1e9',
  '?limit=201',
  '?limit=1&limit=2',
  '?unknown=1',
  '?__proto__[a]=1',
  '?wait=61',
  '?from=yesterday',
  '?from=9999-12-31T23:59:59Z&before=0001-01-01T00:00:00Z',
  '?useCaseId=not-an-id',
  '?%ff=%fe',
  '?a=%',
  `?q=${'x'.repeat(9000)}`,
  '/',
  '//',
  '/..',
  '/%2e%2e%2f',
  '%00',
  '%ff',
  `/${'a'.repeat(300)}`,
];
