import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { compilePolicy } from '../compile-policy.ts';
import { vocabularyOf } from '../conditions/cel-environment.ts';
import type { PolicyDocument } from '../document.ts';
import type { PolicyFacts } from '../facts.ts';
import { checkReach } from './check-reach.ts';
import { partsOf } from './parts.ts';
import type { Surroundings } from './problem.ts';
import { termsOf } from './terms.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
    { name: 'spam', impact: 2 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'count', type: 'integer', required: false },
    { name: 'country', type: 'string', required: false },
    { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
    { name: 'vip', type: 'boolean', required: true },
  ],
};

function documentOf(conditions: readonly string[], change: Partial<PolicyDocument> = {}): PolicyDocument {
  return {
    rules: conditions.map((when, index) => ({ name: `${index}`, when, route: { kind: 'release' } })),
    otherwise: { kind: 'release' },
    audit: { rate: 0.1 },
    ...change,
  };
}

function reach(
  conditions: readonly string[],
  change: Partial<PolicyDocument> = {},
  around: Surroundings = {},
) {
  const document = documentOf(conditions, change);
  const { rules, problems } = partsOf(
    document,
    vocabularyOf(
      subject,
      (document.thresholds ?? []).map(({ name }) => name),
    ),
  );
  assert.ok(
    problems.every(({ severity }) => severity === 'warning'),
    JSON.stringify(problems),
  );
  return checkReach(rules, termsOf(document, subject, around));
}

function complaints(...conditions: readonly string[]): readonly string[] {
  return reach(conditions).problems.map(({ message }) => message);
}

function never(condition: string): string {
  const [message] = complaints(condition);
  return message ?? '';
}

/** Places of the rules that are never reached. */
function unreached(...conditions: readonly string[]): readonly string[] {
  return reach(conditions).problems.map(({ at }) => at.split('/')[2] ?? '');
}

test('rules that differ are all reached', () => {
  assert.deepEqual(
    unreached(
      'label == "fraud"',
      'confidence >= 0.9',
      'metadata.amount > 100',
      'confidence >= 0.5',
      'metadata.vip',
    ),
    [],
  );
});

test('a rule that contradicts itself is told with what it contradicts itself about', () => {
  assert.equal(
    never('confidence > 0.9 && confidence < 0.5'),
    'Rule "0" never applies: nothing meets what it asks of confidence.',
  );
  for (const [condition, key] of [
    ['confidence > 0.5 && confidence <= 0.5', 'confidence'],
    ['confidence > 1', 'confidence'],
    ['metadata.amount == 5 && metadata.amount == 6', 'metadata.amount'],
    ['metadata["amount"] > 5.0 && 3 > metadata.amount', 'metadata.amount'],
    ['label == "fraud" && label == "spam"', 'label'],
    ['label == "fraud" && label in ["spam", "refund"]', 'label'],
    ['label != "fraud" && label != "spam" && label != "refund"', 'label'],
    ['metadata.channel == "app" && metadata.channel != "app"', 'metadata.channel'],
    ['metadata.vip && !metadata.vip', 'metadata.vip'],
    ['metadata.vip == true && metadata.vip == false', 'metadata.vip'],
    ['expectedImpact > 20.0', 'expectedImpact'],
    ['probabilities.fraud < 0.0', 'probabilities.fraud'],
    ['backlog.tier1 < 0', 'backlog.tier1'],
    ['!has(metadata.amount)', 'has(metadata.amount)'],
    ['!(confidence < 0.5 || confidence >= 0.2)', 'confidence'],
  ] as const)
    assert.equal(
      never(condition),
      `Rule "0" never applies: nothing meets what it asks of ${key}.`,
      condition,
    );
});

test('a condition that is false, and one that is the opposite of itself', () => {
  assert.equal(never('false'), 'Rule "0" never applies: its condition is false.');
  assert.equal(never('!true || false'), 'Rule "0" never applies: its condition is false.');
  assert.match(
    never('model.startsWith("a") && !model.startsWith("a")'),
    /^Rule "0" never applies: nothing meets/,
  );
});

test('one way to meet a condition is enough', () => {
  assert.deepEqual(unreached('confidence > 1 || label == "fraud"'), []);
  assert.deepEqual(unreached('metadata.vip ? confidence > 0.9 : confidence > 0.5'), []);
});

test('after a rule that takes everything, no other is reached', () => {
  assert.deepEqual(complaints('true', 'label == "fraud"'), [
    'Rule "1" is never reached: "0" before it takes every decision it would take.',
  ]);
  assert.deepEqual(unreached('confidence >= 0', 'metadata.vip', 'true'), ['1', '2']);
});

test('the same condition, however it is written, or a tighter one', () => {
  assert.deepEqual(unreached('confidence >= 0.9', '0.9 <= confidence'), ['1']);
  assert.deepEqual(unreached('confidence >= 0.5', 'confidence >= 0.9'), ['1']);
  assert.deepEqual(unreached('confidence > 0.9', 'confidence >= 0.9'), []);
  assert.deepEqual(unreached('metadata.amount > 10', 'metadata.amount > 10.5 && label == "fraud"'), ['1']);
  assert.deepEqual(unreached('label in ["fraud", "spam"]', 'label == "spam"'), ['1']);
  assert.deepEqual(unreached('label != "fraud"', 'label in ["refund", "spam"]'), ['1']);
  assert.deepEqual(
    unreached('metadata.country.startsWith("D")', 'metadata.country.startsWith("D") && metadata.vip'),
    ['1'],
  );
  assert.deepEqual(unreached('has(metadata.count)', 'metadata.count > 5'), ['1']);
});

test('several rules together take what a later one would', () => {
  assert.deepEqual(complaints('label == "fraud"', 'label == "spam"', 'label in ["spam", "fraud"]'), [
    'Rule "2" is never reached: "0" and "1" before it take every decision it would take.',
  ]);
  assert.deepEqual(unreached('confidence >= 0.9', 'confidence < 0.9', 'metadata.vip'), ['2']);
  assert.deepEqual(unreached('metadata.vip', 'label == "fraud"', '!metadata.vip', 'true'), ['3']);
  assert.deepEqual(unreached('model == "a"', 'model != "a"', 'metadata.vip'), ['2']);
  assert.deepEqual(unreached('model.startsWith("a")', '!model.startsWith("a")', 'metadata.vip'), ['2']);
  assert.deepEqual(
    unreached('metadata.vip && confidence > 0.5', 'metadata.vip && confidence < 0.7', 'metadata.vip'),
    ['2'],
  );
});

test('what leaves a gap takes not everything', () => {
  assert.deepEqual(unreached('confidence > 0.9', 'confidence < 0.9', 'metadata.vip'), []);
  assert.deepEqual(unreached('label == "fraud"', 'label == "spam"', 'true'), []);
  assert.deepEqual(
    unreached('metadata.vip && confidence > 0.5', 'confidence <= 0.5', 'metadata.vip && label == "spam"'),
    ['2'],
  );
  assert.deepEqual(unreached('metadata.vip && confidence > 0.5', 'confidence <= 0.5', 'label == "spam"'), []);
});

test('a rule that asks whether a field is there leaves those without it', () => {
  assert.deepEqual(
    unreached(
      'has(metadata.count) && metadata.count > 5',
      'has(metadata.count) && metadata.count <= 5',
      'metadata.vip',
    ),
    [],
  );
  assert.deepEqual(
    unreached(
      'has(metadata.count) && metadata.count > 5',
      'has(metadata.count) && metadata.count <= 5',
      'metadata.count == 3',
    ),
    ['2'],
  );
});

const sure = { name: 'sure', value: 0.8 };

test('a threshold counts with every value that it may take', () => {
  const thresholds = [sure];
  const found = (change: Partial<PolicyDocument>, ...conditions: readonly string[]) =>
    reach(conditions, { thresholds, ...change }).problems.length;
  assert.equal(found({}, 'confidence >= thresholds.sure', 'confidence >= 0.9'), 1);
  assert.equal(
    found({}, 'confidence >= thresholds.sure', 'thresholds.sure <= confidence && metadata.vip'),
    1,
  );
  assert.equal(found({}, 'confidence >= thresholds.sure && confidence < 0.5'), 1);
  const sliced = { thresholds: [{ ...sure, bySlice: { by: 'label', values: { fraud: 0.95 } } }] };
  assert.equal(found(sliced, 'confidence >= thresholds.sure', 'confidence >= 0.9'), 0);
  assert.equal(found(sliced, 'confidence >= thresholds.sure', 'confidence >= 0.96'), 1);
  const certified = { thresholds: [{ ...sure, certificateId: 'c' }] };
  assert.equal(found(certified, 'confidence >= thresholds.sure', 'confidence >= 0.99'), 0);
  assert.equal(
    found(certified, 'confidence >= thresholds.sure', 'confidence < thresholds.sure', 'metadata.vip'),
    1,
  );
  const overload = {
    limits: [],
    everySeconds: 60,
    steps: [{ action: 'set-threshold', threshold: 'sure', value: 0.95 }],
  } as const;
  assert.equal(found({ overload }, 'confidence >= thresholds.sure', 'confidence >= 0.9'), 0);
});

test('what model versions and maps there are narrows what can be', () => {
  const models = { models: ['a', 'b'] };
  assert.equal(reach(['model == "a"', 'model == "b"', 'metadata.vip'], {}, models).problems.length, 1);
  assert.equal(reach(['model == "c"'], {}, models).problems.length, 1);
  const calibration = { a: 1, b: 2 };
  const calibratedRanges = { a: { low: 0.2, high: 0.9 }, b: { low: 0.3, high: 0.95 } };
  assert.equal(reach(['calibrated > 0.95'], { calibration }, { calibratedRanges }).problems.length, 1);
  assert.equal(reach(['calibrated > 0.92'], { calibration }, { calibratedRanges }).problems.length, 0);
  assert.equal(
    reach(['calibrated >= 0.2', 'metadata.vip'], { calibration }, { calibratedRanges }).problems.length,
    1,
  );
  assert.equal(
    reach(['calibrated > 0.95'], { calibration: { ...calibration, c: 3 } }, { calibratedRanges }).problems
      .length,
    0,
  );
});

test('whether anything is left to otherwise is told', () => {
  assert.equal(reach(['confidence >= 0.9', 'confidence < 0.9']).exhausted, true);
  assert.equal(reach(['label in ["fraud", "spam", "refund"]']).exhausted, true);
  assert.equal(reach(['confidence >= 0.9']).exhausted, false);
  assert.equal(reach([]).exhausted, false);
});

test('a condition of many alternatives is taken as a whole and still compared as one', () => {
  const many = Array.from({ length: 20 }, (_, index) => `metadata.amount == ${index}`).join(' || ');
  assert.deepEqual(unreached(many, `(${many}) && metadata.vip`), ['1']);
  assert.deepEqual(unreached(many, 'metadata.amount == 3'), []);
  assert.deepEqual(unreached(many, many), ['1']);
});

const texts = fc.constantFrom('"DE"', '"FR"');
const atom = fc.oneof(
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.constantFrom('0.2', '0.5', '0.8'))
    .map(([op, value]) => `confidence ${op} ${value}`),
  fc
    .tuple(fc.constantFrom('<', '>=', '=='), fc.constantFrom('1', '2'))
    .map(([op, value]) => `metadata.amount ${op} ${value}`),
  fc
    .tuple(fc.constantFrom('==', '!='), fc.constantFrom('"refund"', '"fraud"'))
    .map(([op, value]) => `label ${op} ${value}`),
  fc.constantFrom(
    'label in ["fraud", "spam"]',
    'metadata.vip',
    'has(metadata.count)',
    'metadata.count > 1',
    'true',
    'false',
  ),
  fc.tuple(fc.constantFrom('==', '!='), texts).map(([op, value]) => `metadata.country ${op} ${value}`),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc
      .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
      .map(([one, op, other]) => `(${one}) ${op} (${other})`),
    tie('condition').map((one) => `!(${one})`),
    fc
      .tuple(tie('condition'), tie('condition'), tie('condition'))
      .map(([asked, yes, no]) => `(${asked}) ? (${yes}) : (${no})`),
  ),
}));

const situations: readonly PolicyFacts[] = [0, 0.2, 0.3, 0.5, 0.8, 1].flatMap((confidence) =>
  ['refund', 'fraud', 'spam'].flatMap((label) =>
    [0, 1, 1.5, 2].flatMap((amount) =>
      [{}, { count: 0, country: 'DE' }, { count: 5 }, { country: 'IT' }].flatMap((some) =>
        [true, false].map(
          (vip): PolicyFacts => ({
            confidence,
            label,
            model: 'm',
            metadata: { amount, vip, channel: 'app', ...some },
            probabilities: {},
            calibrated: null,
            modelState: 'active',
            nowMs: 0,
            backlog: null,
          }),
        ),
      ),
    ),
  ),
);

test('no decision ever reaches a rule that is said never to be reached', () => {
  let complained = 0;
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 5 }), (conditions) => {
      const { problems, exhausted } = reach(conditions);
      const silent = new Set(problems.map(({ at }) => Number(at.split('/')[2])));
      if (silent.size === 0 && !exhausted) return;
      complained += silent.size;
      const policy = compilePolicy(documentOf(conditions), subject);
      for (const facts of situations) {
        const { ruleIndex, failure } = policy.evaluate(facts);
        assert.ok(ruleIndex === null || !silent.has(ruleIndex), `${conditions.join(' | ')}: ${ruleIndex}`);
        if (exhausted) assert.ok(ruleIndex !== null || failure !== null);
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(complained > 100, `${complained} complaints`);
});
