import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, closure, compiled, facts, interpreted, ordinary } from '../../../testing/both-ways.ts';

test('the everyday part of the language is compiled', () => {
  const everyday = [
    'confidence >= 0.85',
    'label == "fraud"',
    'label in ["fraud", "refund"]',
    'metadata.amount > 100',
    'metadata.count in [1, 2, 3]',
    'metadata["amount"] > 100',
    'metadata.amount * 1.2 + 3 > 900 / metadata.amount - 1',
    'metadata.country.startsWith("D") || metadata.country.endsWith("E") || metadata.country.contains("x")',
    'has(metadata.vip) && metadata.vip',
    '!metadata.vip',
    'probabilities["fraud"] > 0.2',
    'probabilities[label] > 0.2',
    '"fraud" in probabilities',
    'has(probabilities.fraud)',
    'metadata.vip ? confidence > 0.5 : confidence > 0.9',
    'metadata.vip == true',
    'metadata.vip < true',
    'model != "intent-1"',
    'calibrated >= thresholds.sure && expectedImpact < thresholds.dear',
    'modelState == "probation"',
    'backlog.tier1 > 100 || backlog.tier2 > 10 || backlog.overdueSeconds > 60.0',
    'now.getHours() >= 8 && now.getHours() < 18 && now.getDayOfWeek() in [1, 2, 3, 4, 5]',
    'now - metadata.seenAt > duration("24h")',
    'metadata.seenAt > timestamp("2025-01-01T00:00:00Z")',
    'metadata.seenAt + duration("30m") < now',
    'metadata.count + 1 > 3 && metadata.count % 2 == 0 && -metadata.count < 0',
    '-metadata.amount < 0',
    'size(metadata.country) == 2 && metadata.country.size() == 2 && size(probabilities) == 2',
    'metadata.country + "x" == "DEx"',
    'metadata.country.lowerAscii().trim() == "de"',
    'double(metadata.count) > 2.0 && int(metadata.amount) == 100 && string(metadata.count) == "4"',
    'metadata.country in [label, "DE"]',
    '(metadata.vip ? 1 : 2) == 1',
    'probabilities.exists(c, c != label && probabilities[c] > 0.2)',
    'probabilities.all(c, c.startsWith("f") || probabilities[c] > 0.5)',
    '["DE", "AT"].exists_one(c, metadata.country.startsWith(c))',
    '[1, 2].exists(x, [2, 3].all(y, x + y > 2))',
  ];
  for (const text of everyday) assert.equal(closure(text)?.type, 'bool', text);
});

test('what is better left to the interpreter is not compiled', () => {
  const rare = [
    'int(metadata.country) > 1',
    'double(metadata.country) > 1.0',
    'timestamp(metadata.country) > now',
    'timestamp(metadata.count) > now',
    'duration(metadata.country) > duration("1s")',
    'duration("1ns") < duration("1s")',
    'duration("1s") + duration("1s") == duration("2s")',
    '(now - metadata.seenAt).getHours() > 1',
    'string(now) == "x"',
    '[1, 2] == [1, 2]',
    'size([1, 2]) == 2',
    'now in [now]',
    'probabilities == probabilities',
  ];
  for (const text of rare) assert.equal(closure(text), null, text);
});

test('known answers, the same from the closure and from the interpreter', () => {
  const answers: readonly (readonly [string, unknown])[] = [
    ['confidence >= 0.9', true],
    ['confidence > 0.9', false],
    ['1 > confidence', true],
    ['metadata.amount == 100', true],
    ['metadata.amount != 100.0', false],
    ['metadata.count == 4.0', true],
    ['metadata.count <= 4', true],
    ['metadata.amount / 8 == 12.5', true],
    ['metadata.amount * 2 - 1 == 199.0', true],
    ['label < "z"', true],
    ['label >= "refund"', true],
    ['metadata.vip != false', true],
    ['metadata.count in [1, 4]', true],
    ['metadata.count in [1.0, 4.0]', true],
    ['metadata.amount in [1, 2]', false],
    ['label in ["fraud"]', false],
    ['metadata.country.contains("")', true],
    ['metadata.country.startsWith(label)', false],
    ['metadata["count"] > 3', true],
    ['probabilities[label] == 0.7', true],
    ['model in probabilities', false],
    ['!(label == "fraud")', true],
    ['false || true && !false', true],
    ['confidence > 0.5 ? label == "refund" : false', true],
    ['calibrated', 0.85],
    ['expectedImpact < thresholds.dear', true],
    ['thresholds.sure', 0.8],
    ['modelState', 'probation'],
    ['backlog.tier1 + backlog.tier2', 123n],
    ['backlog.overdueSeconds * 2', 3n],
    ['now', BigInt(facts.nowMs)],
    ['now.getFullYear()', 2026n],
    ['now.getMonth()', 8n],
    ['now.getDate()', 21n],
    ['now.getDayOfMonth()', 20n],
    ['now.getDayOfWeek()', 1n],
    ['now.getHours()', 13n],
    ['now.getMinutes()', 14n],
    ['now.getSeconds()', 15n],
    ['metadata.seenAt < now', true],
    ['now - metadata.seenAt > duration("24h")', true],
    ['metadata.seenAt + duration("4s") == timestamp("2025-03-01T12:35:00Z")', true],
    ['metadata.seenAt - duration("56s") == timestamp("2025-03-01T12:34:00Z")', true],
    ['metadata.count / 3', 1n],
    ['-metadata.count / 3', -1n],
    ['-metadata.count % 3', -1n],
    ['metadata.count * metadata.other - 2', 10n],
    ['metadata.count * 0.5', 2n],
    ['metadata.country + label', 'DErefund'],
    ['metadata.country.lowerAscii()', 'de'],
    ['label.upperAscii()', 'REFUND'],
    ['" x ".trim()', 'x'],
    ['size("a😀b")', 3n],
    ['label.size()', 6n],
    ['size(probabilities)', 2n],
    ['int(confidence * 10.0)', 9n],
    ['int(-1.9)', -1n],
    ['double(metadata.count) / 8.0', 0.5],
    ['string(confidence)', '0.9'],
    ['string(metadata.count) + string(metadata.vip)', '4true'],
    ['metadata.vip ? label : model', 'refund'],
    ['metadata.country in [label, "DE"]', true],
    ['metadata.count in [metadata.other, metadata.other + 1]', true],
    ['metadata.count in [metadata.amount, 4.0]', true],
    ['metadata.vip in [false]', false],
    ['probabilities.exists(c, c != label && probabilities[c] > 0.2)', true],
    ['probabilities.all(c, probabilities[c] > 0.5)', false],
    ['probabilities.exists_one(c, probabilities[c] > 0.5)', true],
    ['[1, 2, 3].all(x, [1, 2, 3].exists(y, x == y))', true],
    ['[metadata.country, "AT"].exists_one(c, c == "AT")', true],
  ];
  for (const [text, value] of answers) {
    assert.deepEqual(compiled(text, facts), { value }, text);
    assert.deepEqual(interpreted(text, facts), { value }, text);
  }
});

test('reading what is missing cannot be evaluated, and the message names it', () => {
  const bare = { ...facts, metadata: { amount: 1 }, probabilities: {} };
  for (const text of [
    'metadata.count > 1',
    'metadata.vip',
    'metadata.country.contains("D")',
    'probabilities.fraud > 0',
  ]) {
    assert.equal(compiled(text, bare), 'cannot', text);
    assert.equal(interpreted(text, bare), 'cannot', text);
  }
  assert.throws(
    () => closure('metadata.count > 1')?.run(bare, ordinary),
    /^CannotEvaluate: metadata\.count is missing$/,
  );
  assert.throws(
    () => closure('probabilities["fraud"] > 0.1')?.run(bare, ordinary),
    /the probability of "fraud" is missing/,
  );
});

test('logic absorbs what cannot be evaluated where the other side decides', () => {
  const bare = { ...facts, metadata: { amount: 1 } };
  const answers: readonly (readonly [string, Answer])[] = [
    ['metadata.vip || true', { value: true }],
    ['true || metadata.vip', { value: true }],
    ['metadata.vip && false', { value: false }],
    ['false && metadata.vip', { value: false }],
    ['metadata.vip || false', 'cannot'],
    ['false || metadata.vip', 'cannot'],
    ['metadata.vip && true', 'cannot'],
    ['true && metadata.vip', 'cannot'],
    ['metadata.vip || metadata.vip', 'cannot'],
    ['!metadata.vip || true', { value: true }],
    ['metadata.vip ? true : true', 'cannot'],
    ['true ? true : metadata.vip', { value: true }],
  ];
  for (const [text, answer] of answers) {
    assert.deepEqual(compiled(text, bare), answer, text);
    assert.deepEqual(interpreted(text, bare), answer, text);
  }
});

test('a class called like something every object inherits is looked up as itself', () => {
  const given = { ...facts, label: 'constructor', probabilities: { fraud: 0.5 } };
  assert.equal(compiled('probabilities[label] > 0.1', given), 'cannot');
  assert.deepEqual(compiled('label in probabilities', given), { value: false });
  assert.deepEqual(compiled('has(probabilities.toString)', given), { value: false });
});

test('whole numbers are 64 bits: beyond them, and by zero, nothing can be evaluated', () => {
  const answers: readonly (readonly [string, Answer])[] = [
    ['metadata.count * metadata.count', 'cannot'],
    ['metadata.count * 1024', { value: 9007199254740991n * 1024n }],
    ['metadata.count * 1024 / 1024 == metadata.count', { value: true }],
    ['metadata.count * 1024 * 1024', 'cannot'],
    ['-metadata.count * 1024 * 1024', 'cannot'],
    ['metadata.count + metadata.count', { value: 18014398509481982n }],
    ['metadata.count + 1 + 1 - 2 == metadata.count', { value: true }],
    ['metadata.count + 2 > metadata.count + 1', { value: true }],
    ['metadata.count + 2 == metadata.count + 1', { value: false }],
    ['-(metadata.count + 2) % 10', { value: -3n }],
    ['(metadata.count + 1) / 3', { value: 3002399751580330n }],
    ['metadata.count + 1 == double(metadata.count + 1)', { value: true }],
    ['metadata.count + 1 in [9007199254740992.0]', { value: true }],
    ['1 / (metadata.count - metadata.count)', 'cannot'],
    ['1 % (metadata.count - metadata.count)', 'cannot'],
    ['int(1e300) > 1', { value: true }],
    ['0 * -1 == 0', { value: true }],
    ['metadata.amount / (metadata.count - metadata.count) > 0', 'cannot'],
  ];
  const huge = { ...facts, metadata: { amount: 1, count: Number.MAX_SAFE_INTEGER } };
  for (const [text, answer] of answers) {
    assert.deepEqual(compiled(text, huge), answer, text);
    assert.deepEqual(interpreted(text, huge), answer, text);
  }
});

test('a number that cannot be exact is not compiled', () => {
  assert.equal(closure('metadata.count > 9007199254740993'), null);
  assert.equal(closure('metadata.count in [9007199254740993]'), null);
});

test('an element whose condition fails counts only where no other decides', () => {
  const answers: readonly (readonly [string, Answer])[] = [
    ['["x", "fraud"].exists(c, probabilities[c] > 0.2)', { value: true }],
    ['["x", "fraud"].exists(c, probabilities[c] > 0.9)', 'cannot'],
    ['["fraud", "x"].all(c, probabilities[c] > 0.9)', { value: false }],
    ['["x", "refund"].all(c, probabilities[c] > 0.1)', 'cannot'],
    ['["fraud", "x"].exists_one(c, probabilities[c] > 0.2)', 'cannot'],
    ['[metadata.country, "DE"].exists(c, c == "DE")', 'cannot'],
    ['"DE" in ["DE", metadata.country]', 'cannot'],
  ];
  const bare = { ...facts, metadata: { amount: 1 } };
  for (const [text, answer] of answers) {
    assert.deepEqual(compiled(text, bare), answer, text);
    assert.deepEqual(interpreted(text, bare), answer, text);
  }
});

test('what the policy or the moment does not give cannot be evaluated, and the message names it', () => {
  const nothing = { ...facts, calibrated: null, backlog: null, label: null };
  for (const text of ['calibrated > 0.5', 'backlog.tier1 > 1', 'label == "fraud"']) {
    assert.equal(compiled(text, nothing), 'cannot', text);
    assert.equal(interpreted(text, nothing), 'cannot', text);
  }
  assert.throws(
    () => closure('calibrated > 0.5')?.run(nothing, ordinary),
    /no calibration map for the model/,
  );
  assert.throws(
    () => closure('backlog.tier2 > 1')?.run(nothing, ordinary),
    /^CannotEvaluate: the backlog is missing$/,
  );
});

test('a threshold has another value for a class with its own', () => {
  const fraud = { ...facts, label: 'fraud' };
  assert.deepEqual(compiled('thresholds.sure', fraud), { value: 0.95 });
  assert.deepEqual(interpreted('thresholds.sure', fraud), { value: 0.95 });
  assert.deepEqual(compiled('thresholds.sure', { ...facts, label: null }), { value: 0.8 });
});

test('a time may come as milliseconds, as a replay has it', () => {
  const atMs = Date.UTC(2025, 2, 1, 12, 34, 56);
  const given = { ...facts, metadata: { amount: 1, seenAt: atMs } };
  assert.deepEqual(compiled('metadata.seenAt.getMinutes()', given), { value: 34n });
  assert.deepEqual(interpreted('metadata.seenAt.getMinutes()', given), { value: 34n });
});

test('times change from one decision to the next', () => {
  const rule = closure('metadata.seenAt.getHours() == 9');
  for (const hour of ['09', '10', '09', '09'])
    assert.equal(
      rule?.run({ ...facts, metadata: { amount: 1, seenAt: `2025-03-01T${hour}:00:00Z` } }, ordinary),
      hour === '09',
    );
});
