import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '@marcbachmann/cel-js';
import { allowed, contradictionOf, type Demand, demandsOf } from './demands.ts';
import type { Terms } from './terms.ts';
import { contains, everyNumber, everything, interval } from './value-set.ts';

const terms: Terms = {
  domainOf: (key) =>
    key === 'confidence' ? interval({ low: 0, high: 1 }) : key === 'label' ? everything : everyNumber,
  rangeOf: (name) => (name === 'fixed' ? { low: 0.8, high: 0.8 } : { low: 0.7, high: 0.9 }),
};

function texts(condition: string): readonly (readonly string[])[] {
  return demandsOf(parse(condition).ast, terms).map((demand) => demand.map(({ text }) => text));
}

function only(condition: string): Demand {
  const [demand, ...others] = demandsOf(parse(condition).ast, terms);
  assert.ok(demand && others.length === 0, condition);
  return demand;
}

test('a condition is one demand per way to meet it', () => {
  assert.deepEqual(texts('confidence > 0.5'), [['confidence > 0.5']]);
  assert.deepEqual(texts('confidence > 0.5 && label == "a"'), [['confidence > 0.5', 'label == "a"']]);
  assert.deepEqual(texts('confidence > 0.5 || label == "a"'), [['confidence > 0.5'], ['label == "a"']]);
  assert.deepEqual(texts('true'), [[]]);
  assert.deepEqual(texts('false'), []);
});

test('alternatives inside of a demand are multiplied out', () => {
  assert.deepEqual(texts('label == "a" && (confidence > 0.5 || label == "b")'), [
    ['label == "a"', 'confidence > 0.5'],
    ['label == "a"', 'label == "b"'],
  ]);
});

test('a denial goes inside, down to the comparison', () => {
  assert.deepEqual(texts('!(confidence > 0.5 && label == "a")'), [['confidence <= 0.5'], ['label != "a"']]);
  assert.deepEqual(texts('!(confidence >= 0.5 || !(label in ["a", "b"]))'), [
    ['confidence < 0.5', 'label in ["a","b"]'],
  ]);
  assert.deepEqual(texts('!!true'), [[]]);
});

test('a choice is two demands', () => {
  assert.deepEqual(texts('label == "a" ? confidence > 0.5 : confidence > 0.9'), [
    ['label == "a"', 'confidence > 0.5'],
    ['label != "a"', 'confidence > 0.9'],
  ]);
  assert.deepEqual(texts('!(label == "a" ? confidence > 0.5 : true)'), [
    ['label == "a"', 'confidence <= 0.5'],
  ]);
});

test('the same comparison has the same text however it is written, and its opposite the opposite', () => {
  const [one] = only('confidence >= thresholds.fixed');
  const [other] = only('thresholds.fixed <= confidence');
  const [against] = only('!(confidence >= thresholds.fixed)');
  assert.equal(one?.text, 'confidence >= thresholds.fixed');
  assert.equal(one?.text, other?.text);
  assert.equal(one?.opposite, against?.text);
  assert.equal(one?.text, against?.opposite);
});

test('what is not understood is like itself and its opposite, and nothing else', () => {
  const [one] = only('model.startsWith("a")');
  const [against] = only('!model.startsWith("a")');
  assert.equal(one?.key, null);
  assert.equal(one?.opposite, against?.text);
  assert.equal(one?.text, against?.opposite);
  assert.equal(only('confidence > calibrated')[0]?.key, null);
  assert.equal(only('label < "a"')[0]?.key, null);
});

test('a comparison with a threshold passes for certain from its farther end on, possibly from its nearer', () => {
  const atom = (condition: string) => only(condition)[0] ?? assert.fail();
  const passes = (condition: string, value: number) => {
    const { most, least } = atom(condition);
    return contains(least, value) ? 'certainly' : contains(most, value) ? 'possibly' : 'never';
  };
  const at = [0.6, 0.7, 0.8, 0.9, 1];
  const table: Readonly<Record<string, readonly string[]>> = {
    'confidence >= thresholds.loose': ['never', 'possibly', 'possibly', 'certainly', 'certainly'],
    'confidence > thresholds.loose': ['never', 'never', 'possibly', 'possibly', 'certainly'],
    'confidence <= thresholds.loose': ['certainly', 'certainly', 'possibly', 'possibly', 'never'],
    'confidence < thresholds.loose': ['certainly', 'possibly', 'possibly', 'never', 'never'],
    'confidence == thresholds.loose': ['never', 'possibly', 'possibly', 'possibly', 'never'],
    'confidence != thresholds.loose': ['possibly', 'possibly', 'possibly', 'possibly', 'possibly'],
    'confidence == thresholds.fixed': ['never', 'never', 'certainly', 'never', 'never'],
    'confidence != thresholds.fixed': ['certainly', 'certainly', 'never', 'certainly', 'certainly'],
  };
  for (const [condition, expected] of Object.entries(table))
    assert.deepEqual(
      at.map((value) => passes(condition, value)),
      expected,
      condition,
    );
});

test('a contradiction is told by what it is about', () => {
  assert.equal(contradictionOf(only('confidence > 0.9 && confidence < 0.5'), terms), 'confidence');
  assert.equal(contradictionOf(only('confidence > 1.0'), terms), 'confidence');
  assert.equal(
    contradictionOf(only('confidence >= thresholds.loose && confidence < thresholds.loose'), terms),
    'confidence',
  );
  assert.equal(
    contradictionOf(only('model.contains("x") && !model.contains("x")'), terms),
    'model.contains("x")',
  );
  assert.equal(contradictionOf(only('confidence > 0.5 && label == "a"'), terms), null);
});

test('what a demand leaves of a thing is at least what it lets through', () => {
  const left = allowed(
    only('confidence >= 0.5 && confidence < thresholds.loose'),
    'confidence',
    terms.domainOf,
  );
  assert.deepEqual(
    [0.4, 0.5, 0.89, 0.9].map((value) => contains(left, value)),
    [false, true, true, false],
  );
  assert.equal(contains(allowed([], 'confidence', terms.domainOf), 1.5), false);
});

test('a condition with too many alternatives is one demand that is not understood', () => {
  const many = Array.from({ length: 9 }, (_, index) => `confidence == 0.${index}`).join(' || ');
  assert.equal(only(many)[0]?.key, null);
  assert.equal(demandsOf(parse(many.replace(/ \|\| [^|]*$/, '')).ast, terms).length, 8);
});
