// The closures are held to the interpreter over generated conditions and facts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compiled, interpreted, vocabulary } from '../../../testing/both-ways.ts';
import type { PolicyFacts } from '../facts.ts';

const { environment } = vocabulary;

// Expressions are generated as text with their type, so that nearly every one of them passes the type checker.

type Texts = {
  readonly double: string;
  readonly int: string;
  readonly string: string;
  readonly time: string;
  readonly bool: string;
};

const orders = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const literalString = fc.constantFrom(
  '"DE"',
  '"D"',
  '""',
  '"refund"',
  '"fraud"',
  '"intent-2"',
  '"ü"',
  '"a😀"',
);
const listOf = (values: fc.Arbitrary<string>) =>
  fc.array(values, { minLength: 1, maxLength: 4 }).map((items) => `[${items.join(', ')}]`);
const span = fc.constantFrom('duration("0s")', 'duration("90m")', 'duration("-1.5s")', 'duration("48h")');
const timePart = fc.constantFrom(
  ...['FullYear', 'Month', 'Date', 'DayOfMonth', 'DayOfWeek', 'Hours', 'Minutes', 'Seconds'],
);

const { bool } = fc.letrec<Texts>((tie) => {
  const operation = (left: fc.Arbitrary<string>, ops: fc.Arbitrary<string>, right = left) =>
    fc.tuple(left, ops, right).map(([one, op, other]) => `(${one}) ${op} (${other})`);
  const number = fc.oneof(tie('double'), tie('int'));
  return {
    double: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        'confidence',
        'calibrated',
        'expectedImpact',
        'thresholds.sure',
        'backlog.overdueSeconds',
      ),
      fc.constantFrom('metadata.amount', 'metadata["amount"]', '0.0', '0.5', '0.9', '100.0', '1e18', '-0.0'),
      fc.constantFrom('probabilities["fraud"]', 'probabilities.refund', 'probabilities[label]'),
      operation(tie('double'), fc.constantFrom('+', '-', '*'), number),
      operation(tie('int'), fc.constantFrom('+', '-', '*'), tie('double')),
      // By zero the interpreter makes infinity, and closures give up; `compileCondition` keeps the two apart.
      operation(number, fc.constant('/'), fc.constantFrom('0.5', '-3.0', '100.0')),
      operation(tie('double'), fc.constant('/'), fc.constantFrom('1', '2', '1024')),
      tie('int').map((value) => `double(${value})`),
      tie('double').map((value) => `-(${value})`),
      fc
        .tuple(tie('bool'), tie('double'), tie('double'))
        .map(([asked, one, other]) => `(${asked}) ? (${one}) : (${other})`),
    ),
    int: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('metadata.count', 'metadata.other', 'backlog.tier1', 'backlog.tier2'),
      fc.constantFrom('0', '1', '2', '1024', '9007199254740991'),
      fc.constantFrom('size(probabilities)', 'size(label)', 'metadata.country.size()'),
      fc.tuple(tie('time'), timePart).map(([time, part]) => `(${time}).get${part}()`),
      operation(tie('int'), fc.constantFrom('+', '-', '*', '/', '%')),
      tie('double').map((value) => `int(${value})`),
      tie('int').map((value) => `-(${value})`),
    ),
    string: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('label', 'model', 'modelState', 'metadata.country', 'metadata["country"]'),
      literalString,
      operation(tie('string'), fc.constant('+')),
      fc
        .tuple(tie('string'), fc.constantFrom('lowerAscii', 'upperAscii', 'trim'))
        .map(([text, method]) => `(${text}).${method}()`),
      fc.oneof(tie('int'), tie('double'), tie('bool')).map((value) => `string(${value})`),
      fc
        .tuple(tie('bool'), tie('string'), tie('string'))
        .map(([asked, one, other]) => `(${asked}) ? (${one}) : (${other})`),
    ),
    time: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('now', 'metadata.seenAt', 'timestamp("2025-06-01T00:00:00Z")'),
      fc.constantFrom('timestamp("2026-01-01T12:00:00+02:00")', 'timestamp("2019-12-31T23:59:59.999Z")'),
      operation(tie('time'), fc.constantFrom('+', '-'), span),
    ),
    bool: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', 'metadata.vip', 'label in probabilities'),
      fc.constantFrom('has(metadata.country)', 'has(metadata.vip)', 'has(probabilities.fraud)'),
      operation(number, orders),
      operation(tie('string'), orders),
      operation(tie('time'), orders),
      operation(operation(tie('time'), fc.constant('-')), orders, span),
      fc
        .tuple(tie('string'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('string'))
        .map(([text, method, part]) => `(${text}).${method}(${part})`),
      operation(number, fc.constant('in'), fc.oneof(listOf(tie('int')), listOf(tie('double')))),
      operation(tie('string'), fc.constant('in'), fc.oneof(listOf(literalString), listOf(tie('string')))),
      tie('bool').map((operand) => `!(${operand})`),
      operation(tie('bool'), fc.constantFrom('&&', '||', '==', '!=')),
      fc
        .tuple(tie('bool'), tie('bool'), tie('bool'))
        .map(([condition, yes, no]) => `(${condition}) ? (${yes}) : (${no})`),
      fc
        .tuple(
          fc.oneof(listOf(literalString), listOf(tie('string')), fc.constant('probabilities')),
          fc.constantFrom('exists', 'all', 'exists_one'),
          fc.constantFrom(
            'c == label',
            'probabilities[c] > 0.5',
            'c < "e"',
            'c in probabilities && metadata.vip',
          ),
        )
        .map(([list, walk, predicate]) => `${list}.${walk}(c, ${predicate})`),
      fc
        .tuple(listOf(tie('int')), fc.constantFrom('exists', 'all', 'exists_one'))
        .map(([list, walk]) => `${list}.${walk}(n, n > metadata.other)`),
    ),
  };
});

const fraction = fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const tenYearsMs = 315_000_000_000;
const someTimeMs = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2020, 0) + tenYearsMs });
const someFacts: fc.Arbitrary<PolicyFacts> = fc.record({
  confidence: fraction,
  calibrated: fc.option(fraction),
  modelState: fc.constantFrom('active' as const, 'probation' as const),
  nowMs: someTimeMs,
  backlog: fc.option(
    fc.record({ tier1: fc.nat(), tier2: fc.nat(), overdueSeconds: fc.double({ min: 0, noNaN: true }) }),
  ),
  label: fc.constantFrom('refund', 'fraud'),
  model: fc.constantFrom('intent-1', 'intent-2'),
  metadata: fc.record(
    {
      amount: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      count: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.maxSafeInteger()),
      other: fc.integer({ min: -2, max: 2 }),
      country: fc.constantFrom('DE', ' d ', '', 'ü', 'a😀'),
      vip: fc.boolean(),
      seenAt: someTimeMs.map((ms) => new Date(ms).toISOString()),
    },
    { requiredKeys: [] },
  ),
  probabilities: fc.record({ refund: fraction, fraud: fraction }, { requiredKeys: [] }),
});

test('any condition of the compiled part answers as the interpreter does, errors included', () => {
  let [compared, answered] = [0, 0];
  fc.assert(
    fc.property(bool, fc.array(someFacts, { minLength: 1, maxLength: 4 }), (text, situations) => {
      if (!environment.check(text).valid) return;
      for (const given of situations) {
        const answer = interpreted(text, given);
        assert.deepEqual(compiled(text, given), answer, text);
        compared += 1;
        if (answer !== 'cannot') answered += 1;
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(compared > 5000 && answered > 2000, `${answered} answers of ${compared} were compared`);
});
