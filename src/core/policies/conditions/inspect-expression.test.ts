import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ASTNode, parse } from '@marcbachmann/cel-js';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { vocabularyOf } from './cel-environment.ts';
import { inspectExpression } from './inspect-expression.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
    { name: 'lost_card', impact: 5 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'country', type: 'string', required: false },
    { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
    { name: 'seenAt', type: 'timestamp', required: false },
  ],
};
const text: PolicySubject = { outputKind: 'text', classes: [], metadataFields: [] };

function ast(expression: string): ASTNode {
  return parse(expression).ast;
}

function problems(expression: string, of: PolicySubject = subject): readonly string[] {
  return inspectExpression(ast(expression), vocabularyOf(of, ['sure'])).problems;
}

test('conditions as people write them have no problems', () => {
  const fine = [
    'confidence >= 0.85',
    'label == "fraud"',
    'label in ["fraud", "lost_card"]',
    '"fraud" == label',
    'model == "intent-2" && confidence < 0.9',
    'metadata.amount > 100 || metadata.channel == "app"',
    'metadata["amount"] > 100',
    'metadata.country.startsWith("D")',
    'has(metadata.country) && metadata.country != "DE"',
    'probabilities["fraud"] > 0.2',
    'probabilities.fraud > 0.2',
    'probabilities[label] < 0.5',
    '"fraud" in probabilities',
    'has(probabilities.fraud)',
    'probabilities.exists(c, c != label && probabilities[c] > 0.3)',
    '["DE", "AT"].exists(c, metadata.country.startsWith(c))',
    'metadata.seenAt.getHours() >= 8',
    'metadata.seenAt > timestamp("2025-01-01T00:00:00Z")',
    'size(metadata.country) == 2',
    'metadata.country.lowerAscii() == "de"',
    'confidence > 0.5 ? metadata.amount < 10 : false',
    '!(confidence < 0.5)',
    '-metadata.amount < 0',
    'true',
  ];
  for (const expression of fine) assert.deepEqual(problems(expression), [], expression);
});

/** Expression, and what its one problem must say. */
const refused: readonly (readonly [string, RegExp])[] = [
  ['metadata.amuont > 1', /^metadata\.amuont is not a field .*; it has amount, country, channel, seenAt\.$/],
  ['has(metadata.amuont)', /^metadata\.amuont is not a field/],
  ['metadata["amuont"] > 1', /^metadata\.amuont is not a field/],
  ['metadata == metadata', /^Name one field, such as metadata\.amount\.$/],
  [
    'score > 0.5',
    /^"score" is not known; a rule may use confidence, calibrated, model, modelState, now, label, probabilities, expectedImpact, metadata, backlog, thresholds\.$/,
  ],
  ['output.class == "x"', /^"output" is not known/],
  ['score.value > 0.5', /^"score" is not known/],
  ['confidence.value > 0.5', /^confidence has no parts; \.value is not known\.$/],
  ['label.name == "x"', /^label has no parts/],
  ['metadata.country.name == "x"', /^There is nothing to be found at "\.name" here\.$/],
  ['metadata[label] == 1', /^Only probabilities can be indexed/],
  ['[1, 2][0] == 1', /^Only probabilities can be indexed/],
  ['probabilities["frod"] > 0.2', /^"frod" is not a class of this use case\.$/],
  ['probabilities.frod > 0.2', /^"frod" is not a class of this use case\.$/],
  ['has(probabilities.frod)', /^"frod" is not a class of this use case\.$/],
  ['label == "frod"', /^label is never "frod"; it is one of refund, fraud, lost_card\.$/],
  ['"frod" == label', /^label is never "frod"/],
  ['label != "frod"', /^label is never "frod"/],
  ['label in ["fraud", "frod"]', /^label is never "frod"/],
  ['metadata.channel == "fax"', /^metadata\.channel is never "fax"; it is one of app, web\.$/],
  ['metadata.channel in ["fax"]', /^metadata\.channel is never "fax"/],
  [
    'metadata.country.matches("(a+)+$")',
    /^matches\(\) is not available in rules: a pattern can take unbounded time; use startsWith/,
  ],
  ['metadata.country.split(",").size() > 1', /^split\(\) is not available in rules: there are startsWith/],
  ['[1].map(x, x).size() > 0', /^map\(\) is not available/],
  ['[1].filter(x, true).size() > 0', /^filter\(\) is not available/],
  ['cel.bind(x, 1, x == 1)', /^bind\(\) is not available/],
  ['dyn(confidence) > 1', /^dyn\(\) is not available in rules: there are has, size/],
  ['type(confidence) == type(1)', /^type\(\) is not available/],
  ['bytes("a") == bytes("a")', /^bytes\(\) is not available/],
  ['metadata.seenAt.getHours("Europe/Berlin") > 8', /^getHours\(\) answers in UTC and takes no time zone\.$/],
  ['metadata.seenAt.getDayOfYear() > 8', /^getDayOfYear\(\) is not available/],
  ['metadata.country == null', /^null is never the value of anything; ask has\(metadata\.field\) instead\.$/],
  ['b"x" == b"x"', /^Bytes and unsigned numbers are not available/],
  ['1u == 1u', /^Bytes and unsigned numbers are not available/],
  ['{"a": 1}.size() == 1', /^A map is not available in rules\.$/],
  ['metadata.amount > 9007199254740992', /^9007199254740992 is too large; whole numbers are exact up to/],
  ['metadata.country in []', /^An empty list holds nothing/],
  ['["x"].exists(label, label == "x")', /^Give the element a name of its own; "label" is taken\.$/],
  ['metadata.country.exists(c, true)', /^exists\(\) works on a written list or on probabilities\.$/],
  ['thresholds.shure > 0.5', /^thresholds\.shure is not a threshold; there are sure\.$/],
  ['thresholds == thresholds', /^Name one field, such as thresholds\.sure\.$/],
  ['backlog > 3', /^Name one field, such as backlog\.tier1\.$/],
  ['backlog.tier3 > 3', /^backlog\.tier3 is not known; there are tier1, tier2, overdueSeconds\.$/],
  ['calibrated.value > 3', /^calibrated has no parts/],
  ['modelState == "trial"', /^modelState is never "trial"; it is one of active, probation, shadow\.$/],
  [
    'has(thresholds.sure)',
    /^has\(\) asks for metadata and probabilities; thresholds\.sure needs no asking\.$/,
  ],
  ['has(backlog.tier1)', /^has\(\) asks for metadata and probabilities; backlog\.tier1 needs no asking\.$/],
  [
    'now > timestamp("yesterday")',
    /^"yesterday" is no time; write one such as timestamp\("2025-03-01T12:00:00Z"\)\.$/,
  ],
  ['now > timestamp("2025-03-01")', /^"2025-03-01" is no time/],
  ['now - metadata.seenAt > duration("1 day")', /^"1 day" is no span of time; write one such as duration/],
  ['metadata.amount / 0 > 1', /^Dividing by zero gives no number\.$/],
  ['metadata.amount / 0.0 > 1', /^Dividing by zero/],
  ['backlog.tier1 % 0 == 1', /^Dividing by zero/],
  ['["x"].exists(now, now == "x")', /^Give the element a name of its own; "now" is taken\.$/],
  ['probabilities.exists(c)', /^exists\(\) takes a name and a condition/],
];

test('each thing that does not belong into a rule gets one sentence', () => {
  for (const [expression, sentence] of refused) {
    const found = problems(expression);
    assert.equal(found.length, 1, `${expression}: ${found.join(' | ')}`);
    assert.match(found[0] ?? '', sentence, expression);
  }
});

test('every sentence begins like one and ends like one', () => {
  for (const [expression] of refused)
    for (const sentence of problems(expression)) assert.match(sentence, /^[\w"].*\.$/, expression);
});

test('every problem of a condition is told, each once', () => {
  const found = problems('metadata.x > 1 || metadata.x < 0 || label == "frod" || y == 1');
  assert.equal(found.length, 3);
});

test('where there are no classes, the sentence says why label is not known', () => {
  assert.match(
    problems('label == "x"', text)[0] ?? '',
    /^This use case has no classes, so label is not known/,
  );
  assert.match(
    problems('probabilities["x"] > 1', text)[0] ?? '',
    /^This use case has no classes, so probabilities/,
  );
});

test('what needs classes is not known without them', () => {
  assert.match(
    problems('expectedImpact > 1', text)[0] ?? '',
    /^This use case has no classes, so expectedImpact/,
  );
  assert.deepEqual(problems('calibrated > thresholds.sure', text), []);
});

test('everything that is read or asked for is named', () => {
  const named = (expression: string) =>
    [...inspectExpression(ast(expression), vocabularyOf(subject, ['sure'])).reads].sort();
  assert.deepEqual(named('true'), []);
  assert.deepEqual(named('confidence > thresholds.sure'), ['confidence', 'thresholds.sure']);
  assert.deepEqual(named('has(metadata.country) || metadata["amount"] > 1'), [
    'metadata.amount',
    'metadata.country',
  ]);
  assert.deepEqual(named('probabilities.fraud > 0.1 && backlog.tier1 > 1'), ['backlog', 'probabilities']);
  assert.deepEqual(named('has(probabilities.fraud)'), ['probabilities']);
  assert.deepEqual(named('probabilities.exists(c, c == label)'), ['label', 'probabilities']);
  assert.deepEqual(named('expectedImpact > 1 && now.getHours() > 8 && modelState == "active"'), [
    'expectedImpact',
    'modelState',
    'now',
  ]);
});

test('where there is no metadata, the sentence says so', () => {
  assert.match(problems('metadata.amount > 1', text)[0] ?? '', /; it has none\.$/);
  assert.match(problems('metadata == metadata', text)[0] ?? '', /such as metadata\.amount\.$/);
});

test('the name of an element is known inside its comprehension only', () => {
  assert.deepEqual(problems('["DE"].exists(c, c == metadata.country)'), []);
  assert.equal(problems('["DE"].exists(c, c == metadata.country) && c == "DE"').length, 1);
});

function unguarded(expression: string): readonly string[] {
  return inspectExpression(ast(expression), vocabularyOf(subject, ['sure'])).unguarded;
}

test('optional metadata that is read without asking is reported', () => {
  assert.deepEqual(unguarded('metadata.country == "DE"'), ['country']);
  assert.deepEqual(unguarded('metadata.seenAt.getHours() > 1 && metadata.country == "DE"'), [
    'country',
    'seenAt',
  ]);
  assert.deepEqual(unguarded('metadata["country"] == "DE"'), ['country']);
});

test('asking first is enough, and required fields need no asking', () => {
  assert.deepEqual(unguarded('has(metadata.country) && metadata.country == "DE"'), []);
  assert.deepEqual(unguarded('metadata.amount > 1'), []);
  assert.deepEqual(unguarded('has(metadata.country)'), []);
});

function steps(expression: string): number {
  return inspectExpression(ast(expression), vocabularyOf(subject, ['sure'])).steps;
}

test('steps count nodes', () => {
  assert.equal(steps('true'), 1);
  assert.equal(steps('confidence > 0.5'), 3);
  assert.equal(steps('metadata.amount > 0.5'), 4);
  assert.ok(steps('confidence > 0.5 && confidence > 0.5') > 2 * steps('confidence > 0.5'));
});

test('functions cost more than a node, and counting characters most', () => {
  assert.ok(steps('model.contains("x")') > 10);
  assert.ok(steps('size(model) > 1') > 10 * steps('model.contains("x")'));
  assert.equal(steps('model.size() > 1'), steps('size(model) > 1'));
});

test('a read that may fail costs more than one that cannot', () => {
  assert.ok(steps('metadata.country == "x"') > 3 * steps('metadata.channel == "web"'));
  assert.ok(steps('probabilities.fraud > 0.1') > 3 * steps('metadata.amount > 0.1'));
  assert.ok(steps('has(metadata.country)') < steps('metadata.country == "x"'));
});

test('a comprehension costs its condition once per element', () => {
  const one = steps('["a"].all(x, x == model)');
  const three = steps('["a", "b", "c"].all(x, x == model)');
  assert.equal(three - one, 2 * steps('model == model') + 2);
});

test('a comprehension over probabilities costs its condition once per class', () => {
  const few = steps('probabilities.exists(c, probabilities[c] > 0.2)');
  const classes = Array.from({ length: 300 }, (_, index) => ({ name: `c${index}`, impact: 1 }));
  const many = inspectExpression(
    ast('probabilities.exists(c, probabilities[c] > 0.2)'),
    vocabularyOf({ ...subject, classes }),
  ).steps;
  assert.ok(many > 90 * few, `${many} against ${few}`);
});

test('nested comprehensions multiply', () => {
  const inner = steps('["a", "b"].all(y, y == model)');
  const outer = steps('["a", "b", "c"].all(x, ["a", "b"].all(y, y == model))');
  assert.ok(outer >= 3 * inner);
});
