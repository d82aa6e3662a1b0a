import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import { celContext } from './cel-context.ts';
import { celEnvironment, vocabularyOf } from './cel-environment.ts';
import type { Given } from './given.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'count', type: 'integer', required: true },
    { name: 'country', type: 'string', required: false },
    { name: 'vip', type: 'boolean', required: false },
    { name: 'seenAt', type: 'timestamp', required: false },
  ],
};
const environment = celEnvironment(subject);

const ordinary: Given = { thresholds: [], expectedImpact: () => 1 };
const facts: PolicyFacts = {
  confidence: 0.9,
  label: 'refund',
  model: 'intent-2',
  metadata: { amount: 100, count: 4, seenAt: '2025-03-01T12:34:56Z' },
  probabilities: { refund: 0.7, fraud: 0.3 },
  calibrated: null,
  modelState: 'active',
  nowMs: 1_790_000_000_000,
  backlog: null,
};

function evaluate(text: string, given: PolicyFacts = facts): unknown {
  return environment.evaluate(text, celContext(given, subject, ordinary));
}

function typeOf(text: string): string | undefined {
  return environment.check(text).type;
}

test('every variable has the type of its field', () => {
  assert.equal(typeOf('confidence'), 'double');
  assert.equal(typeOf('label'), 'string');
  assert.equal(typeOf('model'), 'string');
  assert.equal(typeOf('metadata.amount'), 'double');
  assert.equal(typeOf('metadata.count'), 'int');
  assert.equal(typeOf('metadata.country'), 'string');
  assert.equal(typeOf('metadata.vip'), 'bool');
  assert.equal(typeOf('metadata.seenAt'), 'google.protobuf.Timestamp');
  assert.equal(typeOf('probabilities'), 'map<string, double>');
  assert.equal(typeOf('probabilities["fraud"]'), 'double');
});

test('where there are no classes, there is neither label nor probabilities', () => {
  const text = celEnvironment({ outputKind: 'text', classes: [], metadataFields: [] });
  assert.equal(text.check('label == "x"').valid, false);
  assert.equal(text.check('probabilities.size() > 0').valid, false);
  assert.equal(text.check('confidence > 0.5').valid, true);
});

test('whatever number arrives, rules compare it with whole and decimal numbers', () => {
  const holds = [
    'metadata.amount > 99',
    'metadata.amount > 99.5',
    'metadata.amount == 100',
    '100 == metadata.amount',
    'metadata.amount == 100.0',
    'metadata.amount != 101',
    '101 != metadata.amount',
    'metadata.count == 4',
    'metadata.count == 4.0',
    '4.0 == metadata.count',
    'metadata.count < 4.5',
    'confidence >= 0.85',
    'confidence < 1',
    'metadata.amount in [1, 100]',
    'metadata.amount in [1.0, 100.0]',
    'metadata.count in [4]',
    'metadata.count in [4.0, 5.0]',
    'probabilities["fraud"] > 0.2',
    'probabilities.fraud > 0.2',
  ];
  for (const text of holds) assert.equal(evaluate(text), true, text);
});

test('whole and decimal numbers add, subtract, multiply and divide as doubles', () => {
  assert.equal(evaluate('metadata.amount * 2'), 200);
  assert.equal(evaluate('2 * metadata.amount'), 200);
  assert.equal(evaluate('metadata.amount + 1'), 101);
  assert.equal(evaluate('1 + metadata.amount'), 101);
  assert.equal(evaluate('metadata.amount - 1'), 99);
  assert.equal(evaluate('1 - metadata.amount'), -99);
  assert.equal(evaluate('metadata.amount / 8'), 12.5);
  assert.equal(evaluate('8 / metadata.amount'), 0.08);
  assert.equal(evaluate('metadata.count + confidence + metadata.count'), 8.9);
  assert.equal(typeOf('metadata.count * confidence'), 'double');
});

test('two whole numbers stay whole, as CEL says', () => {
  assert.equal(evaluate('metadata.count / 3'), 1n);
  assert.equal(evaluate('metadata.count % 3'), 1n);
  assert.equal(evaluate('metadata.count + 1'), 5n);
});

test('nothing is divided by zero', () => {
  assert.throws(() => evaluate('metadata.amount / 0'), /division by zero/);
  assert.throws(() => evaluate('metadata.count / 0'), /division by zero/);
});

test('what does not fit is found without a decision', () => {
  const wrong = [
    'metadata.country > 3',
    'metadata.amount == "100"',
    'metadata.vip > true && 1',
    'metadata.amuont > 1',
    'confidence == "high"',
    'metadata.seenAt > "2025-01-01T00:00:00Z"',
    'label in [1, 2]',
    'probabilities["fraud"] == "high"',
    'confidence >',
  ];
  for (const text of wrong) assert.equal(environment.check(text).valid, false, text);
});

test('times are compared with times', () => {
  assert.equal(evaluate('metadata.seenAt > timestamp("2025-03-01T12:00:00Z")'), true);
  assert.equal(evaluate('metadata.seenAt.getHours() == 12'), true);
  assert.equal(evaluate('metadata.seenAt - timestamp("2025-03-01T12:34:00Z") == duration("56s")'), true);
});

test('a time with another offset is the same instant', () => {
  const metadata = { amount: 1, count: 1, seenAt: '2025-03-01T14:34:56+02:00' };
  assert.equal(
    evaluate('metadata.seenAt == timestamp("2025-03-01T12:34:56Z")', { ...facts, metadata }),
    true,
  );
});

test('what is missing is missing: has() says so, reading it is an error', () => {
  assert.equal(evaluate('has(metadata.country)'), false);
  assert.equal(evaluate('has(metadata.amount)'), true);
  assert.equal(evaluate('has(metadata.country) && metadata.country == "DE"'), false);
  assert.throws(() => evaluate('metadata.country == "DE"'), /country/);
});

test('a field set to false, zero or nothing is there all the same', () => {
  const given = { ...facts, metadata: { amount: 0, count: 0, country: '', vip: false } };
  assert.equal(evaluate('has(metadata.vip) && has(metadata.country)', given), true);
  assert.equal(evaluate('!metadata.vip && metadata.country == "" && metadata.count == 0', given), true);
});

test('a tree too large, too deep or with too long a list is refused by the parser', () => {
  const nodes = Array.from({ length: 150 }, () => 'confidence > 0.5').join(' && ');
  assert.equal(environment.check(nodes).valid, false);
  assert.equal(environment.check(`${'('.repeat(60)}true${')'.repeat(60)}`).valid, false);
  const list = Array.from({ length: 201 }, (_, index) => `"${index}"`).join(',');
  assert.equal(environment.check(`label in [${list}]`).valid, false);
});

test('a list of 77 classes fits', () => {
  const list = Array.from({ length: 77 }, (_, index) => `"class ${index}"`).join(', ');
  assert.equal(environment.check(`label in [${list}]`).valid, true);
});

test('two environments do not see each other’s fields', () => {
  const other = celEnvironment({
    outputKind: 'class',
    classes: [],
    metadataFields: [{ name: 'other', type: 'string', required: true }],
  });
  assert.equal(other.check('metadata.amount > 1').valid, false);
  assert.equal(environment.check('metadata.other == "x"').valid, false);
});

test('any safe whole number and any double compare as JavaScript compares them', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.double({ noNaN: true }), (count, amount) => {
      const given = { ...facts, metadata: { count, amount } };
      assert.equal(evaluate('metadata.count < metadata.amount', given), count < amount);
      assert.equal(evaluate('metadata.count == metadata.amount', given), count === amount);
      assert.equal(evaluate('metadata.amount >= metadata.count', given), amount >= count);
    }),
  );
});

test('what the policy and the moment give has its type too', () => {
  const { environment: full } = vocabularyOf(subject, ['sure']);
  const types: Readonly<Record<string, string>> = {
    calibrated: 'double',
    expectedImpact: 'double',
    modelState: 'string',
    now: 'google.protobuf.Timestamp',
    'backlog.tier1': 'int',
    'backlog.tier2': 'int',
    'backlog.overdueSeconds': 'double',
    'thresholds.sure': 'double',
    'now - metadata.seenAt': 'google.protobuf.Duration',
    'metadata.count * thresholds.sure': 'double',
  };
  for (const [text, type] of Object.entries(types)) assert.equal(full.check(text).type, type, text);
});

test('a threshold that is not named, and any in a policy without, is found without a decision', () => {
  assert.equal(
    vocabularyOf(subject, ['sure']).environment.check('confidence > thresholds.shure').valid,
    false,
  );
  assert.equal(environment.check('confidence > thresholds.sure').valid, false);
});

test('expected impact needs classes, the calibrated confidence does not', () => {
  const text = celEnvironment({ outputKind: 'text', classes: [], metadataFields: [] });
  assert.equal(text.check('expectedImpact > 1.0').valid, false);
  assert.equal(text.check('calibrated > 0.5').valid, true);
});
