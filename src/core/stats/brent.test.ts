import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { brentMinimum, brentRoot } from './brent.ts';

function root(f: (x: number) => number, low: number, high: number) {
  const found = brentRoot(f, low, high);
  assert.ok(found.ok, found.ok ? '' : found.because);
  return found;
}

test('known zeros of smooth functions, in few steps', () => {
  for (const [f, low, high, expected] of [
    [(x: number) => x * x - 2, 0, 2, Math.SQRT2],
    [(x: number) => Math.cos(x) - x, 0, 1, 0.7390851332151607],
    [(x: number) => Math.exp(x) - 1e-9, -50, 10, Math.log(1e-9)],
    [(x: number) => x ** 3 - 2 * x - 5, 2, 3, 2.0945514815423265],
  ] as const) {
    const { x, steps } = root(f, low, high);
    near(x, expected, { absolute: 2e-12 });
    assert.ok(steps <= 20, `${steps}`);
  }
});

test('a zero at either end is found, and the ends may be swapped', () => {
  assert.equal(root((x) => x, 0, 5).x, 0);
  assert.equal(root((x) => x - 5, 0, 5).x, 5);
  near(root((x) => x * x - 2, 2, 0).x, Math.SQRT2, { absolute: 2e-12 });
});

test('flat, steep and jumping functions cost no more than some bisections', () => {
  near(root((x) => (x - 1) ** 9, -4, 7).x, 1, { absolute: 1e-2 });
  near(root((x) => Math.cbrt(x - 1), -4, 7).x, 1, { absolute: 2e-12 });
  near(root((x) => (x < Math.PI ? -1 : 1), 0, 10).x, Math.PI, { absolute: 2e-12 });
});

test('a looser tolerance takes fewer steps', () => {
  const f = (x: number) => Math.tanh(3 * x - 1);
  const [loose, tight] = [brentRoot(f, -9, 9, { tolerance: 0.01 }), brentRoot(f, -9, 9)];
  assert.ok(loose.ok && tight.ok && loose.steps < tight.steps);
  near(loose.x, 1 / 3, { absolute: 0.01 });
});

test('why there is no zero', () => {
  assert.deepEqual(
    brentRoot((x) => x * x + 1, -1, 1),
    { ok: false, because: 'no-sign-change' },
  );
  assert.deepEqual(
    brentRoot((x) => Math.log(x), 0, 3),
    { ok: false, because: 'not-finite' },
  );
  assert.deepEqual(
    brentRoot((x) => (x === 0 || x === 3 ? x - 1 : Number.NaN), 0, 3),
    { ok: false, because: 'not-finite' },
  );
  assert.deepEqual(
    brentRoot((x) => Math.atan(x), -1, 1e9, { maxSteps: 3 }),
    { ok: false, because: 'too-many-steps' },
  );
});

test('whatever rises through zero is found', () => {
  const at = fc.double({ min: -100, max: 100, noNaN: true });
  const bend = fc.double({ min: 0.001, max: 100, noNaN: true });
  fc.assert(
    fc.property(at, bend, bend, (zero, cubic, linear) => {
      const f = (x: number) => cubic * (x - zero) ** 3 + linear * (x - zero);
      near(root(f, -1000, 1000).x, zero, { absolute: 1e-11 });
    }),
  );
});

function minimum(f: (x: number) => number, low: number, high: number) {
  const found = brentMinimum(f, low, high);
  assert.ok(found.ok, found.ok ? '' : found.because);
  return found;
}

test('known minima of smooth functions', () => {
  for (const [f, low, high, expected] of [
    [(x: number) => (x - 1) ** 2, 0, 5, 1],
    [(x: number) => Math.cosh(x - 0.3), -5, 5, 0.3],
    [(x: number) => x * Math.log(x), 0.001, 1, Math.exp(-1)],
    [(x: number) => (x - 2) ** 4 + 3, -9, 9, 2],
  ] as const) {
    const { x, atEnd, steps } = minimum(f, low, high);
    near(x, expected, { absolute: expected === 2 ? 1e-3 : 1e-7 });
    assert.equal(atEnd, null);
    assert.ok(steps < 100);
  }
});

test('a minimum beyond the range shows as the end', () => {
  const [low, high] = [minimum((x) => x, 2, 5), minimum((x) => -x, 2, 5)];
  assert.deepEqual([low.x, low.value, low.atEnd], [2, 2, 'low']);
  assert.deepEqual([high.x, high.value, high.atEnd], [5, -5, 'high']);
});

test('known answer: the temperature of binary logits (statistics.md A23)', () => {
  // Three of four right on either side of ± 2: the slope 2/T must be ln 3.
  const loss = (logT: number) => {
    const logit = 2 / Math.exp(logT);
    return (3 * Math.log1p(Math.exp(-logit)) + Math.log1p(Math.exp(logit))) / 4;
  };
  const { x, value } = minimum(loss, -5, 5);
  near(Math.exp(x), 1.820478453254, { absolute: 1e-7 });
  near(value, 0.562335144619, { absolute: 1e-12 });
});

test('the minimum is no more than anything it looked at', () => {
  const at = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(at, at, (one, other) => {
      const f = (x: number) => Math.abs(x - one) + 0.3 * Math.sin(3 * (x - other));
      let least = Infinity;
      const found = brentMinimum(
        (x) => {
          least = Math.min(least, f(x));
          return f(x);
        },
        -6,
        6,
      );
      assert.ok(found.ok);
      assert.equal(found.value, least);
      assert.ok(found.x >= -6 && found.x <= 6);
    }),
  );
});

test('why there is no minimum', () => {
  assert.deepEqual(
    brentMinimum(() => Number.NaN, 0, 1),
    { ok: false, because: 'not-finite' },
  );
  assert.deepEqual(
    brentMinimum((x) => (x > 0.7 ? Infinity : -x), 0, 1),
    { ok: false, because: 'not-finite' },
  );
  assert.deepEqual(
    brentMinimum((x) => x * x, -1, 1, { maxSteps: 2 }),
    { ok: false, because: 'too-many-steps' },
  );
});
