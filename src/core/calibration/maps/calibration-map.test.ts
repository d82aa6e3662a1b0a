import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import { applyMap, type CalibrationMap, clip, logit, parameterCount, sigmoid } from './calibration-map.ts';
import { checkMap } from './check-map.ts';

const steps: CalibrationMap = {
  method: 'isotonic',
  confidence: [0.2, 0.4, 0.8, 0.9],
  probability: [0.1, 0.1, 0.5, 0.95],
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const isotonic = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), share), {
    minLength: 1,
    maxLength: 40,
    selector: ([unit]) => unit,
  })
  .map((knots): CalibrationMap => {
    const confidence = knots.map(([unit]) => unit / 1e6).sort((one, other) => one - other);
    const probability = knots.map(([, value]) => value).sort((one, other) => one - other);
    return { method: 'isotonic', confidence, probability };
  });
const positive = fc.double({ min: 0.01, max: 50, noNaN: true });
const shift = fc.double({ min: -20, max: 20, noNaN: true });
const anyMap: fc.Arbitrary<CalibrationMap> = fc.oneof(
  fc.constant<CalibrationMap>({ method: 'identity' }),
  fc.record({ method: fc.constant('temperature' as const), temperature: positive }),
  fc.record({ method: fc.constant('platt' as const), slope: positive, intercept: shift }),
  fc.record({ method: fc.constant('beta' as const), a: positive, b: positive, intercept: shift }),
  isotonic,
);

test('the identity gives confidence back, to the last bit', () => {
  fc.assert(fc.property(share, (confidence) => applyMap({ method: 'identity' }, confidence) === confidence));
});

test('temperature 2 halves the logit', () => {
  near(applyMap({ method: 'temperature', temperature: 2 }, 0.9), 0.75, { absolute: 1e-12 });
  near(applyMap({ method: 'temperature', temperature: 1 }, 0.3), 0.3, { absolute: 1e-12 });
});

test('Platt stretches and shifts the logit', () => {
  near(applyMap({ method: 'platt', slope: 1, intercept: 0 }, 0.3), 0.3, { absolute: 1e-12 });
  near(applyMap({ method: 'platt', slope: 2, intercept: -1 }, 0.8), sigmoid(2 * Math.log(4) - 1), {
    absolute: 1e-12,
  });
});

test('beta with 1, 1 and 0 is the identity; its ends bend apart from each other', () => {
  near(applyMap({ method: 'beta', a: 1, b: 1, intercept: 0 }, 0.37), 0.37, { absolute: 1e-12 });
  near(applyMap({ method: 'beta', a: 2, b: 0, intercept: 0 }, 0.5), 0.2, { absolute: 1e-12 });
});

test('isotonic answers at knots, straight between them, constant beyond them', () => {
  const answers = [
    [0, 0.1],
    [0.2, 0.1],
    [0.3, 0.1],
    [0.4, 0.1],
    [0.6, 0.3],
    [0.8, 0.5],
    [0.85, 0.725],
    [0.9, 0.95],
    [1, 0.95],
  ] as const;
  for (const [confidence, probability] of answers)
    near(applyMap(steps, confidence), probability, { absolute: 1e-12 }, `at ${confidence}`);
  assert.equal(applyMap({ method: 'isotonic', confidence: [0.5], probability: [0.7] }, 0.1), 0.7);
});

test('isotonic finds what walking over all knots finds', () => {
  fc.assert(
    fc.property(isotonic, fc.integer({ min: 0, max: 1_000_000 }), (map, unit) => {
      assert.ok(map.method === 'isotonic');
      const at = unit / 1e6;
      const above = map.confidence.findIndex((confidence) => confidence > at);
      const last = map.confidence.length - 1;
      const walked = () => {
        if (above === 0) return map.probability[0];
        if (above < 0) return map.probability[last];
        const [from = 0, to = 1] = map.confidence.slice(above - 1, above + 1);
        const [low = 0, high = 1] = map.probability.slice(above - 1, above + 1);
        return (low * (to - at) + high * (at - from)) / (to - from);
      };
      near(applyMap(map, at), walked() ?? -1, { absolute: 1e-9 });
    }),
    { numRuns: 500 },
  );
});

test('the formulas of the three curves, on the odds', () => {
  const odds = (probability: number) => probability / (1 - probability);
  fc.assert(
    fc.property(
      fc.integer({ min: 50_000, max: 950_000 }),
      fc.double({ min: 0.2, max: 4, noNaN: true }),
      (unit, size) => {
        const c = unit / 1e6;
        const relative = { relative: 1e-6 };
        near(odds(applyMap({ method: 'temperature', temperature: 1 / size }, c)), odds(c) ** size, relative);
        near(
          odds(applyMap({ method: 'platt', slope: size, intercept: 1 }, c)),
          Math.E * odds(c) ** size,
          relative,
        );
        near(
          odds(applyMap({ method: 'beta', a: size, b: 0.5, intercept: -1 }, c)),
          c ** size / Math.sqrt(1 - c) / Math.E,
          relative,
        );
      },
    ),
  );
});

test('temperature keeps ½ where it is and moves both sides alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), positive, (unit, temperature) => {
      const map: CalibrationMap = { method: 'temperature', temperature };
      const [one, other] = [unit / 1e6, (1_000_000 - unit) / 1e6].map((confidence) =>
        applyMap(map, confidence),
      );
      near((one ?? 0) + (other ?? 0), 1, { absolute: 1e-9 });
    }),
  );
  near(applyMap({ method: 'temperature', temperature: 7 }, 0.5), 0.5, { absolute: 1e-15 });
});

test('the ends have answers too: their logit is that of a millionth', () => {
  near(applyMap({ method: 'temperature', temperature: 1 }, 1), 1 - 1e-6, { absolute: 1e-12 });
  near(applyMap({ method: 'beta', a: 1, b: 1, intercept: 0 }, 0), 1e-6, { absolute: 1e-12 });
});

test('every map that is accepted rises, and stays within [0, 1]', () => {
  fc.assert(
    fc.property(anyMap, fc.array(share, { minLength: 2, maxLength: 30 }), (map, confidences) => {
      assert.equal(checkMap(map).ok, true);
      const answers = confidences
        .sort((one, other) => one - other)
        .map((confidence) => applyMap(map, confidence));
      for (const [place, answer] of answers.entries()) {
        assert.ok(answer >= 0 && answer <= 1, `${answer}`);
        assert.ok(place === 0 || answer >= (answers[place - 1] ?? 2), `${answers}`);
      }
    }),
    { numRuns: 500 },
  );
});

test('neighbouring millionths never fall', () => {
  fc.assert(
    fc.property(anyMap, fc.integer({ min: 0, max: 999_999 }), (map, unit) => {
      assert.ok(applyMap(map, unit / 1e6) <= applyMap(map, (unit + 1) / 1e6));
    }),
    { numRuns: 500 },
  );
});

test('confidences that round to one millionth have one answer, but for the identity', () => {
  fc.assert(
    fc.property(anyMap, fc.integer({ min: 0, max: 1_000_000 }), (map, unit) => {
      if (map.method === 'identity') return;
      const confidence = unit / 1e6;
      assert.equal(applyMap(map, Math.max(0, confidence - 4e-7)), applyMap(map, confidence));
    }),
  );
});

test('what is no number has no answer', () => {
  const others: CalibrationMap[] = [
    { method: 'identity' },
    { method: 'temperature', temperature: 2 },
    { method: 'platt', slope: 2, intercept: 0 },
    { method: 'beta', a: 1, b: 2, intercept: 0 },
  ];
  for (const map of [steps, ...others]) assert.ok(Number.isNaN(applyMap(map, Number.NaN)));
});

test('a map survives JSON', () => {
  fc.assert(
    fc.property(anyMap, share, (map, confidence) => {
      const stored: unknown = JSON.parse(JSON.stringify(map));
      const checked = checkMap(stored);
      assert.ok(checked.ok);
      assert.equal(applyMap(checked.map, confidence), applyMap(map, confidence));
    }),
  );
});

test('the free numbers of a map are its parameters; an isotonic one has its knots', () => {
  assert.equal(parameterCount({ method: 'identity' }), 0);
  assert.equal(parameterCount({ method: 'temperature', temperature: 2 }), 1);
  assert.equal(parameterCount({ method: 'platt', slope: 2, intercept: 0 }), 2);
  assert.equal(parameterCount({ method: 'beta', a: 1, b: 2, intercept: 0 }), 3);
  assert.equal(parameterCount(steps), 4);
});

test('clip keeps a millionth away from the ends; logit and sigmoid are each other’s inverse', () => {
  assert.deepEqual([clip(0), clip(0.5), clip(1)], [1e-6, 0.5, 0.999999]);
  for (const c of [1e-6, 0.2, 0.5, 0.999999]) near(sigmoid(logit(c)), c, { relative: 1e-9 });
});
