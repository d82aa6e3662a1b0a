import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBundle, encodeBundle } from './bundle.ts';
import { bytesText, textBytes } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import {
  ACTOR_KINDS,
  decodeEntry,
  type EntryDraft,
  encodeCommit,
  encodeEntry,
  LONGEST_ENTRY,
  parseEntryId,
  readEntry,
} from './entry.ts';
import { ENTRY_KINDS } from './kinds.ts';

const COMMITMENT = '/OenoPxc4lsD/K2RVgHXrckdrXym3Eu8LLagzZPKs6c=';
const commitId = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0004';
const place = { commitId, index: 7, at: '2026-01-01T00:00:00.000Z' };
const draft: EntryDraft = {
  kind: 'decision.recorded',
  actor: { kind: 'service', pseudonym: 'abcdefghijklmnopqrstuvwxyz1' },
  about: { useCase: 'u1', decision: '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0001' },
  facts: { route: 'hold', confidencePpm: 873_211, sampled: false, stratum: null },
  commitments: { output: COMMITMENT, input: COMMITMENT },
};
const TEXT = `{"about":{"decision":"0192aaaa-bbbb-7ccc-8ddd-eeeeffff0001","useCase":"u1"},"act":{"k":"service","p":"abcdefghijklmnopqrstuvwxyz1"},"c":{"input":"${COMMITMENT}","output":"${COMMITMENT}"},"facts":{"confidencePpm":873211,"route":"hold","sampled":false,"stratum":null},"id":"${commitId}.7","t":"decision.recorded","ts":"2026-01-01T00:00:00.000Z","v":1}`;

const key = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
const code = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,20}$/);
const options = { noNullPrototype: true, maxKeys: 5 };
const anyDraft = fc.record(
  {
    kind: fc.constantFrom(...ENTRY_KINDS),
    actor: fc.record({
      kind: fc.constantFrom(...ACTOR_KINDS),
      pseudonym: fc.stringMatching(/^[\w-]{1,27}$/),
    }),
    about: fc.dictionary(key, code, options),
    facts: fc.dictionary(key, fc.oneof(code, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)), options),
    commitments: fc.dictionary(key, fc.constant(COMMITMENT), options),
  },
  { requiredKeys: ['kind', 'actor', 'about'], noNullPrototype: true },
);

function encoded(given: EntryDraft, where = place): Uint8Array {
  const answer = encodeEntry(given, where);
  assert.ok(answer.ok, answer.ok ? '' : answer.because);
  return answer.bytes;
}

test('an entry has these bytes and no others', () => {
  assert.equal(bytesText(encoded(draft)), TEXT);
});

test('an entry is read back with everything that was said', () => {
  assert.deepEqual(decodeEntry(textBytes(TEXT)), {
    ok: true,
    entry: { ...draft, entryId: `${commitId}.7`, commitId, index: 7, at: '2026-01-01T00:00:00.000Z' },
  });
});

test('facts and commitments that are absent or empty leave no key', () => {
  const bare = { kind: draft.kind, actor: draft.actor, about: {} };
  const text = bytesText(encoded(bare));
  assert.equal(text, bytesText(encoded({ ...bare, facts: {}, commitments: {} })));
  assert.deepEqual(Object.keys(JSON.parse(text)), ['about', 'act', 'id', 't', 'ts', 'v']);
  const decoded = decodeEntry(textBytes(text));
  assert.ok(decoded.ok);
  assert.deepEqual([decoded.entry.facts, decoded.entry.commitments], [{}, {}]);
});

test('every entry is canonical JSON and comes back', () => {
  fc.assert(
    fc.property(anyDraft, fc.nat(4095), (given, index) => {
      const bytes = encoded(given, { ...place, index });
      const text = bytesText(bytes);
      assert.deepEqual(canonicalJson(JSON.parse(text)), { ok: true, text });
      const decoded = decodeEntry(bytes);
      assert.ok(decoded.ok);
      const { kind, actor, about, facts, commitments, entryId } = decoded.entry;
      assert.deepEqual([kind, { ...actor }, about], [given.kind, { ...given.actor }, given.about]);
      assert.deepEqual([facts, commitments], [given.facts ?? {}, given.commitments ?? {}]);
      assert.equal(entryId, `${commitId}.${index}`);
    }),
  );
});

test('a commit is the bundle of its entries', () => {
  fc.assert(
    fc.property(fc.array(anyDraft, { maxLength: 8 }), (drafts) => {
      const one = drafts.map((given, index) => encoded(given, { ...place, index }));
      assert.deepEqual(encodeCommit(drafts, place), encodeBundle(one));
    }),
  );
});

test('a commit with one bad entry is refused whole, naming it', () => {
  const bad = { ...draft, about: { decision: 'no spaces please' } };
  assert.deepEqual(encodeCommit([draft, bad], place), {
    ok: false,
    because: 'entry 1: about decision is not an id',
  });
});

test('a commit takes 4,096 entries and no more', () => {
  const many = Array.from({ length: 4096 }, () => draft);
  const answer = encodeCommit(many, place);
  assert.ok(answer.ok);
  assert.equal(decodeBundle(answer.bytes, 4096).entries.length, 4096);
  assert.deepEqual(encodeCommit([...many, draft], place), {
    ok: false,
    because: 'too many entries in one commit',
  });
});

test('an entry of exactly 4 KiB is taken, a byte more is refused (case 13)', () => {
  const of = (length: number): EntryDraft => {
    const about: Record<string, string> = {};
    const empty = encoded({ ...draft, about: {} }).length;
    let left = length - empty;
    for (let i = 0; left > 0; i++) {
      const comma = i === 0 ? 0 : 1;
      const name = `k${String(i).padStart(3, '0')}`;
      const value = Math.min(128, left - comma - 9); // "k000":"…"
      const rest = left - comma - 9 - value;
      about[name] = 'x'.repeat(rest > 0 && rest < 11 ? value - 11 : value);
      left -= comma + 9 + about[name].length;
    }
    return { ...draft, about };
  };
  assert.equal(encoded(of(LONGEST_ENTRY)).length, LONGEST_ENTRY);
  assert.equal(decodeEntry(encoded(of(LONGEST_ENTRY))).ok, true);
  assert.deepEqual(encodeEntry(of(LONGEST_ENTRY + 1), place), {
    ok: false,
    because: 'longer than 4096 bytes',
  });
  assert.deepEqual(decodeEntry(new Uint8Array(LONGEST_ENTRY + 1)), {
    ok: false,
    because: 'longer than 4096 bytes',
  });
});

test('what cannot stand in the log is refused, with the reason', () => {
  const because = (changed: object, where: object = {}) => {
    const answer = encodeEntry({ ...draft, ...changed } as EntryDraft, { ...place, ...where });
    return answer.ok ? 'ok' : answer.because;
  };
  assert.equal(because({ kind: 'decision.eaten' }), 'decision.eaten is not a kind of entry');
  assert.equal(because({ actor: { kind: 'alien', pseudonym: 'x' } }), 'the actor has no kind and pseudonym');
  assert.equal(
    because({ actor: { kind: 'person', pseudonym: 'Alice Smith' } }),
    'the actor has no kind and pseudonym',
  );
  assert.equal(because({ about: { person: 'alice@example.com' } }), 'about person is not an id');
  assert.equal(because({ facts: { confidence: 0.87 } }), 'fact confidence is not a code or a whole number');
  assert.equal(
    because({ facts: { comment: 'looks wrong to me' } }),
    'fact comment is not a code or a whole number',
  );
  assert.equal(because({ commitments: { input: 'short' } }), 'commitment input is not 32 bytes');
  assert.equal(because({}, { at: '2026-01-01T00:00:00Z' }), 'the time is not in UTC milliseconds');
  assert.equal(because({}, { commitId: 'C1' }), 'the commit id is not a UUID');
  for (const index of [-1, 1.5, 4096, Number.NaN])
    assert.match(because({}, { index }), /is not a place in a commit/);
  assert.equal(encodeCommit([draft], { commitId: 'C1', at: place.at }).ok, false);
  assert.equal(encodeCommit([draft], { commitId, at: 'now' }).ok, false);
});

test('bytes that are no entry are refused', () => {
  const swap = (from: string, to: string) => TEXT.replace(from, to);
  const wrong: Record<string, string> = {
    '': 'not a JSON object',
    '[]': 'not a JSON object',
    null: 'not a JSON object',
    '"text"': 'not a JSON object',
    [TEXT.slice(0, -1)]: 'not a JSON object',
    [`\ufeff${TEXT}`]: 'not a JSON object',
    '{}': 'not version 1',
    [swap('"v":1', '"v":2')]: 'not version 1',
    [swap('"v":1', '"v":"1"')]: 'not version 1',
    [swap('.7"', '.07"')]: 'the id is not a commit and a place in it',
    [swap('.7"', '.4096"')]: 'the id is not a commit and a place in it',
    [swap('.7"', '"')]: 'the id is not a commit and a place in it',
    [swap('00.000Z', '00Z')]: 'the time is not in UTC milliseconds',
    [swap('"act":{', '"acts":{')]: 'act or about is missing',
    [swap('"about":{', '"abut":{')]: 'act or about is missing',
    [swap('"facts":{', '"facts":[],"x":{')]: 'facts or commitments are not an object',
    [swap('"k":"service"', '"k":"alien"')]: 'the actor has no kind and pseudonym',
    [swap('"k":"service",', '')]: 'the actor has no kind and pseudonym',
    [swap('decision.recorded', 'decision.eaten')]: 'decision.eaten is not a kind of entry',
    [swap('"u1"', '"u 1"')]: 'about useCase is not an id',
    [swap('"u1"', '5')]: 'about useCase is not an id',
    [swap('"hold"', '0.5')]: 'fact route is not a code or a whole number',
    [swap('"hold"', '{}')]: 'fact route is not a code or a whole number',
    [swap(COMMITMENT, 'AAAA')]: 'commitment input is not 32 bytes',
  };
  for (const [text, because] of Object.entries(wrong)) {
    assert.deepEqual(decodeEntry(textBytes(text)), { ok: false, because }, text.slice(0, 90));
  }
});

test('an entry in any other form than the one written is refused', () => {
  const because = 'not in canonical form, or with a key that does not belong';
  const forms = [
    `${TEXT}\n`,
    ` ${TEXT}`,
    TEXT.replace('"v":1', '"v": 1'),
    TEXT.replace('"v":1', '"v":1.0'),
    TEXT.replace('"v":1', '"v":1,"v":1'),
    TEXT.replace('"v":1', '"v":1,"w":2'),
    TEXT.replace('{"about"', '{"__proto__":{},"about"'),
    TEXT.replace('"p":"', '"o":"x","p":"'),
    TEXT.replace('873211', '873211e0'),
    TEXT.replace('"hold"', '"h\\u006fld"'),
    TEXT.replace('"stratum":null', '"stratum":null,"a":1'),
    TEXT.replace(/"facts":\{.*?\}/, '"facts":{}'),
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(TEXT)).toReversed())),
  ];
  for (const text of forms) assert.deepEqual(decodeEntry(textBytes(text)), { ok: false, because }, text);
});

test('any bytes at all: a clean answer, and what is accepted is canonical', () => {
  fc.assert(
    fc.property(fc.nat(TEXT.length - 1), fc.nat(255), (at, byte) => {
      const bytes = textBytes(TEXT);
      bytes[at] = byte;
      const decoded = decodeEntry(bytes);
      if (decoded.ok) assert.deepEqual(encodeEntry(decoded.entry, decoded.entry), { ok: true, bytes });
    }),
    { numRuns: 2000 },
  );
});

test('ids of entries are taken apart, other texts are not', () => {
  assert.deepEqual(parseEntryId(`${commitId}.0`), { entryId: `${commitId}.0`, commitId, index: 0 });
  assert.equal(parseEntryId(`${commitId}.4095`)?.index, 4095);
  const wrong = [
    '',
    commitId,
    `${commitId}.`,
    `${commitId}.00`,
    `${commitId}.-1`,
    `${commitId}.4096`,
    `x${commitId}.1`,
  ];
  for (const text of wrong) assert.equal(parseEntryId(text), null, text);
  assert.equal(parseEntryId(`${'-'.repeat(36)}.1`), null);
});

test('the quick reader reads what the strict one reads, and believes what it does not check', () => {
  fc.assert(
    fc.property(anyDraft, (given) => {
      const bytes = encoded(given);
      assert.deepEqual(readEntry(bytes), decodeEntry(bytes));
    }),
  );
  const spaced = textBytes(TEXT.replace('"v":1', '"v": 1'));
  assert.ok(readEntry(spaced).ok);
  assert.ok(!decodeEntry(spaced).ok);
});

test('the quick reader refuses what has not the shape of an entry', () => {
  const texts = ['', '[]', '{"v":2}', TEXT.replace('.7"', '"'), TEXT.replace('2026-01-01T', '2026-01-01 ')];
  for (const text of texts) assert.ok(!readEntry(textBytes(text)).ok, text);
});
