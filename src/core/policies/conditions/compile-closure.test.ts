import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { celContext } from './cel-context.ts';
import { celEnvironment } from './cel-environment.ts';
import { compileClosure } from './compile-closure.ts';
import type { Given } from './given.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'count', type: 'integer', required: false },
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
  metadata: { amount: 100, count: 4, country: 'DE', vip: true, seenAt: '2025-03-01T12:00:00Z' },
  probabilities: { refund: 0.7, fraud: 0.3 },
  calibrated: null,
  modelState: 'active',
  nowMs: 1_790_000_000_000,
  backlog: null,
};

function closure(text: string) {
  return compileClosure(environment.parse(text).ast, { subject, thresholds: [] });
}

/** What an evaluation comes to: its value, or that there is none. */
type Answer = { readonly value: unknown } | 'cannot';

function compiled(text: string, given: PolicyFacts): Answer {
  const made = closure(text);
  assert.ok(made, `${text} was not compiled`);
  try {
    return { value: made.run(given, ordinary) };
  } catch (error) {
    assert.ok(error instanceof CannotEvaluate);
    return 'cannot';
  }
}

function interpreted(text: string, given: PolicyFacts): Answer {
  const parsed = environment.parse(text);
  assert.equal(parsed.check().valid, true, `${text}: ${parsed.check().error?.message}`);
  try {
    const value: unknown = parsed(celContext(given, subject, ordinary));
    return { value: typeof value === 'bigint' ? Number(value) : value };
  } catch {
    return 'cannot';
  }
}

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
    'model != "intent-1"',
  ];
  for (const text of everyday) assert.equal(closure(text)?.type, 'bool', text);
});

test('what is better left to the interpreter is not compiled', () => {
  const rare = [
    'metadata.count + 1 > 3',
    'metadata.count % 2 == 0',
    '-metadata.amount < 0',
    'metadata.seenAt > timestamp("2025-01-01T00:00:00Z")',
    'size(metadata.country) == 2',
    'metadata.country.size() == 2',
    'probabilities.exists(c, probabilities[c] > 0.2)',
    'metadata.country + "x" == "DEx"',
    'double(metadata.count) > 2.0',
    'metadata.vip < true',
    'metadata.country in [label, "DE"]',
    '(metadata.vip ? 1 : 2) == 1',
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
    ['metadata.amount / 0 > 1', true],
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

test('a whole number beyond 2^53 is not compiled: it would lose digits', () => {
  assert.equal(closure('metadata.count > 9007199254740993'), null);
  assert.equal(closure('metadata.count in [9007199254740993]'), null);
});

// Expressions are generated as text with their type, so that every one of them passes the type checker.

type Texts = { readonly number: string; readonly string: string; readonly bool: string };

const literalNumber = fc.oneof(
  fc.integer({ min: -20, max: 200 }).map((value) => (value < 0 ? `(0 - ${-value}) * 1.0` : `${value}`)),
  fc.constantFrom('0.0', '0.5', '0.9', '1.5', '100.0', '99.99'),
);
const literalString = fc.constantFrom('"DE"', '"D"', '""', '"refund"', '"fraud"', '"intent-2"', '"ü"');
const numberList = fc
  .array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 })
  .map((values) => `[${values.join(', ')}]`);
const stringList = fc
  .array(literalString, { minLength: 1, maxLength: 4 })
  .map((values) => `[${values.join(', ')}]`);

const { bool } = fc.letrec<Texts>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'confidence',
      'metadata.amount',
      'metadata.count',
      'metadata["amount"]',
      'probabilities["fraud"]',
    ),
    fc.constantFrom('probabilities.refund', 'probabilities[label]'),
    literalNumber,
    // A decimal on the left: two whole numbers would make a whole number, which is the interpreter's.
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
      .map(([left, op, right]) => `(1.0 * (${left}) ${op} (${right}))`),
  ),
  string: fc.oneof(
    fc.constantFrom('label', 'model', 'metadata.country', 'metadata["country"]'),
    literalString,
  ),
  bool: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'metadata.vip'),
    fc.constantFrom(
      'has(metadata.country)',
      'has(metadata.vip)',
      'has(probabilities.fraud)',
      'label in probabilities',
    ),
    fc
      .tuple(tie('number'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('number'))
      .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    fc
      .tuple(tie('string'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('string'))
      .map(([left, op, right]) => `${left} ${op} ${right}`),
    fc
      .tuple(tie('string'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('string'))
      .map(([text, method, part]) => `${text}.${method}(${part})`),
    fc
      .tuple(fc.constantFrom('metadata.amount', 'metadata.count'), numberList)
      .map(([of, list]) => `${of} in ${list}`),
    fc.tuple(tie('string'), stringList).map(([of, list]) => `${of} in ${list}`),
    tie('bool').map((operand) => `!(${operand})`),
    fc
      .tuple(tie('bool'), fc.constantFrom('&&', '||', '==', '!='), tie('bool'))
      .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    fc
      .tuple(tie('bool'), tie('bool'), tie('bool'))
      .map(([condition, yes, no]) => `(${condition}) ? (${yes}) : (${no})`),
  ),
}));

const someFacts: fc.Arbitrary<PolicyFacts> = fc.record({
  calibrated: fc.constant(null),
  modelState: fc.constant('active' as const),
  nowMs: fc.constant(0),
  backlog: fc.constant(null),
  confidence: fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  label: fc.constantFrom('refund', 'fraud'),
  model: fc.constantFrom('intent-1', 'intent-2'),
  metadata: fc.record(
    {
      amount: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      count: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.maxSafeInteger()),
      country: fc.constantFrom('DE', 'D', '', 'ü'),
      vip: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  probabilities: fc.record(
    { refund: fc.double({ min: 0, max: 1, noNaN: true }), fraud: fc.double({ min: 0, max: 1, noNaN: true }) },
    { requiredKeys: [] },
  ),
});

test('any condition of the compiled part answers as the interpreter does, errors included', () => {
  let agreed = 0;
  fc.assert(
    fc.property(bool, fc.array(someFacts, { minLength: 1, maxLength: 4 }), (text, situations) => {
      // A literal-only product of whole numbers is the interpreter's; the generator makes few of them.
      if (closure(text) === null || !environment.check(text).valid) return;
      for (const given of situations) {
        assert.deepEqual(compiled(text, given), interpreted(text, given), text);
        agreed += 1;
      }
    }),
    { numRuns: 1500 },
  );
  assert.ok(agreed > 1000, `only ${agreed} were compared`);
});
