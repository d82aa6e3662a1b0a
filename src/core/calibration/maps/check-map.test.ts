import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkMap, mostKnots } from './check-map.ts';

function because(value: unknown): string {
  const checked = checkMap(value);
  assert.equal(checked.ok, false);
  return checked.ok ? '' : checked.because;
}

test('a map of each method is accepted as it is', () => {
  const maps = [
    { method: 'identity' },
    { method: 'temperature', temperature: 1.5 },
    { method: 'platt', slope: 0.8, intercept: -0.2 },
    { method: 'beta', a: 0, b: 1.2, intercept: 0.3 },
    { method: 'isotonic', confidence: [0.2, 0.9], probability: [0.5, 0.5] },
    { method: 'isotonic', confidence: [0.2], probability: [0.5] },
  ];
  for (const map of maps) assert.deepEqual(checkMap(map), { ok: true, map });
});

test('what is no object is refused', () => {
  for (const value of [null, undefined, 'identity', 3, [], true])
    assert.equal(because(value), 'A calibration map is an object with a method.');
});

test('an unknown method is refused, also one that every object has', () => {
  for (const method of ['venn-abers', '', undefined, 4, 'toString', '__proto__', 'constructor'])
    assert.match(
      because({ method }),
      /^The method must be one of identity, temperature, platt, beta, isotonic\.$/,
    );
});

test('an unknown field is refused by name', () => {
  assert.match(because({ method: 'identity', slope: 2 }), /no field "slope"/);
  assert.match(because({ method: 'temperature', temperature: 2, T: 2 }), /no field "T"/);
});

test('temperatures must lie where a fit could find them', () => {
  for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-3, 200, '2', null, undefined])
    assert.match(
      because({ method: 'temperature', temperature }),
      /^temperature must be a number from 0\.00674 to 148\.$/,
    );
});

test('a map that falls is refused', () => {
  assert.match(because({ method: 'platt', slope: -1, intercept: 0 }), /more confidence must not mean less/);
  assert.match(because({ method: 'platt', slope: 0, intercept: 0 }), /more confidence must not mean less/);
  assert.match(because({ method: 'beta', a: -0.1, b: 1, intercept: 0 }), /^a and b must be/);
  assert.match(because({ method: 'beta', a: 0, b: 0, intercept: 0 }), /not both 0/);
  assert.match(
    because({ method: 'isotonic', confidence: [0.1, 0.5], probability: [0.6, 0.5] }),
    /probability must not fall/,
  );
});

test('numbers that are none or too large are refused', () => {
  for (const intercept of [Number.NaN, Number.NEGATIVE_INFINITY, 1e9, '0', undefined]) {
    assert.match(because({ method: 'platt', slope: 1, intercept }), /^intercept/);
    assert.match(because({ method: 'beta', a: 1, b: 1, intercept }), /^intercept/);
  }
  for (const slope of [Number.NaN, Number.POSITIVE_INFINITY, '1'])
    assert.match(because({ method: 'platt', slope, intercept: 0 }), /^slope/);
});

test('knots must be equally many, rising, within [0, 1], and not too many', () => {
  const isotonic = (confidence: unknown, probability: unknown) =>
    because({ method: 'isotonic', confidence, probability });
  assert.match(isotonic([0.1, 0.2], [0.5]), /equally long/);
  assert.match(isotonic([0.1, 1.2], [0.5, 0.6]), /from 0 to 1/);
  assert.match(isotonic([0.1, 0.2], [0.5, Number.NaN]), /from 0 to 1/);
  assert.match(isotonic('0.1', [0.5]), /lists of numbers/);
  assert.match(isotonic([], []), /at least 1 knot/);
  assert.match(isotonic([0.2, 0.2], [0.5, 0.6]), /confidence must rise/);
  const many = Array.from({ length: mostKnots + 1 }, (_, knot) => knot / (mostKnots + 1));
  assert.match(isotonic(many, many), /at most 5000/);
});

test('whatever comes, there is an answer and no exception', () => {
  const method = fc.constantFrom('identity', 'temperature', 'platt', 'beta', 'isotonic');
  const field = fc.constantFrom('temperature', 'slope', 'intercept', 'a', 'b', 'confidence', 'probability');
  fc.assert(
    fc.property(method, fc.dictionary(field, fc.anything()), (name, fields) => {
      const checked = checkMap({ method: name, ...fields });
      assert.ok(checked.ok || checked.because.endsWith('.'));
    }),
  );
});
