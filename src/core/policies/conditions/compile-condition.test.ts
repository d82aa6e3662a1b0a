import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { longestExpression, vocabularyOf } from './cel-environment.ts';
import { type CompiledCondition, compileCondition } from './compile-condition.ts';
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
    { name: 'seenAt', type: 'timestamp', required: false },
  ],
};
const ordinary: Given = { thresholds: [], expectedImpact: () => 1 };
const vocabulary = vocabularyOf(subject);

const facts: PolicyFacts = {
  confidence: 0.9,
  label: 'refund',
  model: 'intent-2',
  metadata: { amount: 100, count: 4, country: 'DE', seenAt: '2025-03-01T12:00:00Z' },
  probabilities: { refund: 0.7, fraud: 0.3 },
  calibrated: null,
  modelState: 'active',
  nowMs: 1_790_000_000_000,
  backlog: null,
};

function compile(text: string): CompiledCondition {
  return compileCondition(text, vocabulary);
}

function because(text: string): string {
  const compiled = compile(text);
  return compiled.ok ? '' : compiled.because.join(' ');
}

function evaluate(text: string, given: PolicyFacts = facts): boolean {
  const compiled = compile(text);
  assert.ok(compiled.ok, `${text}: ${because(text)}`);
  return compiled.condition(given, ordinary);
}

test('a simple condition becomes a closure', () => {
  const compiled = compile('confidence >= 0.85');
  assert.ok(compiled.ok);
  assert.equal(compiled.closures, true);
  assert.equal(compiled.steps, 3);
  assert.deepEqual(compiled.unguarded, []);
  assert.equal(compiled.condition(facts, ordinary), true);
});

test('a condition outside the compiled part is interpreted', () => {
  const compiled = compile('int("4") == metadata.count');
  assert.ok(compiled.ok);
  assert.equal(compiled.closures, false);
  assert.equal(compiled.condition(facts, ordinary), true);
});

test('what is compiled and what is interpreted answers alike', () => {
  assert.equal(evaluate('metadata.count + 1 == 5'), true);
  assert.equal(evaluate('metadata.count % 2 == 0'), true);
  assert.equal(evaluate('metadata.seenAt < timestamp("2025-03-02T00:00:00Z")'), true);
  assert.equal(evaluate('metadata.seenAt.getHours() == 12'), true);
  assert.equal(evaluate('size(metadata.country) == 2'), true);
  assert.equal(evaluate('metadata.country.lowerAscii() == "de"'), true);
  assert.equal(evaluate('["D", "X"].exists(p, metadata.country.startsWith(p))'), true);
  assert.equal(evaluate('probabilities.all(c, probabilities[c] > 0.2)'), true);
  assert.equal(evaluate('probabilities.exists_one(c, probabilities[c] > 0.5)'), true);
  assert.equal(evaluate('int("4") == metadata.count'), true);
});

test('what the interpreter cannot evaluate is told in one line without a picture of the source', () => {
  const bare = { ...facts, metadata: { amount: 1 } };
  for (const text of ['int(metadata.country) > 1', 'duration(metadata.country) > duration("1s")']) {
    assert.throws(
      () => evaluate(text, bare),
      (error: unknown) => error instanceof CannotEvaluate && /^No such key: \w+$/.test(error.message),
    );
  }
});

test('overflow and division by zero cannot be evaluated', () => {
  assert.throws(() => evaluate('metadata.count / (metadata.count - 4) > 1'), CannotEvaluate);
  const huge = { ...facts, metadata: { amount: 1, count: Number.MAX_SAFE_INTEGER } };
  assert.throws(() => evaluate('metadata.count * metadata.count > 1', huge), CannotEvaluate);
});

test('the message of a failure holds no value of the decision', () => {
  const given = { ...facts, metadata: { amount: 1, count: 9007199254740991, country: 'secret' } };
  for (const text of [
    'metadata.count * metadata.count > 1',
    'duration(metadata.country) > duration("1s")',
    'timestamp(metadata.country) > timestamp("2025-01-01T00:00:00Z")',
    'int(metadata.country) > 1',
    'double(metadata.country) > 1',
  ])
    assert.throws(
      () => evaluate(text, given),
      (error: Error) => error instanceof CannotEvaluate && !/secret|\d{5}/.test(error.message),
      text,
    );
});

test('interpreted and compiled rules may follow each other over changing facts', () => {
  const rule = compile('metadata.count + 1 == 5');
  assert.ok(rule.ok);
  for (const count of [4, 5, 4, 0]) {
    const given = { ...facts, metadata: { amount: 1, count } };
    assert.equal(rule.condition(given, ordinary), count === 4);
  }
});

/** Condition, and what is said about it. */
const refused: readonly (readonly [string, RegExp])[] = [
  ['', /^The condition ends too early, at character 1\.$/],
  ['confidence >', /^The condition ends too early, at character 13\.$/],
  ['confidence = 1', /^A single = is not expected; compare by ==, at character 12\.$/],
  ['(confidence > 0.5', /^A bracket "\(" is not closed, at character 18\.$/],
  [`${'('.repeat(40)}true${')'.repeat(40)}`, /^The condition is nested too deeply: 24 levels are allowed/],
  ['!'.repeat(500).concat('true'), /^The condition has too many parts: 400 are allowed/],
  ['int("4") / metadata.count > 1', /^A division by a number of the decision cannot stand beside/],
  ['confidence > 0.5 confidence', / is not expected, at character 18\.$/],
  ['label == "fraud', /at character 10\.$/],
  ['confidence > 1e999', /^The number is too large, at character 14\.$/],
  ['confidence == "high"', /^number == text is not possible: the types do not fit, at character 1\.$/],
  ['metadata.country > 3', /^text > whole number is not possible: the types do not fit, at character 1\.$/],
  ['confidence && true', /^Logical operator requires bool operands, got 'double'/],
  ['confidence ? true : false', /^Ternary condition must be bool, got 'double'/],
  ['label in [1]', /^text in list<int> is not possible/],
  ['["a", 1].exists(x, true)', /^List elements must have the same type/],
  ['confidence', /^The condition must be true or false; this one is of type double\.$/],
  ['label', /^The condition must be true or false; this one is of type string\.$/],
  ['confidence > 0.5 ? 1 : 2', /of type int\.$/],
  ['metadata.amuont > 1', /^metadata\.amuont is not a field/],
  ['label.matches("x")', /^matches\(\) is not available/],
];

test('every condition that cannot be published is refused with a sentence', () => {
  for (const [text, sentence] of refused) {
    assert.match(because(text), sentence, text);
    assert.match(because(text), /\.$/, text);
    assert.doesNotMatch(because(text), /\n/, text);
  }
});

test('a condition that is too long, too wide or too deep is refused', () => {
  assert.match(
    because(`label == "${'x'.repeat(longestExpression)}"`),
    /^The condition has 2011 characters; 2000 are allowed\.$/,
  );
  assert.match(because(Array.from({ length: 110 }, () => 'true').join(' && ')), /^$/);
  assert.notEqual(because(`${'!'.repeat(500)}true`), '');
  assert.notEqual(because(`${'('.repeat(200)}true${')'.repeat(200)}`), '');
});

test('whatever is written, an answer comes back and nothing is thrown', () => {
  const pieces = fc.constantFrom(
    ...'confidence label model metadata . amount [ ] ( ) "x" 1 0.5 > == && || ! ? : , in has exists c probabilities null 1u b"x" { }'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const compiled = compile(parts.join(' '));
      if (!compiled.ok) assert.ok(compiled.because.length > 0);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      compile(text);
    }),
    { numRuns: 500 },
  );
});

test('what compiles gives true or false or cannot be evaluated, and nothing else', () => {
  const conditions = [
    'metadata.count > 3',
    'metadata.country.contains("D") || metadata.amount > 1',
    'probabilities["fraud"] > 0.2',
    'size(metadata.country) > 1 && metadata.count % 2 == 0',
    'metadata.seenAt.getHours() > 8',
  ];
  const someMetadata = fc.record(
    {
      amount: fc.double({ noNaN: true }),
      count: fc.maxSafeInteger(),
      country: fc.string(),
      seenAt: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.constantFrom(...conditions), someMetadata, (text, metadata) => {
      try {
        assert.equal(typeof evaluate(text, { ...facts, metadata }), 'boolean');
      } catch (error) {
        assert.ok(error instanceof CannotEvaluate);
      }
    }),
  );
});
