import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';
import {
  commitmentsText,
  factsText,
  idsText,
  isCommitment,
  isEntryTime,
  isFact,
  isId,
  isPseudonym,
  isUuid,
} from './entry-fields.ts';

const COMMITMENT = '/OenoPxc4lsD/K2RVgHXrckdrXym3Eu8LLagzZPKs6c=';

test('ids are codes without spaces, quotes or anything beyond ASCII', () => {
  for (const id of [
    'a',
    '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
    'gpt-4o:2024/05+x=',
    'rest~2',
    'x'.repeat(128),
  ]) {
    assert.equal(isId(id), true, id);
  }
  const wrong = [
    '',
    ' ',
    'a b',
    '-a',
    '.a',
    '~a',
    'a"',
    'a\\',
    'é',
    'a\n',
    'x'.repeat(129),
    1,
    null,
    undefined,
    ['a'],
  ];
  for (const id of wrong) assert.equal(isId(id), false, String(id));
});

test('an e-mail address or a sentence does not fit into an id or a fact', () => {
  for (const text of ['alice@example.com', 'Please approve this', '+49 170 1234567']) {
    assert.equal(isId(text), false, text);
    assert.equal(isFact(text), false, text);
  }
});

test('facts are codes, whole numbers, flags and null', () => {
  for (const fact of ['release', 0, -1, Number.MAX_SAFE_INTEGER, true, false, null])
    assert.equal(isFact(fact), true);
  for (const fact of ['', 0.5, Number.NaN, 2 ** 53, undefined, {}, [], 1n]) assert.equal(isFact(fact), false);
});

test('a commitment is 32 bytes in canonical base64', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.equal(isCommitment(Buffer.from(bytes).toString('base64')), bytes.length === 32);
    }),
  );
  assert.equal(isCommitment(COMMITMENT.replace('c=', 'd=')), false);
  assert.equal(isCommitment(COMMITMENT.replace('/', '_')), false);
  assert.equal(isCommitment(`${COMMITMENT}\n`), false);
  assert.equal(isCommitment(null), false);
});

test('UUIDs are lower case with dashes', () => {
  assert.equal(isUuid('0192aaaa-bbbb-7ccc-8ddd-eeeeffff0001'), true);
  for (const text of [
    '',
    '0192AAAA-bbbb-7ccc-8ddd-eeeeffff0001',
    '0192aaaabbbb7ccc8dddeeeeffff0001',
    'g'.repeat(36),
  ]) {
    assert.equal(isUuid(text), false, text);
  }
});

test('pseudonyms are base64url or the name of a duty', () => {
  for (const name of ['_-abc', 'integrate-ledger', 'reviews/expire-claims', 'anonymous']) {
    assert.equal(isPseudonym(name), true, name);
  }
  for (const name of ['', 'a b', 'a"b', 'é', 'x'.repeat(65), 'a@b'])
    assert.equal(isPseudonym(name), false, name);
});

test('times are what toISOString writes, for every day there is', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
      (at) => {
        assert.equal(isEntryTime(at.toISOString()), true);
      },
    ),
  );
  for (const text of ['2024-02-29T00:00:00.000Z', '2026-12-31T23:59:59.999Z'])
    assert.equal(isEntryTime(text), true);
});

test('times in any other form, and days that do not exist, are refused', () => {
  const wrong = [
    '',
    '2026-01-01',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.000',
    '2026-01-01T00:00:00.000+00:00',
    '2026-01-01 00:00:00.000Z',
    '2026-01-01T00:00:00.0000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-32T00:00:00.000Z',
    '2026-02-29T00:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '2026-01-01T23:60:00.000Z',
    '2026-01-01T23:59:60.000Z',
    '+012026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.000Z\n',
  ];
  for (const text of wrong) assert.equal(isEntryTime(text), false, text);
});

test('the text of a map is its canonical JSON', () => {
  const key = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
  const code = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,10}$/);
  const fact = fc.oneof(code, fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.constant(-0));
  const options = { noNullPrototype: true, maxKeys: 6 };
  fc.assert(
    fc.property(fc.dictionary(key, code, options), fc.dictionary(key, fact, options), (ids, facts) => {
      assert.deepEqual(idsText(ids), canonicalJson(ids));
      assert.deepEqual(factsText(facts), canonicalJson(facts));
    }),
  );
});

test('the text of commitments is their canonical JSON', () => {
  const commitments = { output: COMMITMENT, 'attachment:2': COMMITMENT, input: COMMITMENT };
  assert.deepEqual(commitmentsText(commitments), canonicalJson(commitments));
});

test('no facts and no commitments have the text of an empty map', () => {
  assert.deepEqual(factsText(undefined), { ok: true, text: '{}' });
  assert.deepEqual(commitmentsText(undefined), { ok: true, text: '{}' });
  assert.deepEqual(factsText({}), { ok: true, text: '{}' });
});

test('a wrong field is named', () => {
  assert.deepEqual(idsText({ decision: 'a b' }), { ok: false, because: 'decision is not an id' });
  assert.deepEqual(factsText({ route: 'release', confidence: 0.5 }), {
    ok: false,
    because: 'confidence is not a code or a whole number',
  });
  assert.deepEqual(commitmentsText({ input: 'AAAA' }), { ok: false, because: 'input is not 32 bytes' });
});

test('names of fields are short words without signs', () => {
  for (const name of ['', 'A', '1a', 'a_b', 'a-b', 'a"b', '__proto__', 'x'.repeat(41)]) {
    assert.equal(idsText(Object.fromEntries([[name, 'x']])).ok, false, name);
    assert.equal(factsText(Object.fromEntries([[name, 1]])).ok, false, name);
  }
});
